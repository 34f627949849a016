'use client';
import { CircleStop, Pause, SkipForward } from 'lucide-react';
import { useId, useState } from 'react';
import { api } from '@/components/data/api.ts';
import { useT } from '@/components/i18n/use-t.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
import { ErrorNote } from '@/components/ui/error-state.tsx';
import { Field } from '@/components/ui/input.tsx';
import { ReasonField } from '@/components/ui/reason-field.tsx';
import { Select } from '@/components/ui/select.tsx';
import type { Definition } from '@/engine/index.ts';
import { nodeName, useRunView } from '../model/run-view.ts';
import { forwardTargets } from './forward-plan.ts';
import { PlanBox, PlanItem } from './plan-parts.tsx';
import { useChange } from './use-change.ts';

/** Sends an open run on to a later step or iteration, after a look at what lies between. */
export function ForwardDialog({ definition, onClose }: { definition: Definition; onClose: () => void }) {
  const t = useT();
  const id = useId();
  const view = useRunView();
  const { runId, live, selection } = view;
  // What lies between changes while the run goes on, so the plan is of this moment.
  const targets = forwardTargets(definition, live.state);
  // Where to is said once: another place must not come up under the hand when the run has reached this one.
  const [chosen, setChosen] = useState(() => (targets.find(({ node }) => node === selection?.node) ?? targets[0])?.to ?? null);
  const target = targets.find(({ to }) => to === chosen);
  const { reason, setReason, busy, error, forget, change } = useChange(onClose);

  return (
    <Dialog
      open
      size="sm"
      onClose={onClose}
      title={t('changes.forwardTitle')}
      description={t('changes.forwardMeans')}
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>{t('common.back')}</Button>
          <Button variant="primary" busy={busy} disabled={target === undefined} onClick={() => void change((said) => api.runs.fastForward(runId, { to: target!.to, ...said }))} data-testid="confirm">{t('changes.doForward')}</Button>
        </>
      }
    >
      {targets.length === 0 ? <p className="text-ink-2">{t('changes.nowhere')}</p> : (
        <div className="space-y-4">
          <Field id={id} label={t('changes.to')}>
            <Select id={id} className="w-full" value={target?.to ?? null} placeholder={t('changes.choosePlace')} onChange={(to) => { setChosen(to); forget(); }} options={targets.map(({ to, node, index }) => ({ value: to, label: index !== null ? t('changes.toRound', { node: nodeName(view, node), number: index + 1, index }) : to === node ? nodeName(view, node) : `${nodeName(view, node)} (${to})` }))} />
          </Field>
          <PlanBox>
            <div role="status">{target === undefined ? <p>{t('changes.reached')}</p> : <ul className="space-y-3">
              {target.index !== null && <PlanItem icon={<SkipForward />} title={t('changes.roundsSkipped', { number: target.index + 1 })} />}
              {target.stopped.length > 0 && <PlanItem icon={<CircleStop />} tone="warn" title={t('changes.stopped', { count: target.stopped.length })} lines={target.stopped.map((path) => ({ key: path, text: path }))} />}
              {target.skipped.length > 0 && <PlanItem icon={<SkipForward />} title={t('changes.skipped', { count: target.skipped.length })} lines={target.skipped.map((node) => ({ key: node, text: nodeName(view, node) }))} />}
              {target.index === null && target.stopped.length + target.skipped.length === 0 && <PlanItem icon={<SkipForward />} title={t('changes.nothingBetween')} />}
              {live.state.paused && <PlanItem icon={<Pause />} tone="wait" title={t('changes.whilePaused')} />}
            </ul>}</div>
          </PlanBox>
          <ReasonField id={`${id}-reason`} value={reason} onChange={setReason} />
          {error !== null && <ErrorNote error={error} />}
        </div>
      )}
    </Dialog>
  );
}

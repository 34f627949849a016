'use client';
import { useRouter } from 'next/navigation';
import { useId, useState } from 'react';
import { api } from '@/components/data/api.ts';
import { ApiError } from '@/components/data/api-error.ts';
import { useSentences } from '@/components/i18n/use-chinese.ts';
import { useT } from '@/components/i18n/use-t.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
import { ErrorNote } from '@/components/ui/error-state.tsx';
import { Field } from '@/components/ui/input.tsx';
import { ReasonField } from '@/components/ui/reason-field.tsx';
import { Select } from '@/components/ui/select.tsx';
import { isRunOver, shapes, type Definition, type Fork, type NodeKind } from '@/engine/index.ts';
import { nodeName, useRunView } from '../model/run-view.ts';
import { cutSteps, firstCut, fromOf, stepToEdit, type Cut } from './cut-options.ts';
import { ForkEdits, type Edits } from './fork-edits.tsx';
import { ForkPlanBox } from './fork-plan-view.tsx';
import { useChange } from './use-change.ts';
import { useForkPlan } from './use-fork-plan.ts';

/** A new run with the past of this one: where it is cut, what is changed, and what will happen, before it does. */
export function ForkDialog({ mode, definition, onClose }: { mode: 'fork' | 'reset'; definition: Definition; onClose: () => void }) {
  const t = useT();
  const id = useId();
  const router = useRouter();
  const view = useRunView();
  const { runId, live, moment, selection } = view;
  // The run may go on behind the dialog; what is offered stays what was offered.
  const [state] = useState(live.state);
  const over = isRunOver(state.status);
  const shown = moment.live ? null : moment.seq;
  const [cut, setCut] = useState<Cut>(() => firstCut(state, shown, selection?.path ?? null));
  const [edits, setEdits] = useState<Edits>({ value: {}, unread: false });
  const [keepDecisions, setKeepDecisions] = useState(false);
  const { reason, setReason, busy, error, change } = useChange(onClose);

  const kindOf = (node: string): NodeKind | undefined => shapes.get(view.plan.nodes.get(node)?.type ?? '')?.kind;

  const from = fromOf(cut);
  const body: Fork = { ...(from === undefined ? {} : { from }), ...(Object.keys(edits.value).length === 0 ? {} : { edits: edits.value }), ...(keepDecisions ? { keepDecisions } : {}) };
  const planned = useForkPlan(runId, mode, edits.unread ? null : body);
  const found = planned.error instanceof ApiError ? (planned.error.problem?.problems ?? []) : (planned.plan?.refusal?.problems ?? []);
  const sentence = useSentences(found.length > 0);
  const problems = found.map(({ pointer, message }) => ({ pointer, message: sentence(message) }));

  const options = [
    ...(over ? [] : [{ value: 'now', label: t('changes.fromNow') }]),
    ...(shown === null ? [] : [{ value: `event:${shown}`, label: t('changes.fromEvent', { event: shown }) }]),
    ...(cut.kind === 'event' && cut.event !== shown ? [{ value: `event:${cut.event}`, label: t('changes.fromEvent', { event: cut.event }) }] : []),
    ...cutSteps(state).map((step) => ({ value: `step:${step.path}`, label: t('changes.fromStep', { step: step.path === step.node ? nodeName(view, step.node) : `${nodeName(view, step.node)} (${step.path})` }) })),
  ];

  const make = (): Promise<void> => change(async (said) => router.push(`/runs/${(await api.runs.fork(runId, mode, { ...body, ...said })).id}`));

  return (
    <Dialog
      open
      size="xl"
      onClose={onClose}
      title={t(`changes.${mode}Title`)}
      description={mode === 'fork' ? t('changes.forkMeans') : over ? t('changes.resetMeansOver') : t('changes.resetMeans')}
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>{t('common.back')}</Button>
          <Button variant={mode === 'reset' && !over ? 'danger-solid' : 'primary'} busy={busy} disabled={edits.unread || planned.busy || planned.plan?.ok !== true} onClick={() => void make()} data-testid="confirm">
            {mode === 'fork' ? t('changes.doFork') : t('changes.doReset')}
          </Button>
        </>
      }
    >
      <div className="grid gap-x-6 gap-y-4 md:grid-cols-[minmax(0,1fr)_340px]">
        <div className="min-w-0 space-y-4">
          <Field id={`${id}-from`} label={t('changes.from')}>
            <Select id={`${id}-from`} className="w-full" value={cut.kind === 'now' ? 'now' : cut.kind === 'event' ? `event:${cut.event}` : `step:${cut.path}`} onChange={(value) => setCut(cutOf(value))} options={options} />
          </Field>
          <ForkEdits definition={definition} state={state} problems={problems} first={{ output: stepToEdit(shown === null || cut.kind !== 'event' ? state : moment.state, cut, selection?.path ?? null, kindOf), params: state.steps.get(cut.kind === 'step' ? cut.path : (selection?.path ?? ''))?.node ?? null }} onChange={setEdits} />
          <ReasonField id={`${id}-reason`} value={reason} onChange={setReason} />
          {error !== null && <ErrorNote error={error} />}
        </div>
        <div className="min-w-0 md:sticky md:top-0 md:self-start">
          <ForkPlanBox plan={planned.plan} error={planned.error} busy={planned.busy} keepDecisions={keepDecisions} onKeepDecisions={setKeepDecisions} />
        </div>
      </div>
    </Dialog>
  );
}

function cutOf(value: string): Cut {
  if (value.startsWith('event:')) return { kind: 'event', event: Number(value.slice(6)) };
  return value.startsWith('step:') ? { kind: 'step', path: value.slice(5) } : { kind: 'now' };
}

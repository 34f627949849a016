'use client';
import { useQueryClient } from '@tanstack/react-query';
import { Info } from 'lucide-react';
import { useId, useState } from 'react';
import { api } from '@/components/data/api.ts';
import { ApiError } from '@/components/data/api-error.ts';
import { restartRunStream } from '@/components/data/open-runs.ts';
import { useSentences } from '@/components/i18n/use-chinese.ts';
import { useT } from '@/components/i18n/use-t.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
import { ErrorNote } from '@/components/ui/error-state.tsx';
import { Field } from '@/components/ui/input.tsx';
import { ReasonField } from '@/components/ui/reason-field.tsx';
import { Select } from '@/components/ui/select.tsx';
import { toast } from '@/components/ui/toast.tsx';
import { type Definition, type JsonObject, type RunState } from '@/engine/index.ts';
import { useRunView } from '../model/run-view.ts';
import { asOverridden, changeableNodes } from './changed-params.ts';
import { ParamsForm } from './params-form.tsx';
import { PlanBox } from './plan-parts.tsx';
import { useChange } from './use-change.ts';

/** Other parameters for a node of this run; of a run that failed, together with its retry. */
export function OverrideDialog({ definition, retry, onClose }: { definition: Definition; retry: boolean; onClose: () => void }) {
  const t = useT();
  const id = useId();
  const client = useQueryClient();
  const { runId, live, selection } = useRunView();
  const [state] = useState(live.state);
  const [document] = useState(() => asOverridden(definition, state.workflow, state.overrides));
  const nodes = changeableNodes(definition);
  const [node, setNode] = useState(() => firstNode(nodes.map((each) => each.id), state, selection?.node ?? null, retry));
  const [params, setParams] = useState<JsonObject>({});
  const { reason, setReason, busy, error, forget, change } = useChange(onClose);
  const changed = Object.keys(params).length > 0;
  // What concerns a field stands at the field; findings of the definition get their words there.
  const prefix = retry ? '/overrides/0/params' : '/params';
  const problems = error instanceof ApiError ? (error.problem?.problems ?? []) : [];
  const sentence = useSentences(problems.length > 0);
  const findings = problems.filter(({ pointer }) => pointer.startsWith(`${prefix}/`)).map(({ pointer, message, code }) => ({ severity: 'error' as const, code, message: code === 'invalid_params' ? sentence(message) : message, pointer, node: node ?? '', at: `/params${pointer.slice(prefix.length)}` }));

  const override = (): Promise<void> =>
    change(async (said) => {
      if (retry) {
        await api.runs.retryWith(runId, { overrides: [{ node: node!, params }], ...said });
        restartRunStream(client, runId);
      } else {
        await api.runs.override(runId, { node: node!, params, ...said });
        toast.ok(t('changes.overridden'));
      }
    });

  return (
    <Dialog
      open
      size="md"
      onClose={onClose}
      title={retry ? t('changes.retryWithTitle') : t('changes.overrideTitle')}
      description={retry ? t('changes.retryWithMeans') : t('changes.overrideMeans')}
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>{t('common.back')}</Button>
          <Button variant="primary" busy={busy} disabled={!changed} title={changed ? undefined : t('changes.nothingChanged')} onClick={() => void override()} data-testid="confirm">{retry ? t('changes.doRetryWith') : t('changes.doOverride')}</Button>
        </>
      }
    >
      <div className="space-y-4">
        <Field id={id} label={t('changes.node')}>
          <Select id={id} className="w-full" value={node} placeholder={t('changes.chooseStep')} onChange={(next) => { setNode(next); setParams({}); forget(); }} options={nodes.map((each) => ({ value: each.id, label: each.name }))} />
        </Field>
        {node !== null && (
          <>
            <div className="rounded-lg border border-line p-3.5">
              <ParamsForm key={node} document={document} node={node} findings={findings} onChange={(next) => { setParams(next); forget(); }} />
            </div>
            <PlanBox><p className="flex gap-2.5"><Info className="mt-0.5 size-4 shrink-0 text-ink-3" aria-hidden /> <span role="status">{t(`changes.${effectOf(state, node, retry)}`)}</span></p></PlanBox>
          </>
        )}
        <ReasonField id={`${id}-reason`} value={reason} onChange={setReason} />
        {error !== null && <ErrorNote error={error} />}
      </div>
    </Dialog>
  );
}

/** The node that is looked at, else what failed, else the first that has not begun. */
function firstNode(ids: readonly string[], state: RunState, selected: string | null, retry: boolean): string | null {
  if (selected !== null && ids.includes(selected)) return selected;
  const steps = [...state.steps.values()];
  const failed = retry ? steps.findLast((step) => step.outcome === 'failed' && ids.includes(step.node))?.node : undefined;
  return failed ?? ids.find((each) => !steps.some((step) => step.node === each)) ?? ids[0] ?? null;
}

/** What becomes of the change, by how far the node is. */
function effectOf(state: RunState, node: string, retry: boolean): 'takesLater' | 'takesAgain' | 'takesNext' | 'takesNever' {
  const own = [...state.steps.values()].filter((step) => step.node === node);
  if (own.length === 0) return 'takesLater';
  if (own.some((step) => step.closedSeq === null)) return 'takesNext';
  return retry && own.some((step) => step.outcome === 'failed' || step.outcome === 'cancelled' || step.outcome === 'compensated') ? 'takesAgain' : 'takesNever';
}

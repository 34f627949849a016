'use client';
import { History, Pin, PinOff, RotateCw, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useContext, useMemo, useState, type ReactNode } from 'react';
import { useStep } from '@/components/data/hooks.ts';
import { setUi } from '@/components/editor/commands/set-node.ts';
import { KitContext } from '@/components/editor/kit.ts';
import { definitionOf, useEditor, useEditorSetting } from '@/components/editor/store.ts';
import { useStale, useStaleWords } from '@/components/editor/tests/use-stale.ts';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { ErrorMeaning } from '@/components/runs/inspector/error-note.tsx';
import { LogLines } from '@/components/runs/inspector/log-lines.tsx';
import { Button } from '@/components/ui/button.tsx';
import { ErrorNote } from '@/components/ui/error-state.tsx';
import { holdsLargeValue } from '@/components/ui/large-value-of.ts';
import { RunOfValues } from '@/components/ui/large-value.tsx';
import { JsonView } from '@/components/ui/json-view.tsx';
import { Skeleton } from '@/components/ui/states.tsx';
import { StatusIcon } from '@/components/ui/status.tsx';
import { Time } from '@/components/ui/time.tsx';
import { isStepClosed, viewStatus, type Json, type JsonObject, type NodeDefinition, type StepState } from '@/engine/index.ts';
import { JsonField } from '../fields/json-field.tsx';
import { resultOf, type LastRun } from '../model/last-run.ts';
import { outputSchemaOf } from '../model/sight.ts';
import { useLastRuns } from '../model/use-last-run.ts';
import { ReadableData } from './readable-data.tsx';

/** What the node's step was given in the last run, and what it can read. */
export function InputTab({ node }: { node: NodeDefinition }) {
  const t = useDesignT();
  const { run, step } = useStepOfLastRun(node);
  const detail = useStep(run?.id ?? '', step?.path ?? null, step?.closedSeq ?? step?.openedSeq ?? null);
  return (
    <div className="space-y-3">
      {run === null || step === null ? (
        <Empty title={t(run === null ? 'inspector.noRun' : 'inspector.notInRun')}>{t('inspector.noInputHint')}</Empty>
      ) : (
        <>
          <StaleNote node={node} run={run} />
          <FromRun run={run} step={step} />
          {detail.error ? <ErrorNote error={detail.error} /> : detail.data === undefined ? <Waiting label={t('common.loading')} /> : <RunOfValues value={run.id}><JsonView value={detail.data.input} openTo={3} /></RunOfValues>}
        </>
      )}
      <RunOfValues value={run?.id ?? null}><ReadableData node={node} /></RunOfValues>
    </div>
  );
}

/** What it gave in the last run, what it is pinned to, or what it will be. */
export function OutputTab({ node }: { node: NodeDefinition }) {
  const t = useDesignT();
  const { store, readOnly, catalogue } = useEditorSetting();
  const definition = useEditor(definitionOf);
  const { run, step } = useStepOfLastRun(node);
  const [view, setView] = useState<'value' | 'schema'>('value');
  const pinned = node.ui?.pinned;
  const schema = useMemo(() => outputSchemaOf(node, definition, catalogue), [node, definition, catalogue]);
  const ran = step !== null && isStepClosed(step.status) && step.status !== 'skipped';
  const pin = (value: Json | undefined, merge?: string): void => store.getState().do('editor.cmdPin', (input) => setUi(input, node.id, { pinned: value }), merge);

  return (
    <div className="space-y-3.5">
      {pinned !== undefined && (
        <section className="space-y-2">
          <div className="flex items-center gap-2">
            <Pin className="size-4 text-accent" aria-hidden />
            <h2 className="flex-1 font-medium">{t('inspector.pinned')}</h2>
            {!readOnly && <Button size="sm" icon={<PinOff aria-hidden />} onClick={() => pin(undefined)}>{t('inspector.unpin')}</Button>}
          </div>
          <JsonField pointer="/ui/pinned" label={t('inspector.pinnedValue')} kind="JSON" help={t('inspector.pinnedHelp')} content="literal" optional={false} value={pinned} lines={8} onChange={(value) => pin(value ?? null, `pin:${node.id}`)} />
        </section>
      )}
      {ran && run !== null && step !== null && (
        <section className="space-y-2">
          <StaleNote node={node} run={run} />
          <FromRun run={run} step={step} />
          {step.error !== null && step.status === 'failed' && <div className="space-y-1 rounded-md bg-bad-soft px-2.5 py-2"><p className="break-words text-bad">{step.error.message}</p><ErrorMeaning error={step.error} /></div>}
          {!(step.error !== null && step.status === 'failed') && <RunOfValues value={run.id}><JsonView value={step.output} openTo={3} /></RunOfValues>}
          {step.attempts.length > 0 && <LastLogs run={run} step={step} />}
          {!readOnly && step.outcome === 'completed' && pinned === undefined && !holdsLargeValue(step.output) && <Button size="sm" icon={<Pin aria-hidden />} onClick={() => pin(step.output)}>{t('inspector.pinThis')}</Button>}
        </section>
      )}
      {!ran && pinned === undefined && (
        <Empty title={t(run === null ? 'inspector.noRun' : 'inspector.notInRun')} action={!readOnly && <Button size="sm" icon={<Pin aria-hidden />} onClick={() => pin(exampleOf(schema))}>{t('inspector.pinOwn')}</Button>}>{t('inspector.noOutputHint')}</Empty>
      )}
      {schema !== undefined && (
        <section className="space-y-2 border-t border-line pt-3">
          <button type="button" aria-expanded={view === 'schema' || !ran} onClick={() => setView(view === 'schema' ? 'value' : 'schema')} className="font-medium text-ink-2 hover:text-ink">{t('inspector.willBe')}</button>
          {(view === 'schema' || !ran) && <JsonView value={schema} openTo={3} />}
        </section>
      )}
    </div>
  );
}

/** What the last attempt logged; nothing while it is asked for, and when it logged nothing. */
function LastLogs({ run, step }: { run: LastRun; step: StepState }) {
  const t = useDesignT();
  const detail = useStep(run.id, step.path, step.closedSeq);
  const logs = detail.data?.path === step.path ? detail.data.attemptList.at(-1)?.logs : undefined;
  return logs ? <div><p className="mb-1.5 font-medium text-ink-2">{t('runs.logs')}</p><LogLines logs={logs} /></div> : null;
}

/** The latest result of the node: of a run of a part others may be older. */
function useStepOfLastRun(node: NodeDefinition): { run: LastRun | null; step: StepState | null } {
  const runs = useLastRuns();
  return useMemo(() => resultOf(runs, node.id) ?? { run: runs[0] ?? null, step: null }, [runs, node.id]);
}

/** Why the result that is shown is not what the drawing would give, with the way to have it anew. */
function StaleNote({ node, run }: { node: NodeDefinition; run: LastRun }) {
  const t = useDesignT();
  const runs = useLastRuns();
  const reason = useStale(run, runs).get(node.id);
  const say = useStaleWords();
  const runPart = useContext(KitContext)?.runPart;
  if (reason === undefined) return null;
  const { part } = run.state;
  return (
    <div role="status" data-testid="stale" className="flex items-center gap-2 rounded-md bg-wait-soft py-1 pl-2.5 pr-1 text-wait">
      <TriangleAlert className="size-4 shrink-0" aria-hidden />
      <span className="min-w-0 flex-1 py-1">{say(reason, node.id)}</span>
      {runPart && <Button size="sm" icon={<RotateCw aria-hidden />} onClick={() => runPart(part !== null && 'only' in part && part.only === node.id ? part : { upTo: node.id })}>{t('editor.partAgain')}</Button>}
    </div>
  );
}

function FromRun({ run, step }: { run: LastRun; step: StepState }) {
  const t = useDesignT();
  const status = viewStatus(step);
  return (
    <p className="flex items-center gap-1.5 text-sm text-ink-2">
      <StatusIcon status={status === 'scheduled' ? 'running' : status} />
      <span className="min-w-0 flex-1 truncate">{t('inspector.fromLastRun')} <Time at={step.closedAt ?? step.openedAt} /></span>
      <Link href={`/runs/${run.id}?step=${encodeURIComponent(step.path)}`} className="text-accent hover:underline">{t('inspector.openRun')}</Link>
    </p>
  );
}

function Empty({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <div className="rounded-lg border border-dashed border-line-strong px-4 py-6 text-center">
      <History className="mx-auto mb-2 size-5 text-ink-3" strokeWidth={1.7} aria-hidden />
      <p className="font-medium">{title}</p>
      <p className="mt-1 text-sm text-ink-2">{children}</p>
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}

function Waiting({ label }: { label: string }) {
  return <div role="status" aria-label={label} className="space-y-2"><Skeleton className="h-4 w-40" /><Skeleton className="h-4 w-56" /><Skeleton className="h-4 w-32" /></div>;
}

/** Something of the right shape to begin with. */
function exampleOf(schema: Json | undefined): Json {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return {};
  if (Array.isArray(schema['enum']) && schema['enum'].length > 0) return schema['enum'][0]!;
  switch (schema['type']) {
    case 'string': return '';
    case 'number':
    case 'integer': return 0;
    case 'boolean': return true;
    case 'array': return [];
    default: return Object.fromEntries(Object.entries((schema['properties'] ?? {}) as JsonObject).map(([key, member]) => [key, exampleOf(member)]));
  }
}

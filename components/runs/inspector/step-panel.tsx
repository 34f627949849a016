'use client';
import { useMemo, useState } from 'react';
import { useStep } from '@/components/data/hooks.ts';
import { useStepFrames } from '@/components/data/frame-store.ts';
import { useLanguage, useT } from '@/components/i18n/use-t.tsx';
import { ErrorNote } from '@/components/ui/error-state.tsx';
import { JsonView } from '@/components/ui/json-view.tsx';
import { Skeleton } from '@/components/ui/states.tsx';
import { Tabs, TabPanel } from '@/components/ui/tabs.tsx';
import { durationText } from '@/components/ui/time-text.ts';
import { Duration, Time } from '@/components/ui/time.tsx';
import { isStepClosed, type Json, type StepState } from '@/engine/index.ts';
import { isLate } from '../model/late-steps.ts';
import { useRunView } from '../model/run-view.ts';
import { standingError } from '../model/step-errors.ts';
import { liveLogs, logsByTask } from '../model/step-logs.ts';
import { NobodyTakes } from '../top/nobody-takes.tsx';
import { Attempts } from './attempts.tsx';
import { Decisions } from './decisions.tsx';
import { StepErrorNote } from './error-note.tsx';
import { LogLines } from './log-lines.tsx';
import { StepHeader } from './step-header.tsx';
import { Transcript } from './transcript.tsx';
import { WaitPanel } from './wait-panel.tsx';
import { WayBack } from './way-back.tsx';

type TabName = 'transcript' | 'wayBack' | 'output' | 'input' | 'attempts' | 'items';

/** One step: what it waits for or why it failed first, then what went in, what came out, and every try. */
export function StepPanel({ step, now }: { step: StepState; now: number }) {
  const t = useT();
  const view = useRunView();
  const node = view.plan.nodes.get(step.node);
  const isAgent = node?.type === 'agent' || step.records.length > 0;
  const isTask = step.attempts.length > 0;
  const isContainer = step.container !== null;
  const [chosen, setChosen] = useState<TabName | null>(null);
  const names: TabName[] = [...(isAgent ? (['transcript'] as const) : []), ...(step.container?.kind === 'saga' ? (['wayBack'] as const) : []), ...(isStepClosed(step.status) || isContainer ? (['output', 'input'] as const) : (['input', 'output'] as const)), ...(isTask ? (['attempts'] as const) : []), ...(step.container?.items ? (['items'] as const) : [])];
  const tab = chosen !== null && names.includes(chosen) ? chosen : names[0]!;
  const error = standingError(step);
  const label: Record<TabName, string> = { transcript: t('runs.transcript'), wayBack: t('runs.wayBackTab'), input: t('runs.inputTab'), output: t('runs.output'), attempts: step.attempts.length > 1 ? t('runs.attemptsTab', { count: step.attempts.length }) : t('runs.attemptTab'), items: t('runs.items') };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <StepHeader node={step.node} step={step} now={now} />
      <StepFacts step={step} />
      <Tabs value={tab} onChange={(next) => setChosen(next as TabName)} tabs={names.map((value) => ({ value, label: label[value] }))} label={t('runs.aboutStep')} className="flex min-h-0 flex-1 flex-col" listClassName="px-3 shrink-0">
        <div className="min-h-0 flex-1 space-y-3 overflow-y-auto px-4 py-3.5" data-scroll>
          {view.moment.live && view.connection === 'open' && isLate(step, now) && <NobodyTakes steps={[step]} />}
          {/* Before what went wrong: it says what that came to. */}
          <TabPanel value="wayBack"><WayBack step={step} /></TabPanel>
          {step.status === 'waiting' && step.wait !== null && <WaitPanel step={step} wait={step.wait} />}
          {error !== null && <StepErrorNote error={error} handled={step.handled === null ? null : t(`runs.handled-${step.handled}`)} {...(step.status === 'retrying' ? { next: t('runs.willRetry', { number: step.attempt }) } : {})} />}
          {step.decisions.length > 0 && <Decisions step={step} />}
          <TabPanel value="transcript"><Transcript step={step} /></TabPanel>
          <TabPanel value="input"><StepInput step={step} /></TabPanel>
          <TabPanel value="output"><StepOutput step={step} /></TabPanel>
          <TabPanel value="attempts"><Attempts step={step} now={now} /></TabPanel>
          <TabPanel value="items"><JsonView value={step.container?.items ?? null} openTo={1} /></TabPanel>
          <LiveLines step={step} besideAttempts={tab === 'attempts'} />
        </div>
      </Tabs>
    </div>
  );
}

function StepFacts({ step }: { step: StepState }) {
  const t = useT();
  const language = useLanguage();
  const { moment } = useRunView();
  const worker = step.attempts.at(-1)?.worker;
  const facts = [
    step.skipped !== null ? t(`runs.skipped-${step.skipped}`) : null,
    step.branch !== null && step.branch !== 'out' ? t('runs.leftBy', { branch: step.branch }) : null,
    step.cached ? t('runs.fromCache') : null,
    step.pinned ? t('runs.fromPin') : null,
    step.cancelling && !isStepClosed(step.status) ? t('runs.stopping') : null,
  ].filter(Boolean);
  return (
    <p className="px-4 pb-1.5 pt-2 text-sm text-ink-2">
      <Time at={step.openedAt} />
      {step.status !== 'skipped' && <> · {step.closedAt === null ? <Duration from={step.openedAt} to={moment.live ? null : moment.at} /> : durationText(step.closedAt - step.openedAt, language)}</>}
      {worker && <> · <span className="font-mono text-xs">{worker.slice(0, 18)}</span></>}
      {facts.length > 0 && <> · {facts.join(' · ')}</>}
    </p>
  );
}

/** What the step was given: derived from the history by the server, never stored. */
function StepInput({ step }: { step: StepState }) {
  const t = useT();
  const { runId } = useRunView();
  const detail = useStep(runId, step.path, step.closedSeq ?? step.task ?? step.openedSeq);
  if (detail.error) return <ErrorNote error={detail.error} />;
  if (detail.data === undefined) return <div role="status" aria-label={t('common.loading')} className="space-y-2"><Skeleton className="h-4 w-40" /><Skeleton className="h-4 w-56" /><Skeleton className="h-4 w-32" /></div>;
  return (
    <div className="space-y-3">
      <JsonView value={detail.data.input} openTo={3} />
      {detail.data.heartbeat !== null && (
        <div>
          <p className="mb-1.5 font-medium">{t('runs.heartbeat')}</p>
          <JsonView value={detail.data.heartbeat} openTo={2} />
        </div>
      )}
    </div>
  );
}

function StepOutput({ step }: { step: StepState }) {
  const t = useT();
  if (step.container !== null && !isStepClosed(step.status)) {
    const known: Json = step.container.results.filter((value) => value !== undefined);
    return <div className="space-y-2"><p className="text-ink-2">{t('runs.doneSoFar', { done: step.container.completed, failed: step.container.errors.length })}</p>{step.container.results.length > 0 && <JsonView value={known} openTo={1} />}</div>;
  }
  if (!isStepClosed(step.status)) return <p className="text-ink-3">{t('runs.noOutputYet')}</p>;
  // What failed gave nothing: its error stands above, and a bare null below it would read as an answer.
  if (step.output === null && standingError(step) !== null) return null;
  return <JsonView value={step.output} openTo={3} />;
}

/** Progress that a running attempt tells, and what it or the last one that ended has logged; the attempts have theirs beside them. */
function LiveLines({ step, besideAttempts }: { step: StepState; besideAttempts: boolean }) {
  const t = useT();
  const { runId, live, moment } = useRunView();
  const frames = useStepFrames(runId, moment.live ? step.path : null);
  const kept = useMemo(() => logsByTask(live.events, step), [live.events, step]);
  const now = liveLogs(frames, step);
  const last = step.attempts.findLast(({ task }) => kept.has(task));
  const logs = now ?? (last === undefined || besideAttempts ? null : kept.get(last.task)!);
  const progress = frames !== undefined && frames.attempt === step.attempt ? frames.progress : null;
  if (logs === null && progress === null) return null;
  return (
    <section className="space-y-2 border-t border-line pt-3">
      {progress !== null && <div><p className="mb-1.5 font-medium">{t('runs.heartbeat')}</p><JsonView value={progress} openTo={2} /></div>}
      {logs !== null && (
        <div>
          <p className="mb-1.5 font-medium">{now === null && step.attempts.length > 1 ? t('runs.logsOf', { number: last?.attempt ?? step.attempt }) : t('runs.logs')}</p>
          <LogLines logs={logs} />
        </div>
      )}
    </section>
  );
}

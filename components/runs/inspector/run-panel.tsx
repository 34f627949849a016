'use client';
import { ArrowUpRight } from 'lucide-react';
import Link from 'next/link';
import { Suspense, type ReactNode } from 'react';
import { useLanguage, useT } from '@/components/i18n/use-t.tsx';
import { Pill } from '@/components/ui/badge.tsx';
import { cx } from '@/components/ui/class-names.ts';
import { JsonView } from '@/components/ui/json-view.tsx';
import { StatusIcon, StatusPill } from '@/components/ui/status.tsx';
import { STATUS_FACE, waitingIcon } from '@/components/ui/status-face.ts';
import { instantText } from '@/components/ui/time-text.ts';
import { Due, Duration, Time } from '@/components/ui/time.tsx';
import { countSteps, isRunOver, listWaits, progressStrip, STEP_STATUSES } from '@/engine/index.ts';
import { lateSteps } from '../model/late-steps.ts';
import { nowLine } from '../model/now-line.ts';
import { ownStart } from '../model/own-start.ts';
import { nodeName, useRunView } from '../model/run-view.ts';
import { NobodyTakes } from '../top/later-nobody-takes.ts';
import { StepErrorNote } from './error-note.tsx';
import { WAIT_ICON } from './wait-icon.ts';

const BAR: Readonly<Record<string, string>> = { neutral: 'bg-line-strong', accent: 'bg-accent', run: 'bg-run', ok: 'bg-ok', wait: 'bg-wait', bad: 'bg-bad', undo: 'bg-undo', warn: 'bg-warn' };

/** The run as a whole: how it stands, what it waits for, what it was given and what it gave. */
export function RunPanel({ now }: { /** Epoch ms; of the moment that is looked at. */ now: number }) {
  const t = useT();
  const language = useLanguage();
  const view = useRunView();
  const { run, moment, plan } = view;
  const state = moment.state;
  const began = ownStart(state.startedAt, run, moment.at);
  const waits = listWaits(state);
  const counts = countSteps(state);
  const strip = progressStrip(plan, state);
  const over = isRunOver(state.status);
  const late = moment.live && view.connection === 'open' ? lateSteps(state, now) : [];
  return (
    <div className="flex h-full min-h-0 flex-col" data-testid="run-panel">
      <header className="flex items-center gap-2.5 px-4 pb-2 pt-3.5">
        <div className="min-w-0 flex-1">
          <h2 className="text-md font-semibold">{t('runs.thisRun')}</h2>
          <p className="truncate font-mono text-xs text-ink-3" title={run.id}>{run.id}</p>
        </div>
        <StatusPill {...(waits.length > 0 && nowLine(state, moment.at)?.kind === 'waits' && state.status === 'running' ? { status: 'waiting' as const, icon: waitingIcon(waits[0]!.wait.kind) } : { status: state.status })} />
      </header>
      <div className="min-h-0 flex-1 space-y-4 overflow-y-auto border-t border-line px-4 py-3.5">
        {strip.length > 0 && strip.length <= 40 && (
          <div className="flex gap-1" role="img" aria-label={strip.map((segment) => `${segment.name}: ${t(`status.${segment.status}`)}`).join(', ')}>
            {strip.map((segment) => (
              <span key={segment.node} title={`${segment.name} · ${t(`status.${segment.status}`)}`} className={cx('h-2 min-w-1 flex-1 rounded-xs', segment.status === 'pending' ? 'bg-line' : BAR[STATUS_FACE[segment.status].tone])} />
            ))}
          </div>
        )}
        {late.length > 0 && <Suspense><NobodyTakes steps={late} /></Suspense>}
        {state.error !== null && (over || state.closing !== null) && <StepErrorNote error={state.error} next={state.status === 'failed' || state.status === 'timed_out' ? t('runs.retryNext') : undefined} />}
        {state.openCompensations.length > 0 && (
          <section className="rounded-lg border border-undo/40 bg-undo-soft p-3">
            <p className="font-semibold text-undo">{t('runs.notUndone', { count: state.openCompensations.length })}</p>
            <ul className="mt-1 space-y-0.5">
              {state.openCompensations.map((path) => (
                <li key={path}><button type="button" className="font-mono text-sm hover:underline" onClick={() => view.select({ node: state.steps.get(path)?.node ?? path, path }, true)}>{path}</button></li>
              ))}
            </ul>
          </section>
        )}
        {waits.length > 0 && !over && (
          <Section title={t('runs.waitsFor')}>
            <ul className="space-y-1.5">
              {waits.slice(0, 20).map(({ path, node, since, wait }) => {
                const Icon = WAIT_ICON[wait.kind];
                return (
                  <li key={path}>
                    <button type="button" className="flex w-full items-center gap-2 rounded-md border border-wait/40 bg-wait-soft px-2.5 py-1.5 text-left hover:border-wait" onClick={() => view.select({ node, path }, true)}>
                      <Icon className="size-4 shrink-0 text-wait" aria-hidden />
                      <span className="min-w-0 flex-1 truncate font-medium">{nodeName(view, node)}</span>
                      <span className="shrink-0 text-xs text-ink-2">{wait.kind !== 'child' && wait.dueAt !== null ? <Due at={wait.dueAt} {...(moment.live ? {} : { now: moment.at })} /> : <Time at={since} />}</span>
                    </button>
                  </li>
                );
              })}
            </ul>
            {waits.length > 20 && <p className="mt-1 text-ink-3">{t('runs.andMore', { count: waits.length - 20 })}</p>}
          </Section>
        )}
        {over && state.status === 'completed' && <Section title={t('runs.output')}><JsonView value={state.output} openTo={2} /></Section>}
        <Section title={t('runs.inputTab')}><JsonView value={state.input} openTo={2} /></Section>
        <Section title={t('runs.steps')}>
          <div className="flex flex-wrap gap-1.5">
            {STEP_STATUSES.filter((status) => (counts[status] ?? 0) > 0).map((status) => (
              <span key={status} className="inline-flex items-center gap-1.5 rounded-full border border-line px-2 py-0.5 text-sm"><StatusIcon status={status} size="sm" decorative />{t(`status.${status}`)} <b className="tabular font-semibold">{counts[status]}</b></span>
            ))}
          </div>
        </Section>
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 border-t border-line pt-3.5">
          <Fact name={t('runs.started')}><span title={instantText(began, language)}><Time at={began} /></span></Fact>
          {state.endedAt !== null && <Fact name={t('runs.endedAt')}><span title={instantText(state.endedAt, language)}><Time at={state.endedAt} /></span></Fact>}
          <Fact name={t('runs.lasted')}><Duration from={began} to={state.endedAt ?? (moment.live ? null : moment.at)} /></Fact>
          <Fact name={t('runs.version')}>{run.version === null ? t('runs.unsaved') : `v${run.version}`}</Fact>
          <Fact name={t('runs.trigger')}>{t(`runs.trigger-${triggerOf(run.trigger)}`)}</Fact>
          {run.key !== null && <Fact name={t('runs.key')}><span className="font-mono">{run.key}</span></Fact>}
          {state.generation > 1 && <Fact name={t('runs.tries')}>{state.generation}</Fact>}
          {run.parent !== null && <Fact name={t('runs.parent')}><Link href={`/runs/${run.parent.runId}`} className="inline-flex items-center gap-1 text-accent hover:underline">{run.parent.path} <ArrowUpRight className="size-3.5" aria-hidden /></Link></Fact>}
          {run.forkedFrom !== null && <Fact name={t('runs.forkedFrom')}><RunLink {...run.forkedFrom} /></Fact>}
          {run.resetFrom !== null && <Fact name={t('runs.resetFrom')}><RunLink {...run.resetFrom} /></Fact>}
          {Object.entries(state.searchAttributes).map(([name, value]) => <Fact key={name} name={name}><Pill>{typeof value === 'string' ? value : JSON.stringify(value)}</Pill></Fact>)}
        </dl>
        {Object.keys(state.vars.at(-1)?.values ?? {}).length > 0 && <Section title={t('runs.variables')}><JsonView value={state.vars.at(-1)!.values} openTo={1} /></Section>}
      </div>
    </div>
  );
}

/** The run whose past this one has, at the moment where they part. */
function RunLink({ runId, event }: { runId: string; event: number }) {
  const t = useT();
  return (
    <Link href={`/runs/${runId}?at=${event}`} className="inline-flex items-center gap-1 text-accent hover:underline">
      {t('runs.atEvent', { run: runId.slice(-8), event })} <ArrowUpRight className="size-3.5" aria-hidden />
    </Link>
  );
}

const TRIGGERS = ['api', 'ui', 'child', 'webhook', 'schedule', 'signal', 'test'] as const;
function triggerOf(trigger: string): (typeof TRIGGERS)[number] {
  return TRIGGERS.find((known) => known === trigger) ?? 'api';
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1.5 font-medium">{title}</h3>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

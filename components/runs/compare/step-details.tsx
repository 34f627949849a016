'use client';
import type { ReactNode } from 'react';
import { useStep } from '@/components/data/hooks.ts';
import { useLanguage, useT } from '@/components/i18n/use-t.tsx';
import { ErrorNote } from '@/components/ui/error-state.tsx';
import { Skeleton } from '@/components/ui/states.tsx';
import { StatusIcon } from '@/components/ui/status.tsx';
import { durationText } from '@/components/ui/time-text.ts';
import { viewStatus, type StepState } from '@/engine/index.ts';
import { stepDuration } from '../model/facts.ts';
import { LETTER, type ComparedStep } from './compare-runs.ts';
import { ValueChanges } from './value-changes.tsx';

const NOTHING = '–';

type Sides = { a: { id: string; startedAt: number }; b: { id: string; startedAt: number } };

/** One step in both runs: how it went in each, and where what it was given and what it gave differ. */
export function StepDetails({ step: { path, a, b }, runs }: { step: ComparedStep; runs: Sides }) {
  const t = useT();
  return (
    <div className="space-y-3 px-4 pb-3.5" data-testid="step-details">
      <StepFacts a={a} b={b} runs={runs} />
      {a !== null && b !== null && (
        <>
          <Part title={t('compare.input')}><StepInputs path={path} a={a} b={b} runs={runs} /></Part>
          <Part title={t('compare.output')}><ValueChanges a={a.output} b={b.output} same={t('compare.sameOutput')} /></Part>
          {(a.error !== null || b.error !== null) && <Part title={t('compare.error')}><ValueChanges a={told(a)} b={told(b)} same={a.error?.message ?? ''} /></Part>}
        </>
      )}
    </div>
  );
}

function told({ error }: StepState) {
  return error === null ? null : { type: error.type, message: error.message };
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="mb-1 text-xs font-semibold text-ink-3">{title}</h2>
      {children}
    </section>
  );
}

/** What they were given is derived by the server, and read when one looks. */
function StepInputs({ path, a, b, runs }: { path: string; a: StepState; b: StepState; runs: Sides }) {
  const t = useT();
  const one = useStep(runs.a.id, path, a.closedSeq ?? a.openedSeq);
  const other = useStep(runs.b.id, path, b.closedSeq ?? b.openedSeq);
  const error = one.error ?? other.error;
  if (error) return <ErrorNote error={error} />;
  if (one.data === undefined || other.data === undefined) return <div role="status" aria-label={t('common.loading')} className="space-y-1.5"><Skeleton className="h-3.5 w-40" /><Skeleton className="h-3.5 w-56" /></div>;
  return <ValueChanges a={one.data.input} b={other.data.input} same={t('compare.sameInput')} />;
}

/** In a fork a step that was open at the cut counts from there; one that was closed keeps its time. */
function tookOf(step: StepState | null, startedAt: number): number | null {
  if (step === null || step.closedAt === null) return null;
  return step.closedAt > startedAt ? step.closedAt - Math.max(step.openedAt, startedAt) : stepDuration(step);
}

function StepFacts({ a, b, runs }: { a: StepState | null; b: StepState | null; runs: Sides }) {
  const t = useT();
  const language = useLanguage();
  const span = (ms: number | null): string => (ms === null ? NOTHING : durationText(Math.max(0, ms), language));
  const began = (step: StepState | null, startedAt: number): string => (step !== null && step.openedAt < startedAt ? t('compare.kept') : span(step === null ? null : step.openedAt - startedAt));
  const [tookA, tookB] = [tookOf(a, runs.a.startedAt), tookOf(b, runs.b.startedAt)];
  const rows: [string, ReactNode, ReactNode][] = [
    [t('compare.status'), <Status key="a" step={a} />, <Status key="b" step={b} />],
    ...((a?.branch ?? 'out') !== 'out' || (b?.branch ?? 'out') !== 'out' ? [[t('compare.branch'), a?.branch ?? NOTHING, b?.branch ?? NOTHING] as [string, ReactNode, ReactNode]] : []),
    [t('compare.began'), began(a, runs.a.startedAt), began(b, runs.b.startedAt)],
    [t('compare.took'), span(tookA), <span key="b">{span(tookB)} <TimeDifference a={tookA} b={tookB} /></span>],
    ...((a?.attempts.length ?? 0) > 1 || (b?.attempts.length ?? 0) > 1 ? [[t('compare.attempts'), a?.attempts.length ?? NOTHING, b?.attempts.length ?? NOTHING] as [string, ReactNode, ReactNode]] : []),
  ];
  return (
    <table className="tabular w-full table-fixed border-collapse text-sm">
      <thead>
        <tr className="text-left text-xs text-ink-3"><th scope="col" className="w-24 py-0.5 font-medium"><span className="sr-only">{t('compare.fact')}</span></th><th scope="col" className="py-0.5 font-medium">{LETTER.a}</th><th scope="col" className="py-0.5 font-medium">{LETTER.b}</th></tr>
      </thead>
      <tbody>
        {rows.map(([name, one, other]) => (
          <tr key={name} className="border-t border-line align-top"><th scope="row" className="py-1 pr-2 text-left font-normal text-ink-2">{name}</th><td className="break-words py-1 pr-2">{one}</td><td className="break-words py-1">{other}</td></tr>
        ))}
      </tbody>
    </table>
  );
}

function Status({ step }: { step: StepState | null }) {
  const t = useT();
  if (step === null) return <span className="text-ink-2">{t('compare.notReached')}</span>;
  const status = viewStatus(step, Infinity);
  return <span className="inline-flex items-center gap-1.5"><StatusIcon status={status} size="sm" decorative /> {t(`status.${status}`)}</span>;
}

/** How much longer or shorter the second took; nothing when that is not worth telling. */
export function TimeDifference({ a, b }: { a: number | null; b: number | null }) {
  const t = useT();
  const language = useLanguage();
  if (a === null || b === null || a === b) return null;
  const time = durationText(Math.abs(b - a), language);
  return <span className="text-xs text-ink-2">({b > a ? t('compare.slower', { time }) : t('compare.faster', { time })})</span>;
}

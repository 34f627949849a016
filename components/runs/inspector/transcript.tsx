'use client';
import { ShieldCheck, Wrench } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStepFrames } from '@/components/data/frame-store.ts';
import { useT } from '@/components/i18n/use-t.tsx';
import { JsonView } from '@/components/ui/json-view.tsx';
import { Markdown } from '@/components/ui/markdown.tsx';
import { isStepClosed, type Json, type StepState } from '@/engine/index.ts';
import { ordinal, readRecord } from '../model/record.ts';
import { useRunView } from '../model/run-view.ts';

/** What an agent said and did, call by call: first what is in the history, then what is being written now. */
export function Transcript({ step }: { step: StepState }) {
  const t = useT();
  const { runId, moment } = useRunView();
  const frames = useStepFrames(runId, moment.live ? step.path : null);
  const open = !isStepClosed(step.status);
  const speaking = open && frames !== undefined && frames.attempt === step.attempt ? frames : undefined;
  const end = useRef<HTMLDivElement>(null);
  const words = speaking?.text.length ?? 0;
  useEffect(() => {
    // Reads along only while the reader is at the end already.
    const box = end.current?.closest('[data-scroll]');
    if (box && box.scrollHeight - box.scrollTop - box.clientHeight < 120) end.current?.scrollIntoView({ block: 'nearest' });
  }, [words, step.records.length]);

  const running = speaking?.lines.filter((line) => line.kind === 'tool' && line.output === undefined) ?? [];
  return (
    <div className="space-y-3" data-testid="transcript">
      {step.records.map((record, index) => {
        const read = readRecord(record);
        const number = ordinal(step.records, index);
        if (read.kind === 'tool') return <ToolCall key={index} tool={read.tool} input={read.input} output={read.output} error={read.error} />;
        if (read.kind === 'repair') return <p key={index} className="border-l-2 border-warn pl-2.5 text-ink-2">{read.text}</p>;
        if (read.kind === 'other') return <JsonView key={index} value={read.value} openTo={1} />;
        const tokens = read.tokens === null ? null : (read.tokens.input ?? 0) + (read.tokens.output ?? 0);
        return (
          <section key={index}>
            <p className="tabular text-xs text-ink-3">{[t('runs.modelCall', { number }), read.model, tokens ? t('runs.tokens', { count: tokens }) : null].filter(Boolean).join(' · ')}</p>
            {read.text !== '' ? <Markdown text={read.text} className="mt-1" /> : read.calls.length > 0 ? <p className="mt-1 text-ink-2">{t('runs.callsTools', { tools: read.calls.join(', ') })}</p> : <p className="mt-1 text-ink-3">{t('runs.saidNothing')}</p>}
          </section>
        );
      })}
      {running.map((line, index) => line.kind === 'tool' && <ToolCall key={`running-${index}`} tool={line.tool} input={line.input} output={null} error={null} running />)}
      {speaking !== undefined && speaking.text !== '' && (
        <section aria-live="off">
          <p className="text-xs text-run">{t('runs.modelCall', { number: ordinal(step.records, step.records.length) })} · {t('runs.streaming')}</p>
          <p className="mt-1 whitespace-pre-wrap break-words" data-testid="stream">
            {speaking.text}
            <span className="ml-0.5 inline-block h-3.5 w-[7px] animate-pulse-soft bg-run align-[-2px]" aria-hidden />
          </p>
        </section>
      )}
      {step.records.length === 0 && (speaking === undefined || speaking.text === '') && <p className="text-ink-3">{open ? t('runs.notSpokenYet') : t('runs.noTranscript')}</p>}
      {open && step.records.length > 0 && (
        <p className="flex gap-2 border-t border-line pt-3 text-ink-3"><ShieldCheck className="mt-px size-4 shrink-0" aria-hidden /> {t('runs.recordedMeans')}</p>
      )}
      <div ref={end} />
    </div>
  );
}

function ToolCall({ tool, input, output, error, running = false }: { tool: string; input: Json; output: Json; error: string | null; running?: boolean }) {
  const t = useT();
  return (
    <section className="rounded-lg border border-line bg-sunken p-2.5">
      <p className="flex items-center gap-1.5 font-semibold"><Wrench className="size-3.5 text-ink-3" aria-hidden /> {t('runs.toolCall', { tool })}{running && <span className="ml-auto text-xs font-normal text-run">{t('runs.toolRuns')}</span>}</p>
      <JsonView value={input} openTo={1} bare className="mt-1.5" />
      {error !== null ? <p className="mt-1.5 break-words text-bad">{error}</p> : !running && <div className="mt-1.5 border-t border-line pt-1.5"><JsonView value={output} openTo={1} bare /></div>}
    </section>
  );
}

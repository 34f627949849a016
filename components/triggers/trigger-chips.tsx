'use client';
import { CalendarClock, CirclePause, TriangleAlert, Webhook } from 'lucide-react';
import type { Trigger } from '@/engine/index.ts';
import { scheduleWords } from '../canvas/schedule-words.ts';
import { writtenSpan } from '../canvas/use-canvas-words.ts';
import { useLanguage, useT } from '../i18n/use-t.tsx';
import { Time } from '../ui/time.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { problemTitle } from './problem-title.ts';

/** What starts a workflow by itself, beside its name: when next, or that it is paused or in trouble. */
export function TriggerChips({ triggers, onOpen }: { triggers: readonly Trigger[]; onOpen: () => void }) {
  const t = useT();
  const language = useLanguage();
  return triggers.map((trigger) => {
    const { schedule, paused, lastProblem, next } = trigger;
    const said = [trigger.name, schedule === null ? t('triggers.webhook') : scheduleWords(schedule, language, writtenSpan(language)), ...(paused === null ? [] : [t('triggers.paused')]), ...(lastProblem === null ? [] : [t(problemTitle(lastProblem))])].join(' · ');
    const Icon = paused !== null ? CirclePause : lastProblem !== null ? TriangleAlert : schedule === null ? Webhook : CalendarClock;
    const tone = paused !== null ? 'text-wait' : lastProblem !== null ? 'text-warn' : 'text-ink-2';
    return (
      <Tooltip key={trigger.id} text={said}>
        <button type="button" aria-label={said} onClick={onOpen} data-testid="trigger-chip" className={`inline-flex shrink-0 items-center gap-1 rounded-full px-1 text-xs hover:bg-hover ${tone}`}>
          <Icon className="size-3.5" aria-hidden />
          {paused === null && next[0] !== undefined && <Time at={next[0]} />}
        </button>
      </Tooltip>
    );
  });
}

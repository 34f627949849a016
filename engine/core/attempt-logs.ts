import type { AttemptLogs, RunEvent } from './events.ts';
import type { StepState } from './state.ts';

/** An ended attempt: the event that opened it, and one at or before which its outcome stands. */
export type AttemptSpan = { task: number; until: number };

/** After the last event that any history can have. */
const ANY = 2_147_483_647;

/** What a step has tried and come to the end of, in order. */
export function endedAttempts({ attempts, closedSeq }: Pick<StepState, 'attempts' | 'closedSeq'>): AttemptSpan[] {
  return attempts.flatMap(({ task, endedAt }, index) => (endedAt === null ? [] : [{ task, until: attempts[index + 1]?.task ?? closedSeq ?? ANY }]));
}

/**
 * What an attempt logged, from its outcome in the history; null when that says nothing of it.
 * @param events the history from its first event on, up to anywhere
 */
export function logsOfAttempt(events: readonly RunEvent[], path: string, { task, until }: AttemptSpan): AttemptLogs | null {
  // An event's number is its place, so the one that opened the attempt stands right before these.
  for (let place = task; place < Math.min(until, events.length); place++) {
    const event = events[place]!;
    switch (event.type) {
      case 'step.completed':
      case 'attempt.failed':
      case 'attempt.timed_out':
      case 'attempt.aborted':
        if (!event.derived && event.path === path && event.data.task === task) return event.data.logs ?? null;
        break;
      default:
    }
  }
  return null;
}

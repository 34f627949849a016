import type { TimerPurpose } from './effects.ts';
import type { WaitFor } from './events.ts';

export type ApprovalWait = Extract<WaitFor, { kind: 'approval' }>;

/** What happens next to an open request by itself, and when. A request has one timer, for this. */
export type RequestClock = { purpose: Extract<TimerPurpose, `approval-${string}`>; at: number };

/** Null: nothing more happens by itself. Of what falls on one instant its end comes first, and who is asked before who is reminded. */
export function nextClock({ dueAt, escalation, reminders }: ApprovalWait): RequestClock | null {
  let next: RequestClock | null = dueAt === null ? null : { purpose: 'approval-due', at: dueAt };
  if (escalation !== undefined && escalation.escalatedAt === null && escalation.at < (next?.at ?? Infinity)) next = { purpose: 'approval-escalation', at: escalation.at };
  const remindAt = reminders?.nextAt ?? null;
  if (remindAt !== null && remindAt < (next?.at ?? Infinity)) next = { purpose: 'approval-reminder', at: remindAt };
  return next;
}

/**
 * Whether people can decide no more. A pause holds back what a timer has to say: a request whose timer has fired takes
 * decisions on, unless what fired, or would have by now, is its end.
 */
export function isTooLate(wait: ApprovalWait, timer: number | null, at: number): boolean {
  if (wait.dueAt === null || timer !== null) return false;
  return nextClock(wait)?.purpose === 'approval-due' || wait.dueAt <= at;
}

/** The same request with the instants of what is still to come moved on. */
export function moved(wait: ApprovalWait, byMs: number): ApprovalWait {
  const { dueAt, reminders, escalation } = wait;
  return {
    ...wait,
    dueAt: dueAt === null ? null : dueAt + byMs,
    ...(reminders === undefined || reminders.nextAt === null ? {} : { reminders: { ...reminders, nextAt: reminders.nextAt + byMs } }),
    ...(escalation === undefined || escalation.escalatedAt !== null ? {} : { escalation: { ...escalation, at: escalation.at + byMs } }),
  };
}

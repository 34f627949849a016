import type { RunEvent } from './events.ts';
import { handedOver } from './hand-over.ts';
import { type ApprovalWait, nextClock } from './request-clock.ts';
import type { StepState } from './state.ts';

type ApprovalEvent = Extract<RunEvent, { type: `approval.${string}` }>;

/** What happens to an open request. Of its wait a copy is changed: the event that opened the step holds the object too. */
export function applyApprovalEvent(step: StepState, event: ApprovalEvent): void {
  const { wait } = step;
  switch (event.type) {
    case 'approval.decided':
      step.decisions.push({ ...event.data, at: event.at });
      return;
    case 'approval.delegated':
      if (wait?.kind === 'approval') step.wait = { ...wait, assignees: handedOver(wait.assignees, event.data) };
      return;
    case 'approval.reminded':
      if (wait?.kind === 'approval' && wait.reminders !== undefined) goesOn(step, { ...wait, reminders: { ...wait.reminders, given: event.data.number, lastAt: event.at, nextAt: event.data.nextAt } }, event.seq);
      return;
    case 'approval.escalated':
      if (wait?.kind === 'approval' && wait.escalation !== undefined) goesOn(step, { ...wait, assignees: event.data.assignees, escalation: { ...wait.escalation, escalatedAt: event.at } }, event.seq);
      return;
  }
}

/** After something has happened by itself, what comes next goes by the number of that event. */
function goesOn(step: StepState, wait: ApprovalWait, seq: number): void {
  step.wait = wait;
  step.timer = nextClock(wait) === null ? null : seq;
}

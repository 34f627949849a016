import type { ClosedRunStatus, RunEvent } from './events.ts';

export const RUN_STATUSES = ['queued', 'running', 'paused', 'compensating', 'completed', 'failed', 'cancelled', 'terminated', 'timed_out'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

export const STEP_STATUSES = ['pending', 'scheduled', 'running', 'waiting', 'retrying', 'completed', 'failed', 'skipped', 'cancelled', 'compensating', 'compensated'] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

const OVER: ReadonlySet<RunStatus> = new Set(['completed', 'failed', 'cancelled', 'terminated', 'timed_out']);
/** One for each of these, by the same name. */
const ENDS: ReadonlySet<string> = new Set([...OVER].map((status) => `run.${status}`));
const CLOSED: ReadonlySet<StepStatus> = new Set(['completed', 'failed', 'skipped', 'cancelled', 'compensated']);

/** The run is over: nothing more happens in it unless it is retried. */
export function isRunOver(status: RunStatus): status is ClosedRunStatus {
  return OVER.has(status);
}

/** With this event the run is over. */
export function endsRun(event: Pick<RunEvent, 'type'>): boolean {
  return ENDS.has(event.type);
}

/** The step has its outcome. `compensating` and `compensated` come after `completed`. */
export function isStepClosed(status: StepStatus): boolean {
  return CLOSED.has(status) || status === 'compensating';
}

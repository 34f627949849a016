import type { Json, JsonObject } from '../definition/json.ts';
import type { ClosedRunStatus, Escalation, Override, ParentLink, Reminders, StepError, WaitFor } from './events.ts';
import type { RunStatus } from './status.ts';

/**
 * What must change in the store together with the events. Effects are data: the core says what, an adapter does it.
 * `seq` is that of the event which made the task, timer or approval; it is its id within the run.
 */
export type Effect =
  | {
      type: 'task.open';
      seq: number;
      path: string;
      node: string;
      nodeType: string;
      /** No worker of ours executes it: it waits for a poller. */
      external: boolean;
      attempt: number;
      queue: string;
      priority: number;
      /** Epoch ms before which it must not start; a retry waits. */
      availableAt: number;
      startToCloseMs: number | null;
      heartbeatMs: number | null;
      /** Epoch ms by which it must have been claimed. */
      scheduleToStartAt: number | null;
      /** Epoch ms by which the step must have closed, all attempts together. */
      scheduleToCloseAt: number | null;
    }
  | { type: 'task.close'; seq: number }
  /** Ask the worker that holds the task to stop; it is closed at `graceUntil` if no answer came. */
  | { type: 'task.abort'; seq: number; graceUntil: number }
  /** The run is over or was terminated: every task and timer of it goes, open approvals are withdrawn. */
  | { type: 'run.clear' }
  | { type: 'timer.set'; seq: number; path: string | null; purpose: TimerPurpose; dueAt: number }
  | { type: 'timer.clear'; seq: number }
  | { type: 'approval.open'; seq: number; path: string; node: string; wait: Extract<WaitFor, { kind: 'approval' }> }
  /** One person's decision; the request closes when enough have decided. */
  | { type: 'approval.decide'; seq: number; outcome: string; by: string; comment: string | null; decidedAt: number }
  /** Other people are asked; the request stays open. */
  | { type: 'approval.delegate'; seq: number; assignees: string[]; to: string[]; by: string; comment: string | null; delegatedAt: number }
  | { type: 'approval.remind'; seq: number; reminders: Reminders }
  | { type: 'approval.escalate'; seq: number; assignees: string[]; escalation: Escalation }
  | { type: 'approval.close'; seq: number; outcome: string | null; by: string | null; comment: string | null; data: Json; decidedAt: number }
  | { type: 'child.start'; runId: string; workflow: string; version: number | null; input: Json; key: string | null; link: ParentLink; taskQueue: string | null; priority: number | null; overrides?: Override[] }
  | { type: 'child.cancel'; runId: string; how: 'cancel' | 'terminate' | 'pause' | 'resume'; reason: string }
  | { type: 'parent.notify'; link: ParentLink; status: ClosedRunStatus; output: Json; error: StepError | null }
  | { type: 'signal.send'; target: SignalTarget; name: string; payload: Json; id: string };

/** With `start` a run that is not there is started with this input. */
export type SignalTarget = { run: string } | { workflow: string; key: string; start: { input: Json } | null };

export type TimerPurpose = 'wait' | 'signal-timeout' | 'approval-due' | 'approval-reminder' | 'approval-escalation' | 'run-timeout' | 'grace' | 'continue';

/** The columns of the run row that follow from the state; written with every commit. */
export type RunSummary = {
  status: RunStatus;
  output: Json;
  error: StepError | null;
  endedAt: number | null;
  /** What an open run waits for, oldest first, at most ten. */
  waitingFor: { path: string; kind: 'timer' | 'signal' | 'approval' | 'child'; name: string; dueAt: number | null }[];
  searchAttributes: JsonObject;
  memo: JsonObject;
  generation: number;
};

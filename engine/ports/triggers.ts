import type { RunStatus } from '../core/status.ts';
import type { ScheduleRule } from '../definition/triggers.ts';

/** Why the last start came to nothing, or what was left out. Never a secret. */
export type TriggerProblem = { at: number; code: string; message: string };
export type TriggerPause = { at: number; by: string | null; reason: string | null };
export type TriggerKept = 'schedule' | 'webhook';

/** A start node of the latest version that something but people and programs enters by. Instants in epoch ms. */
export type TriggerRow = {
  id: string;
  workflowId: string;
  workflowSlug: string;
  workflowName: string;
  node: string;
  name: string;
  kind: TriggerKept;
  rule: ScheduleRule | null;
  createdAt: number;
  /** When it is looked at next: not before the next instant of its rule. */
  nextAt: number | null;
  /** When it last started a run, or for which instant. */
  lastAt: number | null;
  /** Null as well when that run is not kept any more. */
  lastRun: string | null;
  lastProblem: TriggerProblem | null;
  paused: TriggerPause | null;
  token: string | null;
  tokenAt: number | null;
  /** When the secret was set; the secret itself is read by `findHook` alone. */
  secretAt: number | null;
};

/** A schedule that is due, for whoever took it. `now`: of the server that said so. `leftAt`: the `now` of each who took it before and may have started a run that nobody told of, oldest first. */
export type DueTrigger = { id: string; taken: string; workflowId: string; node: string; rule: unknown; cursor: number; now: number; leftAt: readonly number[]; lastRun: string | null; lastStatus: RunStatus | null };
export type TriggerSettled = { cursor: number; nextAt: number | null; /** A run that was started, and for which instant. */ fired: { at: number; runId: string } | null; /** Null clears the last one. */ problem: TriggerProblem | null; /** `now` of looks whose run may stand though nobody heard so; none when nothing is said. */ leftAt?: readonly number[] };
/** What a request to the address of a webhook is let in by. */
export type Hook = { id: string; workflowId: string; node: string; paused: boolean; secret: string | null };
/** What came of a request to a webhook, or of a start by hand. */
export type TriggerNote = { at: number; runId: string | null; problem: TriggerProblem | null; /** A person started it: the last run stays the last one while it is open. */ byHand?: boolean };
export type TriggerFilter = { workflowId?: string };

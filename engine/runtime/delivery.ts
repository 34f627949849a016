import type { Refusal } from '../core/advance.ts';
import type { RunInput } from '../core/events.ts';
import type { RunState } from '../core/state.ts';
import type { Plan } from '../definition/plan.ts';
import type { NewDeadLetter, OpenTask } from '../ports/run-commit.ts';
import type { KeepPolicy } from './changes.ts';

/** An input on its way into a run. */
export type Delivery = {
  input: RunInput;
  /** The task that must still be held under this token. */
  guard?: { task: number; token: string } | null;
  keep?: KeepPolicy | null;
  /** The outbox message that this input settles. */
  taken?: string | null;
  letter?: NewDeadLetter | null;
};

export type Delivered = { accepted: true; seq: number; at: number; kept: OpenTask | null } | { accepted: false; refusal: Refusal };

export type Look = { state: RunState; plan: Plan };

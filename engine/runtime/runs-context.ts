import type { RunEvent, RunInput } from '../core/events.ts';
import type { RunState } from '../core/state.ts';
import type { Plan } from '../definition/plan.ts';
import type { CommitResult, RunCommit } from '../ports/run-commit.ts';
import type { History } from '../ports/store.ts';
import type { Arming } from './changes.ts';
import type { LargeValues } from './large-values.ts';
import type { Snapshots } from './snapshots.ts';

/** What a mailbox needs of the world. */
export type RunsContext = {
  now(): number;
  arming(): Arming;
  /** A page of events after a seq; `snapshot` when a fold may begin with one. */
  load(runId: string, after: number, snapshot: boolean): Promise<History | undefined>;
  plan(definitionId: string): Promise<Plan>;
  commit(commit: RunCommit): Promise<CommitResult>;
  commitAlone(runId: string, after: number, decide: (missed: RunEvent[]) => RunCommit | null): Promise<CommitResult>;
  committed(commit: RunCommit, state: RunState): void;
  snapshots: Pick<Snapshots, 'isDue' | 'keep' | 'restore'>;
  values: Pick<LargeValues, 'large' | 'keep' | 'load'>;
  /** The mailbox has nothing more to do for now. */
  settled(): void;
  park(runId: string, reason: string, input: RunInput | null, error: unknown): Promise<void>;
  /** A while to wait before the store is asked again. */
  pause(): Promise<void>;
};

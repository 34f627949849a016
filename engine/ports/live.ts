import type { RunEvent } from '../core/events.ts';
import type { EphemeralFrame } from './node-runner.ts';
import type { ListChange } from './views.ts';

/** Tells whoever watches what was committed. Best effort: watchers look at the store once a second as well. */
export type LivePublisher = {
  committed(runId: string, events: readonly RunEvent[]): void;
  frame(runId: string, path: string, attempt: number, frame: EphemeralFrame): void;
  list(change: ListChange): void;
  /** A task that another process holds should be looked at now. */
  nudge(worker: string): void;
};

import type { RunEvent } from '../core/events.ts';
import type { EphemeralFrame } from './node-runner.ts';
import type { ListChange } from './views.ts';

/** Tells whoever watches what was committed. Best effort: watchers look at the store once a second as well. */
export type LivePublisher = {
  committed(runId: string, events: readonly RunEvent[]): void;
  frame(runId: string, path: string, attempt: number, frame: EphemeralFrame): void;
  list(change: ListChange): void;
};

/** What a process hears of runs it watches. */
export type LiveMessage = { events: readonly RunEvent[] } | { path: string; attempt: number; frame: EphemeralFrame };

/** What of a run somebody wants to hear: all of it, or no more than that it has ended. More may be heard than was wanted. */
export type Interest = 'all' | 'end';

export type LiveBus = LivePublisher & {
  /** From when it resolves, what is published of this run is heard. */
  subscribe(runId: string, interest: Interest, listener: (message: LiveMessage) => void): Promise<() => void>;
  subscribeLists(listener: (change: ListChange) => void): () => void;
  healthy(): boolean;
  close(): Promise<void>;
};

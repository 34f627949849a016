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

export type LiveBus = LivePublisher & {
  /** From when it resolves, what is published of this run is heard. */
  subscribe(runId: string, listener: (message: LiveMessage) => void): Promise<() => void>;
  /** From when it resolves, the end of this run is heard. Every end is published, whether anybody waits for it or not. */
  subscribeEnd(runId: string, over: () => void): Promise<() => void>;
  subscribeLists(listener: (change: ListChange) => void): () => void;
  healthy(): boolean;
  close(): Promise<void>;
};

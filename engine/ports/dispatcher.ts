import type { Ring } from './store.ts';

/** Rings at a task queue: "look at task X". May lose a ring; the reconciler heals it. */
export type Dispatcher = {
  ring(rings: readonly Ring[]): Promise<void>;
  /** Unchanged as long as the transport has forgotten nothing; null when it has, or was never marked. */
  readEpoch(): Promise<string | null>;
  /** Marks the transport if nobody has. @returns whether it was this caller */
  writeEpoch(epoch: string): Promise<boolean>;
  healthy(): boolean;
  close(): Promise<void>;
};

/** Listens to task queues with a concurrency. `serve` resolves when the slot is free again. */
export type Listener = {
  start(serve: (task: { runId: string; seq: number }) => Promise<void>): void;
  /** Takes no more; what is being served goes on. */
  pause(): Promise<void>;
  /** Ends. `force` does not wait for what is being served. */
  stop(force: boolean): Promise<void>;
};

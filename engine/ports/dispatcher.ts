import type { Ring } from './store.ts';

/** Rings at a task queue: "look at task X". May lose a ring; the reconciler heals it. */
export type Dispatcher = {
  /** `apart`: each by itself, so that ringing the same again never makes another job, however it is grouped. */
  ring(rings: readonly Ring[], how?: 'apart'): Promise<void>;
  /** Unchanged as long as the transport has forgotten nothing; null when it has, or was never marked. */
  readEpoch(): Promise<string | null>;
  /** Marks the transport if nobody has. @returns whether it was this caller */
  writeEpoch(epoch: string): Promise<boolean>;
  healthy(): boolean;
  close(): Promise<void>;
};

/**
 * Listens to task queues. `take` is offered tasks and says which of them it does not take; those go back to the front of
 * the queue for others. `claimed` resolves when the transport may forget the rings, which is when the claim is made: from
 * then on the store knows who holds what.
 */
export type Listener = {
  start(take: (offered: readonly Ring[]) => Promise<Taken>): void;
  /** Takes no more; what was under way may still be offered. */
  pause(): Promise<void>;
  /** Ends. `force` does not wait for what is being claimed. */
  stop(force: boolean): Promise<void>;
};

export type Taken = { left: readonly Ring[]; claimed: Promise<void>; /** Nothing more can be taken at the moment. */ full: boolean };

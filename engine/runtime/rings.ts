import type { Dispatcher } from '../ports/dispatcher.ts';
import type { RunCommit } from '../ports/run-commit.ts';
import type { Ring } from '../ports/store.ts';

/** With commits slower than this, looks would be for nothing, when there is least room for them. */
const SLOW_COMMIT_MS = 6;
/** A wide beginning takes its time to be written, and would be looked for in vain. */
const MOST_AHEAD = 8;
/** How long a worker waits between its looks for a task that was rung ahead of its commit, ms. */
export const LOOKS_MS: readonly number[] = [1, 2, 4, 4, 4, 8, 8];
/** Its last look comes so long after its first, at least, ms. */
export const LAST_LOOK_MS = LOOKS_MS.reduce((sum, ms) => sum + ms, 0);
/** A commit that was made within this time of its ring needs no other: the last look comes later. */
export const COVERED_MS = 20;
/** By then whoever has looked for the last time has let go of the job, unless his process stands still: then the reconciler rings. */
export const GIVEN_UP_MS = 100;

/** A ring for each task that a commit opens for whoever is free. */
function ringsOf(commit: Pick<RunCommit, 'runId' | 'openTasks'>): Ring[] {
  const rings: Ring[] = [];
  for (const task of commit.openTasks) {
    if (task.token === null && task.rung) rings.push({ runId: commit.runId, seq: task.seq, queue: task.queue, priority: task.priority, dispatch: 1 });
  }
  return rings;
}

/**
 * Rings for what a commit is about to open, so that the way through the queue and the flush of the commit are gone at the
 * same time. For a commit that nothing but a store that fails, or a rare race, will refuse: the ring would be for nothing.
 * @param commitMs how long commits take of late
 * @returns when, by `performance.now()`; null when nothing was rung
 */
export function ringAhead(commit: Pick<RunCommit, 'runId' | 'openTasks'>, commitMs: number, dispatcher: Pick<Dispatcher, 'ring' | 'healthy'>): number | null {
  if (commitMs > SLOW_COMMIT_MS) return null;
  const rings = ringsOf(commit);
  if (rings.length === 0 || rings.length > MOST_AHEAD || !dispatcher.healthy()) return null;
  const at = performance.now();
  void dispatcher.ring(rings.map((ring) => ({ ahead: true, ...ring })));
  return at;
}

/**
 * Rings for what a commit has opened, unless a ring ahead of it finds it.
 * @param rungAt when it was rung ahead, by `performance.now()`
 */
export function ringBehind(commit: Pick<RunCommit, 'runId' | 'openTasks'>, rungAt: number | null, dispatcher: Pick<Dispatcher, 'ring'>): void {
  const rings = ringsOf(commit);
  if (rings.length === 0 || (rungAt !== null && performance.now() - rungAt < COVERED_MS)) return;
  void dispatcher.ring(rings);
  // The job of the ring ahead may be given up at this very moment, and this one be taken for the same.
  if (rungAt !== null) setTimeout(() => void dispatcher.ring(rings), GIVEN_UP_MS).unref();
}

/** Claims what was rung, and what was rung ahead of its commit again for a little while. @returns null when it is not there, or not free */
export async function claimRung<T>(ring: Ring, claim: () => Promise<T | null>): Promise<T | null> {
  const first = await claim();
  if (first !== null || ring.ahead !== true) return first;
  for (const waitMs of LOOKS_MS) {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    const claimed = await claim();
    if (claimed !== null) return claimed;
  }
  return null;
}

/** The same ring for a time when the commit is made, or will not be. */
export function withoutAhead({ runId, seq, queue, priority, dispatch }: Ring): Ring {
  return { runId, seq, queue, priority, dispatch };
}

import type { TaskRef } from '../ports/store.ts';

/** The order of the primary key. Whoever locks several rows takes them in it, so that no two wait for each other. */
export function byKey(a: TaskRef, b: TaskRef): number {
  return a.runId < b.runId ? -1 : a.runId > b.runId ? 1 : a.seq - b.seq;
}

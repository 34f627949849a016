import type { Ring, TaskRef } from '../ports/store.ts';

/** A job's id says everything: `t-<run>.<seq>-<dispatch>`. The same ring twice is one job as long as the first waits. */
export function jobId(ring: Ring): string {
  return `t-${ring.runId}.${ring.seq}-${ring.dispatch}`;
}

const FORM = /^t-(.+)\.(\d+)-\d+$/;

export function taskOfJob(id: string | undefined): TaskRef | null {
  const match = id === undefined ? null : FORM.exec(id);
  return match === null ? null : { runId: match[1]!, seq: Number(match[2]) };
}

/**
 * BullMQ takes jobs without a priority first, then 1, 2, … Ours runs from 100 (most urgent) to −100, most work has 0 and
 * should cost nothing: 0 has none, less is a number, more goes to the front of the line.
 */
export function jobPriority(priority: number): { priority?: number; lifo?: boolean } {
  if (priority === 0) return {};
  return priority > 0 ? { lifo: true } : { priority: -priority };
}

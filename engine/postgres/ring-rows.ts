import type { Ring } from '../ports/store.ts';

/** What every statement that frees or rings tasks gives back of them, with `t` for the table. */
export const RING_COLUMNS = 't.run_id, t.seq, t.queue, t.priority, t.dispatch';
export type RingRow = { run_id: string; seq: number; queue: string; priority: number; dispatch: number };

export function toRing(row: RingRow): Ring {
  return { runId: row.run_id, seq: row.seq, queue: row.queue, priority: row.priority, dispatch: row.dispatch };
}

import type { ClaimedWithin, TaskRef, Wanted } from '../ports/store.ts';
import { int4Array, textArray } from './array-writer.ts';
import { claim, type ClaimedCells, freeTasks, OF_OPEN_RUNS, takeTasks, toClaimed } from './claim.ts';
import { query } from './pool.ts';
import { keepClaims, withinLimits } from './queue-limits.ts';
import type { Scope } from './scope.ts';

/** As `claim`, of the first so many that could be claimed; the others are told, too. */
const TEXT = `WITH wanted AS MATERIALIZED (
  SELECT w.run_id, w.seq, w.token, w.place FROM unnest($2::text[], $3::int4[], $4::text[]) WITH ORDINALITY AS w (run_id, seq, token, place) ${OF_OPEN_RUNS}
), ${freeTasks()}, chosen AS MATERIALIZED (
  SELECT * FROM free ORDER BY place LIMIT $8::int4
), claimed AS (${takeTasks('chosen')}), ${keepClaims('$7', '$6::int8')}
SELECT f.run_id AS ref_run, f.seq AS ref_seq, c.* FROM free f LEFT JOIN claimed c ON c.run_id = f.run_id AND c.seq = f.seq ORDER BY f.place`;

type Row = { ref_run: string; ref_seq: number } & (ClaimedCells | { token: null });

export async function claimWithin(scope: Scope, worker: string, queue: string, wanted: readonly Wanted[]): Promise<ClaimedWithin> {
  return await withinLimits(scope, queue, async (client, room) => {
    // The limits were taken away since the caller heard of them.
    if (room === null) return { limited: false, claimed: (await claim(scope, worker, wanted.map((task) => ({ after: null, ...task })), client)).map(({ task }) => task), heldBack: [], retryInMs: null };
    const count = Math.min(room.count, wanted.length);
    const values = [scope.workspaceId, textArray(wanted, (w) => w.runId), int4Array(wanted, (w) => w.seq), textArray(wanted, (w) => w.token), worker, room.now, queue, count];
    const rows = await query<Row>(client, { name: 'claim-within', text: TEXT, values });
    const heldBack: TaskRef[] = [];
    const claimed = rows.flatMap((row) => {
      if (row.token !== null) return [toClaimed(row)];
      heldBack.push({ runId: row.ref_run, seq: row.ref_seq });
      return [];
    });
    return { limited: true, claimed, heldBack, retryInMs: room.retryInMs };
  });
}

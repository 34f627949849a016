import type { JsonObject } from '../definition/json.ts';
import { type Definition, definitionSchema } from '../definition/schema.ts';
import type { Stage } from './stage.fixture.ts';
import { example } from './stage.fixture.ts';

/** The answer is held back for so long that only a kill ends the wait. */
const HELD_MS = 120_000;
const held = (service: string): JsonObject => ({ service, mode: 'slow', times: 1, delayMs: HELD_MS });

/** At which step a run loses its worker, and what else goes wrong in it. */
const BLOWS: readonly { fault: JsonObject[]; booked: boolean }[] = [
  { fault: [held('hotel')], booked: true },
  { fault: [held('flight')], booked: true },
  { fault: [held('payment')], booked: true },
  { fault: [{ service: 'payment', mode: 'refuse' }, held('flight-cancel')], booked: false },
  { fault: [{ service: 'payment', mode: 'refuse' }, held('hotel-cancel')], booked: false },
];

/** The booking saga without hurry, so that what ends a wait is the kill and what heals it is not a time limit. */
async function patientSaga(): Promise<Definition> {
  const saga = await example('booking-saga');
  return definitionSchema.parse({ ...saga, nodes: saga.nodes.map((node) => (node.type === 'http' ? { ...node, timeouts: { startToClose: '10m' } } : node)) });
}

export type Killings = { runIds: string[]; kills: number; struck: Map<string, number>; wrong: string[] };

/**
 * In each run one worker is killed, once, while the outside service holds back its answer: the request was seen and done,
 * the result cannot be committed. A worker has one slot, so that a kill belongs to one run; what is killed stays dead and
 * a fresh process takes its place.
 */
export async function killOneInEachRun(stage: Stage, runs: number, workers = 8): Promise<Killings> {
  const { t, fleet, outside } = stage;
  // These two take no work: they are there to see the others go.
  await Promise.all([fleet.addSome(2, { HEDDLE_QUEUES: 'elsewhere' }), fleet.addSome(workers, { HEDDLE_CONCURRENCY: '1' })]);
  const saga = await patientSaga();
  const runIds = await Promise.all(Array.from({ length: runs }, (_, index) => stage.start(saga, { fault: BLOWS[index % BLOWS.length]!.fault })));
  const struck = new Map<string, number>();
  const wrong: string[] = [];
  let kills = 0;
  const deadline = performance.now() + 200_000;
  while (struck.size < runs && performance.now() < deadline) {
    const seen = new Map((await outside.ledger()).filter((entry) => entry.slow && !struck.has(entry.reference)).map((entry) => [entry.reference, entry]));
    const { rows } = await t.database.query('SELECT run_id, seq, worker FROM tasks WHERE token IS NOT NULL AND run_id = ANY($1)', [[...seen.keys()]]);
    await Promise.all(rows.map(async (row) => {
      const [runId, worker] = [String(row['run_id']), String(row['worker'])];
      if (!fleet.alive.has(worker)) return;
      struck.set(runId, Number(row['seq']));
      await fleet.kill(worker);
      kills++;
      const { rowCount } = await t.database.query('SELECT FROM tasks WHERE run_id = $1 AND seq = $2', [runId, row['seq']]);
      if (rowCount !== 1) wrong.push(`the result of ${runId} was committed before its worker died`);
      await fleet.add({ HEDDLE_CONCURRENCY: '1' });
    }));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { runIds, kills, struck, wrong };
}

/** Whether each run came to what its faults allow. */
export async function wrongEnds(stage: Stage, runIds: readonly string[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const [index, runId] of runIds.entries()) {
    const { booked } = BLOWS[index % BLOWS.length]!;
    const [row, { net }] = await Promise.all([stage.t.engine.readRun(runId), stage.outside.bookings(runId)]);
    const status = (row?.output as { status?: string } | null)?.status;
    if (row?.status !== 'completed' || status !== (booked ? 'booked' : 'cancelled') || net !== (booked ? 3 : 0)) wrong.push(`${runId}: ${row?.status}, ${status}, ${net} bookings`);
  }
  return wrong;
}

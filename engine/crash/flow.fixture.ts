import type { Definition } from '../definition/schema.ts';
import { definition, edges, node } from '../testing/build.ts';
import type { OwnRedis } from './servers.fixture.ts';
import type { Stage } from './stage.fixture.ts';

const CALL = { idempotent: true, method: 'POST' };
const outside = (service: string, delayMs: number) => ({ ...CALL, url: `outside://x/${service}`, body: { reference: '{{ run.id }}', fault: { service, mode: 'slow', delayMs } } });
const steadfast = { retry: { maximumAttempts: 5, initialInterval: '50ms' } };

/**
 * Four calls, a fan-out of four and a short wait: long enough to be disturbed many times on its way. The wide part makes
 * tasks that must pass through the queue, the retry and the wait leave the worker altogether.
 */
export function longWay(): Definition {
  return definition('long way', [
    node('start', 'start'),
    node('hotel', 'http', outside('hotels', 150), steadfast),
    node('wide', 'map', { items: '{{ [1, 2, 3, 4] }}' }),
    node('mail', 'http', { ...outside('mail', 100), body: { reference: '{{ run.id + "/" + string(item) }}', fault: [{ service: 'mail', mode: 'error', times: 1 }, { service: 'mail', mode: 'slow', delayMs: 150 }] } }, { parent: 'wide', ...steadfast }),
    node('rest', 'wait', { for: '300ms' }),
    node('flight', 'http', outside('flights', 150), steadfast),
    node('payment', 'http', outside('payments', 150), steadfast),
    node('end', 'end', { output: { hotel: '{{ nodes.hotel.output.status }}', mails: '{{ size(nodes.wide.output) }}', payment: '{{ nodes.payment.output.status }}' } }),
  ], edges('start > hotel > wide > rest > flight > payment > end'));
}

/** What a run of it answers. */
export const ARRIVED = { hotel: 201, mails: 4, payment: 201 };

/** Runs that are open at this moment, so that a blow can be said to have fallen in the middle. */
export async function openRuns(stage: Stage): Promise<number> {
  return Number((await stage.t.database.query(`SELECT count(*)::int AS open FROM runs WHERE ended_at IS NULL`)).rows[0]!['open']);
}

/** Runs whose answer is not the one they should give. */
export async function strayed(stage: Stage, runIds: readonly string[]): Promise<string[]> {
  const rows = await Promise.all(runIds.map((id) => stage.t.engine.readRun(id)));
  return rows.filter((row) => row?.status !== 'completed' || JSON.stringify(row.output) !== JSON.stringify(ARRIVED)).map((row) => `${row?.id}: ${row?.status} ${JSON.stringify(row?.output)} ${JSON.stringify(row?.error)}`);
}

/** Starts them, empties Redis six times while they are on their way. @returns how many keys were lost */
export async function emptyInTheMiddle(stage: Stage, redis: OwnRedis, runs: number): Promise<{ runIds: string[]; lost: number }> {
  await stage.fleet.addSome(2, { HEDDLE_CONCURRENCY: '10' });
  const runIds = await Promise.all(Array.from({ length: runs }, () => stage.start(longWay(), {})));
  let lost = 0;
  for (let blow = 0; blow < 6; blow++) {
    if ((await openRuns(stage)) === 0) throw new Error('Everything had ended before Redis was emptied.');
    lost += await redis.flush();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return { runIds, lost };
}

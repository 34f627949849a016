import { afterAll, beforeAll, expect, it } from 'vitest';
import { definition, edges, node } from '../testing/build.ts';
import { until } from '../testing/until.ts';
import { buildPrograms, type Programs } from './programs.fixture.ts';
import { onStage } from './stage.fixture.ts';

let programs: Programs;
beforeAll(async () => {
  programs = await buildPrograms();
});
afterAll(() => programs.dispose());

/** The outside holds its first answer back for so long; one that comes again is answered at once. */
const asking = (delayMs: number) =>
  definition(`asking for ${delayMs} ms`, [
    node('start', 'start'),
    node('ask', 'http', { method: 'POST', idempotent: true, url: 'outside://x/mail', body: { reference: '{{ run.id }}', fault: { service: 'mail', mode: 'slow', times: 1, delayMs } } }, { timeouts: { startToClose: '10m' } }),
    node('end', 'end', { output: '{{ nodes.ask.output.status }}' }),
  ], edges('start > ask > end'));

it('a worker that is asked to end takes nothing new, lets short steps end, hands long ones over as the same attempt, and ends by itself', async () => {
  await onStage(programs, async (stage) => {
    const { t, fleet, outside } = stage;
    const leaving = await fleet.add({ HEDDLE_CONCURRENCY: '10' });
    const short = await Promise.all(Array.from({ length: 4 }, () => stage.start(asking(1_500), {})));
    const long = await Promise.all(Array.from({ length: 4 }, () => stage.start(asking(100_000), {})));
    await until('every request was seen', async () => (await outside.ledger()).filter((entry) => entry.slow).length === 8);
    const staying = await fleet.add({ HEDDLE_CONCURRENCY: '10' });
    fleet.alive.delete(leaving.id);
    leaving.signal('SIGTERM');
    await until('it says that it drains', async () => (await t.engine.listWorkers()).some(({ id, status }) => id === leaving.id && status === 'draining'));
    const late = await stage.start(asking(0), {});
    expect(await leaving.exited).toEqual({ code: 0, signal: null });
    expect(await stage.ended([...short, ...long, late], 30_000)).toEqual([]);
    expect(await stage.findings([...short, ...long, late])).toEqual([]);
    const { rows } = await t.database.query(`SELECT run_id, attempt, data->>'worker' AS worker FROM events WHERE type = 'step.completed' AND path = 'ask'`);
    const by = (runIds: readonly string[]): unknown[] => rows.filter((row) => runIds.includes(String(row['run_id']))).map((row) => [row['attempt'], row['worker']]);
    expect(by(short)).toEqual(short.map(() => [1, leaving.id]));
    expect(by([...long, late])).toEqual([...long, late].map(() => [1, staying.id]));
    expect((await t.engine.listWorkers()).map(({ id }) => id)).toEqual([staying.id]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definition, edges, node } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { until } from '../testing/until.ts';

let t: EngineUnderTest;
beforeAll(async () => {
  t = await engineUnderTest({ workers: 1 });
});
afterAll(async () => {
  await t.close();
});

const counting = (params: { count: number } | { while: string }) =>
  definition('counting', [node('start', 'start'), node('l', 'loop', { maximum: 1_000_000, ...params }), node('x', 'transform', { value: '{{ iteration }}' }, { parent: 'l' }), node('end', 'end', { output: '{{ nodes.l.output }}' })], edges('start > l > end'));

/** Groups of a run and the events of the largest. */
async function groupsOf(runId: string): Promise<{ groups: number; largest: number }> {
  const { rows } = await t.database.query(`SELECT count(*)::int AS groups, max(size)::int AS largest FROM (SELECT count(*) AS size FROM (SELECT count(*) FILTER (WHERE NOT derived) OVER (ORDER BY seq) AS nth FROM events WHERE run_id = $1) e GROUP BY nth) g`, [runId]);
  return rows[0] as { groups: number; largest: number };
}

describe('a run that computes for long', () => {
  it('goes through a loop of 100,000 rounds, a few thousand events at a time', { timeout: 240_000 }, async () => {
    const { run } = await t.engine.startRun({ definition: counting({ count: 100_000 }), input: null });
    expect(await t.engine.waitForEnd(run.id, 200_000)).toMatchObject({ status: 'completed', output: 99_999 });
    const { groups, largest } = await groupsOf(run.id);
    expect([groups > 50, largest < 5_100]).toEqual([true, true]);
    expect(await t.engine.replayRun(run.id)).toMatchObject({ ok: true });
  });

  it('goes through a map of 10,000 items with three computing steps each', { timeout: 240_000 }, async () => {
    const items = Array.from({ length: 10_000 }, (_, index) => index);
    const inside = { parent: 'm' };
    const map = definition(
      'map',
      [
        node('start', 'start'), node('m', 'map', { items: '{{ input.items }}' }), node('double', 'transform', { value: '{{ item * 2 }}' }, inside), node('odd', 'condition', { if: 'item % 2 == 1' }, inside),
        node('sum', 'transform', { value: '{{ nodes.double.output + 1 }}' }, { ...inside, join: 'any' }), node('end', 'end', { output: '{{ size(nodes.m.output) + nodes.m.output[9999] }}' }),
      ],
      edges('start > m > end', 'double > odd', 'odd:true > sum', 'odd:false > sum'),
    );
    const run = await t.run(map, { items }, 200_000);
    expect(run).toMatchObject({ status: 'completed', output: 10_000 + 2 * 9_999 + 1 });
    expect((await groupsOf(run.id)).largest).toBeLessThan(8_000);
    expect(await t.violations({ runIds: [run.id] })).toEqual([]);
  });

  it('is cancelled and paused in between, however long it would go on', { timeout: 120_000 }, async () => {
    const { run } = await t.engine.startRun({ definition: counting({ while: 'true' }), input: null });
    const groups = async (): Promise<number> => (await groupsOf(run.id)).groups;
    await until('it has gone on', async () => (await groups()) > 3, 60_000);
    await t.engine.submit(run.id, { id: 'p', type: 'run.paused', data: { reason: null, by: null } });
    const paused = await groups();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await groups()).toBe(paused);
    await t.engine.submit(run.id, { id: 'r', type: 'run.resumed', data: { reason: null, by: null } });
    await until('it goes on again', async () => (await groups()) > paused + 2, 60_000);
    await t.engine.submit(run.id, { id: 'c', type: 'run.cancel_requested', data: { reason: 'enough', by: null } });
    expect(await t.engine.waitForEnd(run.id, 60_000)).toMatchObject({ status: 'cancelled' });
    const left = await t.database.query('SELECT FROM timers WHERE run_id = $1', [run.id]);
    expect(left.rowCount).toBe(0);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClaimedTask, WantedHistory, WantedTask } from '../ports/store.ts';
import { definition, edges, node, work } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { until } from '../testing/until.ts';

let t: EngineUnderTest;
/** Those that found a task: one may be rung before it is there. */
const claims: { call: number; wanted: WantedTask; given: ClaimedTask }[] = [];
let calls = 0;
const readApart: WantedHistory[] = [];

beforeAll(async () => {
  t = await engineUnderTest({
    workers: 1,
    worker: {
      wrapStore: (store) => ({
        ...store,
        async claim(worker, wanted) {
          const call = ++calls;
          const given = await store.claim(worker, wanted);
          for (const each of given) claims.push({ call, wanted: wanted.find(({ token }) => token === each.task.token)!, given: each });
          return given;
        },
        readHistories: async (wanted) => (readApart.push(...wanted), await store.readHistories(wanted)),
      }),
    },
  });
  t.behaviours.set('echo', (input) => input);
});
beforeEach(() => {
  claims.length = 0;
  readApart.length = 0;
});
afterAll(async () => {
  expect(await t.closeChecked({ idle: true })).toEqual([]);
});

const one = definition('one', [node('start', 'start'), work('a', 'echo', '{{ input }}'), node('end', 'end', { output: '{{ nodes.a.output }}' })], edges('start > a > end'));

describe('a claim', () => {
  it('of a task whose run the worker does not know reads the run, and nothing is read beside it', async () => {
    expect(await t.run(one, { n: 1 })).toMatchObject({ status: 'completed', output: { n: 1 } });
    expect(claims.map(({ wanted, given }) => [wanted.after, given.history?.events.map(({ type }) => type)])).toEqual([[0, ['run.started', 'step.completed', 'step.scheduled']]]);
    expect(readApart).toEqual([]);
  });

  it('of many tasks of one run reads it with one of them', async () => {
    const wide = definition('wide', [node('start', 'start'), ...Array.from({ length: 12 }, (_, n) => work(`w${n}`, 'echo', '{{ input }}')), node('end', 'end', { output: 'all' })], edges(...Array.from({ length: 12 }, (_, n) => `start > w${n} > end`)));
    expect(await t.run(wide, null)).toMatchObject({ status: 'completed', output: 'all' });
    expect(claims).toHaveLength(12);
    // Of those that travel together, that is: two may be under way at a time, before either tells anything of the run.
    const reading = claims.filter(({ given }) => given.history != null).map(({ call }) => call);
    expect(reading.length).toBeGreaterThan(0);
    expect(new Set(reading).size).toBe(reading.length);
    expect(new Set(claims.map(({ call }) => call)).size).toBeLessThan(12);
    expect(readApart).toEqual([]);
  });

  it('leaves a run with a long past to be read apart, and the run goes on', async () => {
    const long = definition('long', [
      node('start', 'start'), node('all', 'loop', { count: 40, maximum: 100 }), node('keep', 'set', { vars: { n: '{{ default(vars.?n.orValue(null), 0) + 1 }}' } }, { parent: 'all' }), work('a', 'echo', '{{ vars.n }}'), node('end', 'end', { output: '{{ nodes.a.output }}' }),
    ], edges('start > all > a > end'));
    expect(await t.run(long, null)).toMatchObject({ status: 'completed', output: 40 });
    expect(claims.map(({ wanted, given }) => [wanted.after, given.history])).toEqual([[0, null]]);
    expect(readApart).toHaveLength(1);
  });

  it('reads only what is new of a run that the worker knows already', async () => {
    const twice = definition('twice', [node('start', 'start'), work('a', 'echo', '{{ 1 }}'), node('s', 'signal', { name: 'go' }), work('b', 'echo', '{{ 2 }}'), node('end', 'end', { output: '{{ nodes.b.output }}' })], edges('start > a > s > b > end'));
    const { run } = await t.engine.startRun({ definition: twice });
    await until('the run waits', async () => (await t.engine.readRun(run.id))?.waitingFor.length === 1);
    claims.length = 0;
    await t.engine.signalRun(run.id, { id: 'go', name: 'go', payload: null, clientId: null, by: null });
    expect(await t.engine.waitForEnd(run.id, 10_000)).toMatchObject({ status: 'completed', output: 2 });
    const [{ wanted, given }] = claims as [(typeof claims)[number]];
    expect(wanted.after).toBeGreaterThan(0);
    expect(given.history?.events[0]?.seq).toBe((wanted.after ?? 0) + 1);
    expect(readApart).toEqual([]);
  });
});

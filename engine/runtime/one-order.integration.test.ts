import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.ts';
import { definition, edges, node } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import type { Engine } from './engine.ts';

let t: EngineUnderTest;
let other: Engine;
beforeAll(async () => {
  t = await engineUnderTest({ workers: 0 });
  other = await createEngine({ databaseUrl: t.database.url, redisUrl: t.redis.url, redisPrefix: t.redis.prefix });
});
afterAll(async () => {
  await other.close();
  expect(await t.closeChecked()).toEqual([]);
});

const said = { reason: null, by: 'both' };
const waiting = definition(
  'waiting', [node('start', 'start'), node('ok', 'approval', { title: 'Ok?' }), node('s', 'signal', { name: 'never' }), node('hold', 'signal', { name: 'neither' }), node('end', 'end', { output: '{{ nodes.ok.output.by }}' })],
  edges('start > ok:approved > end', 'start > s > hold > end'), { updates: { count: { set: { n: '{{ vars.?n.orValue(0) + 1 }}' }, result: '{{ vars.n }}' } } },
);
/** The same thing said twenty times at once, half of it through each of two engines on one database. */
const twenty = <T>(say: (engine: Engine, index: number) => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: 20 }, (_, index) => say(index % 2 === 0 ? t.engine : other, index)));
const start = async (): Promise<string> => (await t.engine.startRun({ definition: waiting })).run.id;

describe('what reaches a run through two engines at the same instant has one order', () => {
  it('updates: each sees what the one before left, and answers it', async () => {
    const run = await start();
    const answers = await twenty((engine) => engine.updateRun(run, { name: 'count' }));
    const taken = answers.map((answer) => (answer.accepted ? [answer.seq, answer.result] : [])).sort(([a], [b]) => Number(a) - Number(b));
    expect(taken.map(([, result]) => result)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(await other.queryRun(run, 'status')).toEqual(await t.engine.queryRun(run, 'status'));
  });

  it('the same update: one is taken, and all get its answer', async () => {
    const run = await start();
    const answers = await twenty((engine) => engine.updateRun(run, { name: 'count', id: 'once' }));
    expect(answers.filter((answer) => answer.accepted && answer.first)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.accepted && `${answer.seq} ${JSON.stringify(answer.result)}`)).size).toBe(1);
    await expect(other.updateRun(run, { name: 'count', id: 'once', payload: 'another' })).rejects.toMatchObject({ code: 'idempotency_conflict' });
  });

  it('decisions: the first committed wins, and the others are told who that was', async () => {
    const run = await start();
    const [approval] = (await t.engine.listApprovals({ runId: run }, {})).items;
    const answers = await twenty((engine, index) => engine.decideApproval(approval!.id, { outcome: index % 3 === 0 ? 'rejected' : 'approved', by: `p${index}` }));
    const won = (await other.readApproval(approval!.id))?.decisions[0];
    expect(answers.filter((answer) => answer.accepted)).toHaveLength(1);
    for (const answer of answers) if (!answer.accepted) expect(answer.refusal).toMatchObject({ code: 'already_decided', by: won?.by, outcome: won?.outcome });
  });

  it('signals and controls: each has its own place, and what no longer makes sense there is refused', async () => {
    const run = await start();
    const answers = await twenty((engine, index) => {
      const id = `i${index}`;
      if (index < 8) return engine.submit(run, { id, type: 'signal.received', data: { name: 'later', payload: index, clientId: null, by: null } });
      if (index < 14) return engine.submit(run, index % 3 === 0 ? { id, type: 'run.resumed', data: said } : { id, type: 'run.paused', data: said });
      if (index < 18) return engine.submit(run, { id, type: 'run.fast_forwarded', data: { ...said, to: 'hold' } });
      return engine.submit(run, { id, type: 'run.terminated', data: said });
    });
    const events = await t.engine.readEvents(run, 0, 500);
    const inputs = events.filter((event) => !event.derived);
    const taken = answers.flatMap((answer) => (answer.accepted ? [answer.seq] : []));
    expect(new Set(taken).size).toBe(taken.length);
    expect(inputs.map((event) => event.seq)).toEqual([1, ...taken.sort((a, b) => a - b)]);
    expect(inputs.filter((event) => event.type === 'run.terminated')).toHaveLength(1);
    expect(inputs.at(-1)?.type).toBe('run.terminated');
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    for (const answer of answers) if (!answer.accepted) expect(['already_paused', 'not_paused', 'already_past', 'run_over']).toContain(answer.refusal.code);
    expect((await other.replayRun(run)).ok).toBe(true);
  });
});

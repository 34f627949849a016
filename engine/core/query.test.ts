import { expect, test } from 'vitest';
import { expressionScope } from './expression-scope.ts';
import { answerQuery } from './query.ts';
import { task, worldOf } from './testing/build.fixture.ts';
import type { World } from './testing/world.fixture.ts';

const queries = { left: 'input.total - vars.?done.orValue(0)', late: 'now', first: 'nodes.a.output', bad: 'nodes.a.output.missing' };
const running = (own: Record<string, string> = queries): World => {
  const nodes = [task('a', { name: 'First' }), { id: 'v', type: 'set', params: { vars: { done: 2 } } }, { id: 'ask', type: 'approval', params: { title: 'ok?', due: '1h' } }, task('b'), { id: 'g', type: 'group' }, task('x', { parent: 'g' }), { id: 'end', type: 'end' }];
  const world = worldOf(nodes, 'start>a a>v v>ask v>g ask:approved>b b>end g>end', { queries: own }).start({ input: { total: 5 } });
  world.complete('a', { n: 1 });
  return world;
};
const ask = (world: World, name: string) => answerQuery(world.plan, world.state, name, Date.UTC(2030, 0, 1));

test('the built-in ones tell the status, how far it is, what is to come, and what has come out', () => {
  const world = running();
  expect(ask(world, 'status')).toMatchObject({ ok: true, result: { status: 'running', generation: 1, endedAt: null, paused: false, error: null, waitingFor: [{ path: 'ask', kind: 'approval', name: 'ok?' }] } });
  expect(ask(world, 'progress')).toMatchObject({ result: { done: 2, total: 5, share: 0.4, nodes: [{ node: 'a', name: 'First', status: 'completed' }, { node: 'v' }, { node: 'ask', status: 'waiting' }, { node: 'g' }, { node: 'b', status: 'pending' }], steps: { completed: 3, waiting: 1, running: 1, scheduled: 1 } } });
  expect(ask(world, 'pending')).toMatchObject({ result: { open: 1, waiting: 1, steps: [{ path: 'g/x', status: 'scheduled', attempt: 1 }], waits: [{ path: 'ask', kind: 'approval' }], next: ['b', 'end'] } });
  expect(ask(world, 'outputs')).toMatchObject({ result: { a: { n: 1 }, v: { done: 2 } } });
  world.run();
  expect([ask(world, 'status'), ask(world, 'progress'), ask(world, 'pending')]).toMatchObject([{ result: { status: 'completed' } }, { result: { done: 5, share: 1 } }, { result: { open: 0, waiting: 0, next: [] } }]);
});

test('those of the definition are expressions over the top level, at the instant of the question', () => {
  const world = running();
  expect([ask(world, 'left'), ask(world, 'late'), ask(world, 'first')]).toEqual([{ ok: true, result: 3 }, { ok: true, result: '2030-01-01T00:00:00.000Z' }, { ok: true, result: { n: 1 } }]);
});

test('a query of the definition sees how the run stands; a step does not', () => {
  const world = running({ standing: '{"is": run.status, "paused": run.paused, "ended": run.endedAt}' });
  expect(ask(world, 'standing')).toEqual({ ok: true, result: { is: 'running', paused: false, ended: null } });
  world.must({ type: 'run.paused', data: { reason: null, by: null } });
  expect(ask(world, 'standing')).toMatchObject({ result: { is: 'paused', paused: true } });
  expect(expressionScope(world.plan, world.state, '', { now: 0 }).run).not.toHaveProperty('paused');
  world.must({ type: 'run.resumed', data: { reason: null, by: null } });
  world.run();
  expect(ask(world, 'standing')).toMatchObject({ result: { is: 'completed', ended: expect.stringMatching(/Z$/) } });
});

test('one that is not there, and one that fails, say so', () => {
  const world = running();
  expect(ask(world, 'nobody')).toMatchObject({ ok: false, code: 'unknown_query', message: expect.stringContaining('"left"') });
  expect(ask(world, 'bad')).toMatchObject({ ok: false, code: 'query_failed', message: expect.stringContaining('missing') });
});

test('of two of one name the definition’s own is asked, and the others are answered as ever', () => {
  const world = running({ status: '{"round": vars.done, "of": input.total}', pending: 'nodes.a.output.missing' });
  expect(ask(world, 'status')).toEqual({ ok: true, result: { round: 2, of: 5 } });
  expect(ask(world, 'pending')).toMatchObject({ ok: false, code: 'query_failed' });
  expect(ask(world, 'progress')).toMatchObject({ ok: true, result: { done: 2, total: 5 } });
  const answer = ask(world, 'nobody');
  expect(answer.ok ? '' : answer.message.match(/"status"/g)).toHaveLength(1);
});

import { expect, test } from 'vitest';
import type { Json } from '../definition/json.ts';
import { CORE_VERSION } from './advance.ts';
import { summarize } from './summary.ts';
import { task, worldOf } from './testing/build.fixture.ts';

const emit = (params: Record<string, Json>) => worldOf([{ id: 'e', type: 'emit', params }], 'start>e').start({ input: { id: 'r-2', n: 3 } });

test('emit sends a signal to a run, or to the run of a workflow by its key, under an id of its own', () => {
  const toRun = emit({ run: '{{ input.id }}', name: 'paid', payload: { n: '{{ input.n }}' } });
  const id = `${toRun.runId}/e/1`;
  expect(toRun.effects.filter((effect) => effect.type === 'signal.send')).toEqual([{ type: 'signal.send', target: { run: 'r-2' }, name: 'paid', payload: { n: 3 }, id }]);
  expect([toRun.state.status, toRun.state.output]).toEqual(['completed', null]);
  const byKey = emit({ workflow: 'orders', key: 'o-1', name: 'paid' });
  expect(byKey.effects.filter((effect) => effect.type === 'signal.send')).toMatchObject([{ target: { workflow: 'orders', key: 'o-1', start: null }, payload: null }]);
  const starting = emit({ workflow: 'orders', key: 'o-1', name: 'paid', start: true, input: { n: '{{ input.n }}' } });
  expect(starting.effects.filter((effect) => effect.type === 'signal.send')).toMatchObject([{ target: { workflow: 'orders', key: 'o-1', start: { input: { n: 3 } } } }]);
});

test('emit without a name or a whole address fails and sends nothing', () => {
  const short: Record<string, Json>[] = [{ run: 'r-2' }, { run: 'r-2', name: '{{ input.n }}' }, { name: 'paid' }, { workflow: 'orders', name: 'paid' }, { key: 'o-1', name: 'paid' }, { run: '', name: 'paid' }, { run: 'r-2', name: '' }, { workflow: 'orders', key: '', name: 'paid' }];
  for (const params of short) {
    const world = emit(params);
    expect([world.state.error?.type, world.effects.some((effect) => effect.type === 'signal.send')]).toEqual(['validation', false]);
  }
});

test('set may write search attributes alone, and leaves the variables as they were', () => {
  const world = worldOf([{ id: 's', type: 'set', params: { vars: {}, searchAttributes: { order: 'o-1' } } }], 'start>s').start();
  expect([world.state.vars, summarize(world.state).searchAttributes, world.state.output]).toEqual([[{ seq: 0, values: {} }], { order: 'o-1' }, {}]);
});

test('a condition and a case that are not true or false say what they gave', () => {
  const message = (input: Json, node: Parameters<typeof worldOf>[0][number]) => worldOf([node], 'start>c').start({ input }).state.error?.message;
  const condition = { id: 'c', type: 'condition', params: { if: 'input' } };
  expect([message(null, condition), message(5, condition), message([true], condition)]).toEqual([
    'if must give true or false, but it gave null.', 'if must give true or false, but it gave a number.', 'if must give true or false, but it gave a list.',
  ]);
  expect(message('yes', { id: 'c', type: 'switch', params: { cases: [{ id: 'big', when: 'input' }] } })).toBe('case big must give true or false, but it gave a string.');
});

test('a disabled end is passed through with nothing', () => {
  const world = worldOf([{ id: 'end', type: 'end', params: { output: 1 }, disabled: true }], 'start>end').start();
  expect([world.state.steps.get('end')?.branch, world.state.status, world.state.output]).toEqual(['out', 'completed', null]);
});

test('a disabled container is passed through, and nothing in it starts', () => {
  const world = worldOf([{ id: 'g', type: 'group', disabled: true }, task('x', { parent: 'g' }), task('after')], 'start>g g>after').start();
  expect([world.status('g'), world.status('after'), [...world.state.scopes.keys()]]).toEqual(['skipped', 'scheduled', ['']]);
});

test('a task goes to the queue of its node, else of its run, else of its workflow, and so does its priority', () => {
  const nodes = [task('a', { taskQueue: 'gpu', priority: 3 }), task('b'), task('c', { priority: 0 })];
  const queues = (options: { taskQueue?: string; priority?: number }, coreVersion = CORE_VERSION) =>
    [...Object.assign(worldOf(nodes, 'start>a start>b start>c', { settings: { priority: -5 } }), { coreVersion }).start(options).tasks.values()].map((open) => [open.queue, open.priority]);
  expect(queues({})).toEqual([['gpu', 3], ['default', -5], ['default', 0]]);
  expect(queues({ taskQueue: 'slow', priority: 7 })).toEqual([['gpu', 3], ['slow', 7], ['slow', 0]]);
  // In runs of before, that of the run silenced those of its nodes.
  expect(queues({ priority: 7 }, 2)).toEqual([['gpu', 7], ['default', 7], ['default', 7]]);
});

test('a child has the priority of its node, else that of the run; else it is left to its own workflow', () => {
  const nodes = [{ id: 'own', type: 'child', params: { workflow: 'other' }, priority: 9 }, { id: 'c', type: 'child', params: { workflow: 'other' } }];
  const given = (priority?: number, coreVersion = CORE_VERSION) =>
    Object.assign(worldOf(nodes, 'start>own start>c', { settings: { priority: 5 } }), { coreVersion }).start(priority === undefined ? {} : { priority }).effects.flatMap((effect) => (effect.type === 'child.start' ? [effect.priority] : []));
  expect(given()).toEqual([9, null]);
  expect(given(-3)).toEqual([9, -3]);
  expect(given(-3, 2)).toEqual([null, null]);
});

test('an output that keeps the output schema completes the run; one of another type says so', () => {
  const run = (output: Json) => worldOf([{ id: 'end', type: 'end', params: { output } }], 'start>end', { output: { type: 'object', properties: { n: { type: 'number' } } } }).start();
  expect(run({ n: 1 }).state.status).toBe('completed');
  expect(run('text').state.error?.message).toContain('output: ');
  expect(run({ n: 'text' }).state.error?.message).toContain('/n: ');
});

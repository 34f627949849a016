import { describe, expect, it } from 'vitest';
import { advance, catalogue, compileDefinition, definitionSchema, emptyState, type RunInput, type RunState } from '@/engine/index.ts';
import { instancesOf } from './instances-of.ts';
import { resolveSelection } from './resolve-selection.ts';

const definition = definitionSchema.parse({
  heddle: 1,
  name: 'Items',
  nodes: [{ id: 'start', type: 'start' }, { id: 'each', type: 'map', params: { items: ['a', 'b', 'c', 'd'], concurrency: 2 } }, { id: 'work', type: 'code', parent: 'each', params: { source: 'return input', input: '{{ item }}' }, retry: { maximumAttempts: 1 } }],
  edges: [{ id: 'e', source: 'start', target: 'each' }],
});
const plan = compileDefinition(definition, catalogue);
const begin: RunInput = { id: 's', type: 'run.started', data: { coreVersion: 1, workflow: 'w', workflowName: 'T', version: 1, planHash: plan.hash, input: null, entry: 'start', trigger: 'api', seed: 's', key: null, parent: null, memo: {}, searchAttributes: {}, taskQueue: null, priority: null, pinned: null, timeoutMs: null } };

function played(): { give: (input: RunInput) => RunState; task: (item: number) => number } {
  let state = emptyState('r', { retain: true });
  return {
    give(input) {
      const next = advance(plan, state, input, 1);
      if (!next.accepted) throw new Error(next.refusal.message);
      return (state = next.state);
    },
    task: (item) => state.steps.get(`each[${item}]/work`)!.openedSeq,
  };
}
const path = (item: number) => `each[${item}]/work`;
const shown = (state: RunState) => instancesOf(state, 'work');

describe('the steps of a node', () => {
  const run = played();
  const done = (item: number): RunState => run.give({ id: `done${item}`, type: 'step.completed', path: path(item), attempt: 1, data: { task: run.task(item), output: item } } as RunInput);
  run.give(begin);
  done(0);
  done(1);
  done(3);
  const failed = run.give({ id: 'f', type: 'attempt.failed', path: path(2), attempt: 1, data: { task: run.task(2), error: { type: 'E', message: 'no' }, retryable: false } } as RunInput);
  const { status } = failed;
  const before = shown(failed);
  const retried = run.give({ id: 'r', type: 'run.retried', data: { generation: 2, reason: null, by: null } } as RunInput);

  it('stand where they stood when one of them is tried again', () => {
    expect(status).toBe('failed');
    expect([...retried.steps.keys()].filter((key) => key.endsWith('/work')).at(-1)).toBe(path(2));
    expect(before).toEqual([0, 1, 2, 3].map(path));
    expect(shown(retried)).toEqual(before);
  });
  it('are those within what is looked into', () => {
    expect(instancesOf(retried, 'work', { each: 2 })).toEqual([path(2)]);
  });
});

describe('what is looked at', () => {
  it('stays the step it is, also while that has not begun again', () => {
    const run = played();
    const state = run.give(begin);
    expect(resolveSelection({ node: 'work', path: path(0) }, state, {})).toEqual({ node: 'work', path: path(0) });
    expect(resolveSelection({ node: 'work', path: null }, state, {})).toEqual({ node: 'work', path: path(1) });
    const without = { ...state, steps: new Map([...state.steps].filter(([key]) => key !== path(0))) };
    expect(resolveSelection({ node: 'work', path: path(0) }, without, {})).toEqual({ node: 'work', path: null });
  });
  it('is the last one of its node when its iteration is not there', () => {
    const state = played().give(begin);
    expect(resolveSelection({ node: 'work', path: path(9) }, state, {})).toEqual({ node: 'work', path: path(1) });
  });
});

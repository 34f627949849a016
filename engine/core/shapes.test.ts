import { getHeapSpaceStatistics } from 'node:v8';
import { expect, it } from 'vitest';
import { advance } from './advance.ts';
import { emptyState } from './empty-state.ts';
import type { RunInput } from './events.ts';
import type { RunState } from './state.ts';
import { planOf, task } from './testing/build.fixture.ts';

/**
 * Where V8 keeps the shapes of objects (its "maps"). A decision that makes objects of a new shape each time is several
 * times as slow, and what it leaves behind is not collected with the young generation (docs/decisions/0045-shapes-and-tables.md).
 */
function shapeBytes(): number {
  const spaces = getHeapSpaceStatistics();
  const { space_used_size: used } = spaces.find(({ space_name: name }) => name === 'map_space') ?? spaces.find(({ space_name: name }) => name === 'old_space')!;
  return used;
}

const plan = planOf(
  [task('a'), { id: 'saga', type: 'saga' }, task('b', { parent: 'saga' }), { id: 'wait', type: 'wait', params: { for: '1s' } }, { id: 'each', type: 'map', params: { items: '{{ [1, 2] }}' } }, task('c', { parent: 'each' })],
  'start>a a>saga saga>wait wait>each',
);

/** One run from its start to its end, every task answered. */
function run(n: number): RunState {
  const start: RunInput = {
    id: 'start', type: 'run.started',
    data: { coreVersion: 5, workflow: 'w', workflowName: 'W', version: 1, planHash: plan.hash, input: { n }, entry: 'start', trigger: 'api', seed: 's', key: null, parent: null, memo: {}, searchAttributes: {}, taskQueue: null, priority: null, pinned: null, timeoutMs: null },
  };
  let result = advance(plan, emptyState(`run-${n}`), start, 1);
  while (result.accepted && result.state.status === 'running') {
    const { state } = result;
    const open = [...state.steps.values()].find(({ task: opened, timer }) => opened !== null || timer !== null)!;
    const input: RunInput = open.task === null
      ? { id: `fired-${open.timer}`, type: 'timer.fired', path: open.path, data: { timer: open.timer! } }
      : { id: `outcome-${open.task}`, type: 'step.completed', path: open.path, attempt: open.attempt, data: { task: open.task, worker: 'w', startedAt: 1, output: { n }, inputHash: 'h' } };
    result = advance(plan, state, input, state.at + 2_000);
  }
  return result.state;
}

it('a decision makes no object of a shape of its own', () => {
  const RUNS = 50;
  for (let n = 0; n < 1_000; n++) expect(run(n).status).toBe('completed');
  const growth: number[] = [];
  for (let window = 0; window < 20; window++) {
    const before = shapeBytes();
    for (let n = 0; n < RUNS; n++) run(n);
    growth.push((shapeBytes() - before) / RUNS);
  }
  // A shape takes 80 bytes. Compiling makes some now and then, and a collection takes some away: in a window without either there are none.
  expect(Math.min(...growth.filter((bytes) => bytes >= 0))).toBeLessThan(40);
});

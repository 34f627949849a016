import { getHeapSpaceStatistics } from 'node:v8';
import { advance } from './advance.ts';
import { emptyState } from './empty-state.ts';
import type { RunInput } from './events.ts';
import type { RunState } from './state.ts';
import { planOf, task } from './testing/build.fixture.ts';

const collect = globalThis.gc;
if (collect === undefined) throw new Error('This is run with --expose-gc.');

/**
 * What V8 holds where it keeps the shapes of objects (its "maps"); it counts anew at each collection. A decision that makes
 * objects of a new shape each time is several times as slow, and what it leaves behind is not collected with the young
 * generation (docs/decisions/0045-shapes-and-tables.md).
 */
function shapeBytes(type: 'major' | 'minor'): number {
  collect!({ type, execution: 'sync' });
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space')!.space_used_size;
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

/** What lives on where shapes are, in bytes for each time `act` was called: of five rounds the middle one, for compiling leaves something now and then, and a full collection takes it away. */
function leftBy(act: (n: number) => unknown): number {
  const CALLS = 500;
  for (let n = 0; n < 2 * CALLS; n++) act(n);
  const left: number[] = [];
  for (let round = 0; round < 5; round++) {
    const before = shapeBytes('major');
    for (let n = 0; n < CALLS; n++) act(n);
    left.push((shapeBytes('minor') - before) / CALLS);
  }
  return left.toSorted((one, other) => one - other)[2]!;
}

if (run(0).status !== 'completed') throw new Error('The run does not end.');
/** Read by nobody: what is kept nowhere need not be made. */
export let kept: object = {};
process.stdout.write(JSON.stringify({ asItIs: leftBy(run), withAnOwnShape: leftBy((n) => (kept = { ...run(n), added: 1 })) }));

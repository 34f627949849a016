import { describe, expect, it } from 'vitest';
import { planOf, task, worldOf } from '@/engine/core/testing/build.fixture.ts';
import { forkOf, seqOf } from '@/engine/core/testing/fork.fixture.ts';
import type { World } from '@/engine/core/testing/world.fixture.ts';
import { catalogue, definitionSchema, emptyState, evolve, type DefinitionInput, type Json } from '@/engine/index.ts';
import { compareRuns, inputHashes, type RunComparison, type RunSide } from './compare-runs.ts';
import { drawBoth, marksOf } from './run-marks.ts';
import { toldValue } from './told-value.ts';

/** As a page folds it: with everything retained. */
const side = (world: World): RunSide => {
  let state = emptyState(world.runId, { retain: true });
  for (const event of structuredClone(world.history)) state = evolve(state, event);
  return { state, inputs: inputHashes(world.history) };
};
const compared = (a: World, b: World): RunComparison => compareRuns(side(a), side(b));
const told = ({ differing }: RunComparison) => differing.map(({ path, differences }) => `${path}: ${differences.join(' ')}`);
const NODES: NonNullable<DefinitionInput['nodes']> = [task('ask'), { id: 'big', type: 'condition', params: { if: '{{ nodes.ask.output > 3 }}' } }, task('yes'), task('no'), { id: 'end', type: 'end', params: { output: '{{ nodes.ask.output }}' } }];
const EDGES = 'start>ask ask>big big:true>yes big:false>no yes>end no>end';
const ran = (answer: Json, input: Json = null): World => {
  const world = worldOf(NODES, EDGES).start({ input });
  world.complete('ask', answer);
  return world.run();
};

describe('two runs that are compared', () => {
  it('are the same when they did the same, whenever that was and however long it took', () => {
    const [a, b] = [ran(5), worldOf(NODES, EDGES).start()];
    b.now += 90_000;
    b.complete('ask', 5);
    b.run();
    const comparison = compared(a, b);
    expect([told(comparison), comparison.first, comparison.parts, comparison.inputDiffers, comparison.outputDiffers]).toEqual([[], null, null, false, false]);
    expect(comparison.steps.map(({ path }) => path)).toEqual(['start', 'ask', 'big', 'yes', 'no', 'end']);
  });

  it('differ first where a value does, and part where the way does', () => {
    const comparison = compared(ran(5), ran(1));
    expect(told(comparison)).toEqual(['ask: output', 'big: branch output', 'yes: status branch', 'no: status branch', 'end: output']);
    expect([comparison.first?.path, comparison.parts?.path, comparison.outputDiffers]).toEqual(['ask', 'big', true]);
  });

  it('differ in what they were given', () => {
    const comparison = compared(ran(5, { n: 1 }), ran(5, { n: 2 }));
    expect([comparison.inputDiffers, told(comparison)]).toEqual([true, ['start: output']]);
  });

  it('a fork with another output differs from its source first at that step', () => {
    const source = ran(5);
    const fork = forkOf(source, seqOf(source, 'step.scheduled', 'ask'), { edits: { outputs: { ask: 1 } } }).run();
    const comparison = compared(source, fork);
    expect([comparison.first?.path, comparison.first?.differences, comparison.parts?.path]).toEqual(['ask', ['output'], 'big']);
  });

  it('tells an error, a failure that was handled, and what was tried again alike', () => {
    const failing = (message: string) => {
      const world = worldOf([task('a', { onError: 'continue' }), task('b')], 'start>a a>b').start();
      world.fail('a', { type: 'Boom', message });
      return world.run();
    };
    expect(told(compared(failing('one'), failing('two')))).toEqual(['a: error']);
    const well = worldOf([task('a', { onError: 'continue' }), task('b')], 'start>a a>b').start();
    well.complete('a', 1);
    well.run();
    expect(told(compared(failing('one'), well))).toEqual(['a: status output error']);
  });

  it('knows inputs by the hashes that their outcomes tell, where both tell one', () => {
    const given = (inputHash?: string) => {
      const world = worldOf([task('a')], 'start>a').start();
      world.must({ type: 'step.completed', path: 'a', attempt: 1, data: { task: world.task('a').seq, output: 1, ...(inputHash === undefined ? {} : { inputHash }) } });
      return world;
    };
    expect([told(compared(given('x'), given('y'))), told(compared(given('x'), given('x'))), told(compared(given('x'), given()))]).toEqual([['a: input'], [], []]);
  });

  it('holds what is waited for against each other, but not until when', () => {
    const waiting = (title: string, due?: string) => worldOf([{ id: 'ask', type: 'approval', params: { title, ...(due === undefined ? {} : { due }) } }, { id: 'rest', type: 'wait', params: { for: due ?? '1h' } }, { id: 'kid', type: 'child', params: { workflow: title } }], 'start>ask start>rest start>kid').start();
    expect(told(compared(waiting('x', '1h'), waiting('x', '3h')))).toEqual([]);
    expect(told(compared(waiting('x'), waiting('y')))).toEqual(['ask: input', 'kid: input']);
  });

  it('lists what only one came to behind what went before it there; one that was skipped was not come to', () => {
    const rounds = (count: number) => worldOf([{ id: 'loop', type: 'loop', params: { count } }, task('x', { parent: 'loop' }), task('z')], 'start>loop loop>z').start().run();
    const comparison = compared(rounds(1), rounds(2));
    expect(comparison.steps.map(({ path }) => path)).toEqual(['start', 'loop', 'loop[0]/x', 'loop[1]/x', 'z']);
    expect(told(comparison)).toEqual(['loop[1]/x: missing']);
    const [open, over] = [worldOf(NODES, EDGES).start(), ran(5)];
    expect(told(compared(open, over))).toEqual(['ask: status branch output', 'big: missing', 'yes: missing', 'end: missing']);
    expect(compared(rounds(2), rounds(1)).parts?.b).toBeNull();
  });
});

it('both versions are one drawing, and what only one has is marked as well as what went otherwise', () => {
  const drawn = (more: string) => definitionSchema.parse({ heddle: 1, name: 'T', nodes: [{ id: 'start', type: 'start' }, { id: 'a', type: 'transform', params: { value: 1 } }, { id: more, type: 'transform', params: { value: 1 } }], edges: [{ id: 'e1', source: 'start', target: 'a' }, { id: 'e2', source: 'a', target: more }] });
  const drawing = drawBoth(drawn('x'), drawn('y'), catalogue);
  expect(drawing.definition.nodes.map(({ id }) => id).toSorted()).toEqual(['a', 'start', 'x', 'y']);
  const plan = (more: string, value: number) => worldOf([{ id: 'a', type: 'transform', params: { value } }, { id: more, type: 'transform', params: { value: 1 } }], `start>a a>${more}`).start();
  expect(Object.fromEntries(marksOf(drawing, compared(plan('x', 1), plan('y', 2))))).toEqual({ a: 'differs', x: 'onlyA', y: 'onlyB' });
  expect([...drawing.edges.values()].toSorted()).toEqual(['onlyA', 'onlyB']);
  expect(planOf([task('a')], 'start>a').nodes.size).toBe(2);
});

it('a large value is told by what it is known by', () => {
  const ref = { hash: 'a'.repeat(64), bytes: 300_000, type: 'string', length: 299_998 };
  expect(toldValue({ text: { ref }, list: [1, { ref }], plain: null })).toEqual({ text: '⟨string, 293 KB, aaaaaaaa⟩', list: [1, '⟨string, 293 KB, aaaaaaaa⟩'], plain: null });
});

import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../definition/json.ts';
import { NeedsValues, Ref, refsIn } from '../definition/ref.ts';
import { sha256 } from '../definition/sha256.ts';
import { advance } from './advance.ts';
import { cloneState } from './clone.ts';
import { emptyState } from './empty-state.ts';
import type { RunEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { Cutter, LARGE_BYTES, mostBytes } from './large-values.ts';
import { replay, replaying } from './replay.ts';
import { resolveStep } from './resolve.ts';
import { planOf, task, worldOf } from './testing/build.fixture.ts';
import type { World } from './testing/world.fixture.ts';

const MB = 1_048_576;
const big = (letter: string, length = MB): Json => ({ body: letter.repeat(length), title: `the ${letter}` });

function apart(world: World, largeOver?: number): World {
  world.coreVersion = 2;
  world.largeOver = largeOver;
  return world;
}

function sizeOf(history: readonly RunEvent[]): number {
  return JSON.stringify(history).length;
}

function last<T extends RunEvent['type']>(world: World, type: T): Extract<RunEvent, { type: T }> {
  return world.history.findLast((event) => event.type === type) as Extract<RunEvent, { type: T }>;
}

function replays(world: World): void {
  expect(replay(world.plan, world.runId, world.history, new Map(), world.large())).toMatchObject({ ok: true });
}

describe('a run of core version 2', () => {
  test('keeps a large value once, however many events and steps hand it on', () => {
    const world = apart(worldOf([task('a'), { id: 't', type: 'transform', params: { value: '{{ nodes.a.output }}' } }, { id: 'e', type: 'end', params: { output: '{{ nodes.t.output }}' } }], 'start>a a>t t>e'));
    world.start();
    world.complete('a', big('x'));
    expect(world.status('e')).toBe('completed');
    expect([...world.values.values()].map(({ ref }) => ref.bytes)).toEqual([JSON.stringify(big('x')).length]);
    expect(sizeOf(world.history)).toBeLessThan(4_000);
    expect(world.state.output).toBeInstanceOf(Ref);
    expect(world.whole(world.state.output)).toEqual(big('x'));
    expect(world.again).toBe(0);
    replays(world);
  });

  test('names a value by the SHA-256 of its canonical text, and tells its type and length', () => {
    const world = apart(worldOf([task('a'), task('b'), task('c')], 'start>a start>b start>c'));
    world.start();
    world.complete('a', { z: 'z'.repeat(LARGE_BYTES), a: 1 });
    world.complete('b', ['x'.repeat(LARGE_BYTES), 2, 3]);
    world.complete('c', '🐑'.repeat(LARGE_BYTES / 4));
    const outputs = ['a', 'b', 'c'].map((path) => world.state.steps.get(path)!.output as unknown as Ref);
    expect(outputs.map(({ type, length }) => [type, length])).toEqual([['map', 2], ['list', 3], ['string', LARGE_BYTES / 4]]);
    expect(outputs[0]!.hash).toBe(sha256(JSON.stringify({ a: 1, z: 'z'.repeat(LARGE_BYTES) })));
  });

  test('cuts at 256 KB of canonical text in bytes, not before', () => {
    const world = apart(worldOf([task('a'), task('b')], 'start>a start>b'));
    world.start();
    world.complete('a', 'é'.repeat((LARGE_BYTES - 2) / 2));
    world.complete('b', `é${'é'.repeat((LARGE_BYTES - 2) / 2)}`);
    expect(world.state.steps.get('a')!.output).toBeTypeOf('string');
    expect(world.state.steps.get('b')!.output).toBeInstanceOf(Ref);
  });

  test('asks for a value when a condition looks into it, and decides as if it had it', () => {
    const world = apart(worldOf([task('a'), task('b'), { id: 'c', type: 'condition', params: { if: '{{ nodes.a.output.title == "the x" }}' } }, task('yes'), task('no')], 'start>a a>b b>c c:true>yes c:false>no'));
    world.start();
    world.complete('a', big('x'));
    world.complete('b');
    expect(world.again).toBe(1);
    expect(world.status('yes')).toBe('scheduled');
    replays(world);
  });

  test('needs nothing from outside for what the same call cut out', () => {
    const world = apart(worldOf([task('a'), { id: 'c', type: 'condition', params: { if: '{{ nodes.a.output.title == "the x" }}' } }, task('yes')], 'start>a a>c c:true>yes'));
    world.start();
    world.complete('a', big('x'));
    expect([world.again, world.status('yes')]).toEqual([0, 'scheduled']);
  });

  test('takes a map over a large list without looking into it, and gives each item where it is asked for', () => {
    const items = Array.from({ length: 40 }, (_, index) => ({ id: index, text: 'y'.repeat(20_000) }));
    const world = apart(worldOf([task('list'), task('wait'), { id: 'm', type: 'map', params: { items: '{{ nodes.list.output }}', concurrency: 2 } }, { ...task('work', { params: { source: 'return 1', input: '{{ item.id }}' } }), parent: 'm' }], 'start>list list>wait wait>m'));
    world.start();
    world.complete('list', items);
    world.complete('wait');
    expect(last(world, 'step.opened').data).toMatchObject({ total: 40, items: expect.any(Ref) });
    expect(world.again).toBe(0);
    expect(() => resolveStep(world.plan, world.state, 'm[1]/work')).toThrow(NeedsValues);
    expect(resolveStep(world.plan, world.state, 'm[1]/work', world.large().look)).toMatchObject({ ok: true, params: { input: 1 } });
    for (let index = 0; index < 40; index += 1) world.complete(`m[${index}]/work`, big('r', index % 2 === 0 ? MB : 10));
    const output = world.state.steps.get('m')!.output as Json[];
    expect(output.map((each) => each instanceof Ref)).toEqual(items.map((_, index) => index % 2 === 0));
    expect(world.values.size).toBe(2);
    expect(world.whole(output)[38]).toEqual(big('r'));
    expect(sizeOf(world.history)).toBeLessThan(60_000);
    replays(world);
  });

  test('a list of references that is large by its other items leaves those in place', () => {
    const cutter = new Cutter({});
    const ref = cutter.fit(big('a'), 1);
    const fitted = cutter.fit([ref, ...Array.from({ length: 30 }, () => 'z'.repeat(20_000)), big('b')], 2) as Json[];
    expect(fitted[0]).toBe(ref);
    expect(fitted[1]).toBeTypeOf('string');
    expect(fitted[31]).toBeInstanceOf(Ref);
  });

  test('a loop that hands its large result from round to round keeps each once', () => {
    const world = apart(
      worldOf([{ id: 'l', type: 'loop', params: { until: '{{ iteration >= 3 }}', maximum: 9 } }, { ...task('draft', { params: { source: 'return 1', input: '{{ previous }}' } }), parent: 'l' }], 'start>l'),
    );
    world.start();
    for (let round = 0; round < 4; round += 1) world.complete(`l[${round}]/draft`, big('abcd'[round]!));
    expect(world.over).toBe(true);
    expect(world.values.size).toBe(4);
    expect(world.again).toBe(0);
    expect(sizeOf(world.history)).toBeLessThan(8_000);
    replays(world);
  });

  test('an undo gets the large output of what it undoes by reference', () => {
    const world = apart(
      worldOf([{ id: 's', type: 'saga' }, { ...task('book'), parent: 's' }, { ...task('unbook', { params: { source: 'return 1', input: '{{ compensated.output }}' } }), parent: 's' }, { ...task('pay'), parent: 's' }], 'start>s book>pay book~unbook'),
    );
    world.start();
    world.complete('s/book', big('x'));
    world.fail('s/pay');
    const resolved = resolveStep(world.plan, world.state, 's/unbook');
    expect(resolved).toMatchObject({ ok: true, params: { input: expect.any(Ref) } });
    world.complete('s/unbook');
    replays(world);
  });

  test('a child is given a reference, and its large outcome comes back as one', () => {
    const world = apart(worldOf([task('a'), { id: 'c', type: 'child', params: { workflow: 'other', input: '{{ nodes.a.output }}' } }], 'start>a a>c'));
    world.start();
    world.complete('a', big('x'));
    const child = [...world.children.values()][0]!;
    expect(child.input).toBeInstanceOf(Ref);
    world.must({ type: 'child.closed', path: 'c', data: { runId: child.runId, generation: 1, status: 'completed', output: big('y'), error: null } });
    expect(world.state.output).toBeInstanceOf(Ref);
    replays(world);
  });

  test('signals, decisions, updates, variables and edits of a fork are cut out too', () => {
    const world = apart(
      worldOf(
        [{ id: 'sig', type: 'signal', params: { name: 'go' } }, { id: 'app', type: 'approval', params: { title: 'Well?' } }, { id: 'set', type: 'set', params: { vars: { kept: '{{ nodes.sig.output }}', small: 1 } } }, task('end')],
        'start>sig sig>app app:approved>set set>end',
        { updates: { put: { set: { more: '{{ payload.doc }}' }, result: '{{ size(payload.doc) }}' } } },
      ),
    );
    world.start({ input: big('i') });
    world.must({ type: 'signal.received', data: { name: 'go', payload: big('s'), clientId: null, by: null } });
    world.must({ type: 'approval.decided', path: 'app', data: { outcome: 'approved', by: 'anna', comment: null, data: big('d'), shownHash: null } });
    world.must({ type: 'update.received', data: { name: 'put', payload: { doc: big('u') }, clientId: null, reason: null, by: null } });
    expect(last(world, 'update.applied').data).toMatchObject({ result: 2, vars: { more: expect.any(Ref) } });
    const vars = world.state.vars.at(-1)!.values;
    expect(vars).toMatchObject({ kept: expect.any(Ref), more: expect.any(Ref), small: 1 });
    expect(world.state.steps.get('set')!.output).toEqual({ kept: vars['kept'], small: 1 });
    expect(sizeOf(world.history)).toBeLessThan(8_000);
    expect([...new Set(world.history.flatMap((event) => refsIn(event.data).map((ref) => ref.hash)))].sort()).toEqual([...world.values.keys()].sort());
    replays(world);
  });

  test('a large recorded call of an agent stands beside the history, in its place among the others', () => {
    const world = apart(worldOf([task('a')], 'start>a'));
    world.start();
    const { seq } = world.task('a');
    const records: JsonObject[] = [{ kind: 'model', text: 'short' }, { kind: 'tool', output: 'o'.repeat(MB) }];
    for (const [index, record] of records.entries()) {
      world.must({ type: 'agent.recorded', path: 'a', attempt: 1, data: { task: seq, index, record } });
    }
    expect(world.state.steps.get('a')!.records).toEqual([{ kind: 'model', text: 'short' }, expect.any(Ref)]);
    expect(world.whole(world.state.steps.get('a')!.records)[1]).toEqual({ kind: 'tool', output: 'o'.repeat(MB) });
    world.complete('a');
    replays(world);
  });

  test('every value names the first event that names it', () => {
    const world = apart(worldOf([task('a'), task('b')], 'start>a a>b'));
    world.start();
    world.complete('a', big('x'));
    const [value] = world.values.values();
    expect(world.history[value!.seq - 1]).toMatchObject({ seq: value!.seq, type: 'step.completed', refs: true });
  });
});

test('a run of core version 1 keeps its values whole, as it always did', () => {
  const world = worldOf([task('a')], 'start>a');
  world.start({ input: big('i') });
  world.complete('a', big('x'));
  expect(world.history.some((event) => event.refs)).toBe(false);
  expect(world.state.output).toEqual({ ...(big('x') as object) });
  expect([world.values.size, world.state.refs]).toEqual([0, false]);
});

test('a call that lacks a value decides nothing, and the same input decides with it', () => {
  const world = apart(worldOf([task('a'), task('b'), { id: 'c', type: 'switch', params: { cases: [{ id: 'x', when: '{{ nodes.a.output.title == "the x" }}' }] } }], 'start>a a>b b>c'));
  world.start();
  world.complete('a', big('x'));
  const { path, attempt, seq } = world.task('b');
  const input = { id: 'i', type: 'step.completed', path, attempt, data: { task: seq, output: null } } as const;
  const before = cloneState(world.state);
  expect(() => advance(world.plan, cloneState(before), input, world.now)).toThrow(NeedsValues);
  const decided = advance(world.plan, cloneState(before), input, world.now, undefined, world.large());
  expect(decided.accepted && decided.events.at(-1)).toMatchObject({ type: 'run.completed' });
});

test('a replay that lacks values asks for them and goes on from there', () => {
  const world = apart(worldOf([task('a'), task('b'), { id: 't', type: 'transform', params: { value: '{{ nodes.a.output.title + nodes.b.output.title }}' } }, task('z'), { id: 'u', type: 'transform', params: { value: '{{ nodes.z.output.title }}' } }], 'start>a start>b a>t b>t t>z z>u'));
  world.start();
  world.complete('a', big('x'));
  world.complete('b', big('y'));
  world.complete('z', big('z'));
  const had = new Set<string>();
  const work = replaying(world.plan, world.runId, world.history, new Map(), world.large((hash) => had.has(hash)));
  let asked = 0;
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) {
      expect(step.value).toMatchObject({ ok: true, events: world.history.length });
      break;
    }
    if (step.value === undefined) continue;
    asked += 1;
    for (const ref of step.value.refs) had.add(ref.hash);
  }
  expect(asked).toBe(2);
  expect(() => replay(world.plan, world.runId, world.history)).toThrow(NeedsValues);
});

test('a copy of a state shares its references, and the fold of the events is the state', () => {
  const world = apart(worldOf([task('a')], 'start>a'));
  world.start({ input: big('i') });
  const copied = cloneState(world.state);
  expect(copied).toStrictEqual(world.state);
  expect(copied.input).toBe(world.state.input);
  expect(world.history.reduce((state, event) => evolve(state, event), emptyState(world.runId))).toStrictEqual(world.state);
});

test('what a value takes at most is never less than what it takes', () => {
  const values: Json[] = ['', '\u0001"\\é🐑', -Number.MIN_VALUE, -1.5e-300, 0.1, true, null, [], {}, [[], [{}]], { '': [''], 'k"': { a: [1, 2, 3] } }, Array.from({ length: 20 }, (_, n) => n)];
  for (const value of values) expect(mostBytes(value, Infinity), JSON.stringify(value)).toBeGreaterThanOrEqual(new TextEncoder().encode(JSON.stringify(value)).length);
});

test('the output schema of a workflow is checked against the value, not the reference', () => {
  const plan = { nodes: [task('a')], rest: { output: { type: 'object', required: ['title'] } } } as const;
  const world = apart(worldOf([...plan.nodes], 'start>a', plan.rest as never));
  world.start();
  world.complete('a', big('x'));
  expect(world.state.status).toBe('completed');
  expect(planOf([...plan.nodes], 'start>a').output).toBeNull();
});

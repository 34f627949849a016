import { describe, expect, test } from 'vitest';
import type { DefinitionInput } from '../../definition/schema.ts';
import type { Plan } from '../../definition/plan.ts';
import { CORE_VERSION } from '../advance.ts';
import { planOf, task, worldOf } from '../testing/build.fixture.ts';
import type { World } from '../testing/world.fixture.ts';
import { backTesting } from './back-test.ts';
import { type Difference, verdictOf } from './differences.ts';
import { TooLarge } from './too-large.ts';
import { toEnd } from './to-end.fixture.ts';
import { answered, asked, end, kinds, tested } from './back-test.fixture.ts';

describe('a run goes the same way', () => {
  test('under the definition it ran by', () => {
    const world = answered(asked(3));
    expect(tested(world.plan, world)).toEqual({ verdict: 'same', differences: [] });
  });

  test('under one that is only drawn or tried otherwise', () => {
    const world = answered(asked(3));
    const draft = planOf([task('ask', { name: 'Ask', retry: { maximumAttempts: 5 }, timeouts: { startToClose: '9s' } }), { id: 'big', type: 'condition', params: { if: '{{ nodes.ask.output >= 4 }}' } }, task('yes'), task('no')], 'start>ask ask>big big:true>yes big:false>no');
    expect(tested(draft, world).verdict).toBe('same');
  });

  test('with one more step that computes, and one more clock', () => {
    const world = answered(asked(3));
    const draft = planOf(
      [task('ask'), { id: 'twice', type: 'transform', params: { value: '{{ nodes.ask.output * 2 }}' } }, { id: 'rest', type: 'wait', params: { for: '2h' } }, { id: 'big', type: 'condition', params: { if: '{{ nodes.twice.output > 6 }}' } }, task('yes'), task('no')],
      'start>ask ask>twice twice>rest rest>big big:true>yes big:false>no',
    );
    expect(tested(draft, world)).toEqual({ verdict: 'same', differences: [] });
  });

  test('when a clock that is set otherwise rings before or after what came', () => {
    const nodes = (time: string) => [{ id: 'rest', type: 'wait', params: { for: time } }, task('a'), task('b')];
    const world = worldOf(nodes('1h'), 'start>rest start>a rest>b').start();
    world.complete('a');
    world.run();
    const differences = (time: string) => tested(planOf(nodes(time), 'start>rest start>a rest>b'), world).differences;
    for (const time of ['2h', '1s']) expect(differences(time)).toEqual([{ kind: 'input', path: 'rest', changes: [{ pointer: '/dueAt', before: '3600000', now: time === '2h' ? '7200000' : '1000' }], more: 0 }]);
  });

  test('when people are reminded otherwise: reminders ring when the draft says, and the answer is the one that was given', () => {
    const nodes = (params: Record<string, string>) => [{ id: 'ask', type: 'approval', params: { title: 'x', due: '9h', ...params } }, task('a')];
    const edges = 'start>ask ask:approved>a';
    const world = worldOf(nodes({ remindAfter: '1h' }), edges).start();
    for (const hours of [1, 2]) {
      world.perform({ do: 'fire', timer: [...world.timers.values()][0]! });
      expect(world.history.filter(({ type }) => type === 'approval.reminded')).toHaveLength(hours);
    }
    world.run();
    expect(tested(world.plan, world)).toEqual({ verdict: 'same', differences: [] });
    for (const [params, pointers] of [[{ remindAfter: '10m' }, ['/reminders/everyMs', '/reminders/nextAt']], [{}, ['/reminders']], [{ remindAfter: '1h', escalateAfter: '2h', escalateTo: '{{ "head" }}' }, ['/escalation']]] as [Record<string, string>, string[]][]) {
      const [difference, ...more] = tested(planOf(nodes(params), edges), world).differences;
      expect([difference?.kind, more, difference?.kind === 'input' ? difference.changes.map(({ pointer }) => pointer) : []]).toEqual(['input', [], pointers]);
    }
  });

  test('when it computed in many groups and something came between two of them', () => {
    const nodes = [{ id: 'l', type: 'loop', params: { while: 'vars.?stop.orValue(false) == false', maximum: 5_000 } }, { id: 'x', type: 'transform', parent: 'l', params: { value: '{{ iteration }}' } }];
    const computing = (): World => {
      const world = Object.assign(worldOf(nodes, 'start>l', { updates: { halt: { set: { stop: true } } } }), { coreVersion: CORE_VERSION }).start();
      world.must({ type: 'run.continued', data: { timer: world.state.rest!.timer! } });
      return world;
    };
    const halted = computing();
    halted.must({ type: 'update.received', data: { reason: null, by: null, name: 'halt', payload: null, clientId: null } });
    halted.run();
    const cancelled = computing();
    cancelled.must({ type: 'run.cancel_requested', data: { reason: null, by: null } });
    expect([halted.state.status, cancelled.state.status, halted.state.rest, cancelled.state.rest]).toEqual(['completed', 'cancelled', null, null]);
    for (const world of [halted, cancelled]) expect(tested(world.plan, world)).toEqual({ verdict: 'same', differences: [] });
    // A draft that has more to do for the same goes on as the run had gone on.
    const more = planOf([...nodes, { id: 'y', type: 'transform', parent: 'l', params: { value: 1 } }], 'start>l x>y', { updates: { halt: { set: { stop: true } } } });
    expect(kinds(tested(more, cancelled).differences)).toEqual([]);
  });
});

describe('a run takes another branch', () => {
  test('told with both, and nothing of what would follow', () => {
    const world = answered(asked(3));
    expect(tested(asked(9), world)).toEqual({ verdict: 'branch', differences: [{ kind: 'branch', path: 'big', before: 'true', now: 'false' }] });
  });

  test('of a switch within an iteration, by its path', () => {
    const nodes = (when: string) => [{ id: 'each', type: 'map', params: { items: '{{ [1, 2] }}' } }, { id: 'which', type: 'switch', parent: 'each', params: { cases: [{ id: 'two', when }] } }, task('x', { parent: 'each' })];
    const world = worldOf(nodes('{{ item == 2 }}'), 'start>each which:two>x').start().run();
    expect(tested(planOf(nodes('{{ item == 1 }}'), 'start>each which:two>x'), world).differences).toEqual([{ kind: 'branch', path: 'each[0]/which', before: 'default', now: 'two' }]);
  });

  test('when a failure is handled that was not', () => {
    const world = worldOf([task('a'), task('b')], 'start>a a>b').start();
    world.fail('a');
    expect(world.state.status).toBe('failed');
    const draft = planOf([task('a', { onError: 'continue' }), task('b')], 'start>a a>b');
    expect(tested(draft, world)).toEqual({ verdict: 'branch', differences: [{ kind: 'branch', path: 'a', before: null, now: 'out' }] });
  });

  test('when a signal comes after the time that is left for it now', () => {
    const nodes = (timeout: string) => [{ id: 'hear', type: 'signal', params: { name: 'go', timeout } }, task('went'), task('late')];
    const edges = 'start>hear hear>went hear:timeout>late';
    const world = worldOf(nodes('1h'), edges).start();
    world.now += 60_000;
    world.must({ type: 'signal.received', data: { name: 'go', payload: 1, clientId: null, by: null } });
    world.run();
    expect(world.state.status).toBe('completed');
    expect(tested(planOf(nodes('2h'), edges), world).verdict).toBe('values');
    const { verdict, differences } = tested(planOf(nodes('10s'), edges), world);
    expect([verdict, kinds(differences)]).toEqual(['branch', ['input hear', 'branch hear']]);
  });
});

describe('a step would be given something else', () => {
  const twice = (source: string, more = '1') => planOf([task('a', { params: { source: 'return 1', input: { n: `{{ input.n }}`, more } } }), task('b', { params: { source, input: '{{ nodes.a.output }}' } }), end('{{ nodes.b.output }}')], 'start>a a>b b>end');
  const ran = (plan: Plan): World => {
    const world = worldOf([], '');
    world.plan = plan;
    world.start({ input: { n: 7 } });
    world.complete('a', 'from a');
    world.complete('b', 'from b');
    return world;
  };

  test('told by what of it, with both values', () => {
    expect(tested(twice('return 2', '2'), ran(twice('return 2')))).toEqual({ verdict: 'values', differences: [{ kind: 'input', path: 'a', changes: [{ pointer: '/input/more', before: '"1"', now: '"2"' }], more: 0 }] });
  });

  test('and is taken to answer as it did: what follows goes on', () => {
    const { verdict, differences } = tested(twice('return 3', '2'), ran(twice('return 2')));
    expect([verdict, kinds(differences)]).toEqual(['values', ['input a', 'input b']]);
  });

  test('a computed value and the result of the run too', () => {
    const plan = (by: number) => planOf([{ id: 'sum', type: 'transform', params: { value: `{{ input.n + ${by} }}` } }, end('{{ nodes.sum.output }}')], 'start>sum sum>end');
    const world = worldOf([], '');
    world.plan = plan(1);
    world.start({ input: { n: 1 } });
    expect(tested(plan(2), world)).toEqual({
      verdict: 'values',
      differences: [{ kind: 'output', path: 'sum', changes: [{ pointer: '', before: '2', now: '3' }], more: 0 }, { kind: 'output', path: 'end', changes: [{ pointer: '', before: '2', now: '3' }], more: 0 }, { kind: 'result', changes: [{ pointer: '', before: '2', now: '3' }], more: 0 }],
    });
  });

  test('of many places the first are told and the others counted; long text is cut at a whole character', () => {
    const given = (value: string) => planOf([task('a', { params: { source: 'return 1', input: { a: value, b: value, c: value, d: value, e: value } } })], 'start>a');
    const world = worldOf([], '');
    world.plan = given('x');
    world.start().run();
    const [first] = tested(given('🧵'.repeat(300)), world).differences;
    expect(first).toMatchObject({ kind: 'input', more: 2 });
    const text = first?.kind === 'input' ? (first.changes[0]?.now ?? '') : '';
    expect([text.length < 210, text.endsWith('🧵…')]).toEqual([true, true]);
  });
});

describe('a step has no recorded result', () => {
  test('because it is new: the rest goes on without it', () => {
    const world = answered(asked(3));
    const draft = (limit: number) => asked(limit, [task('log')], 'ask>log');
    expect(tested(draft(3), world)).toEqual({ verdict: 'no_result', differences: [{ kind: 'no_result', path: 'log', why: 'new_step' }] });
    // A branch is graver than a result that lacks.
    expect(tested(draft(9), world).verdict).toBe('branch');
  });

  test('because it is of another type', () => {
    const world = worldOf([task('ask'), task('then')], 'start>ask ask>then').start().run();
    const draft = planOf([{ id: 'ask', type: 'http', params: { url: 'https://a.example' } }, task('then')], 'start>ask ask>then');
    expect(tested(draft, world).differences).toEqual([{ kind: 'no_result', path: 'ask', why: 'other_type' }]);
  });

  test('because it is tried more often than it was', () => {
    const world = worldOf([task('a')], 'start>a').start();
    world.fail('a', { type: 'Boom', message: 'boom' }, true);
    const { differences } = tested(planOf([task('a', { retry: { maximumAttempts: 3 } })], 'start>a'), world);
    expect(differences).toEqual([{ kind: 'no_result', path: 'a', why: 'more_attempts' }]);
  });

  test('because it was stopped then, and would not be now', () => {
    const nodes = (need?: number) => [task('a'), task('b'), task('c', { ...(need === undefined ? {} : { join: 'any' as const, rest: 'cancel' as const }) })];
    const world = worldOf(nodes(1), 'start>a start>b a>c b>c').start();
    world.complete('a');
    world.must({ type: 'attempt.aborted', path: 'b', attempt: 1, data: { task: world.task('b').seq } });
    world.run();
    expect(tested(planOf(nodes(), 'start>a start>b a>c b>c'), world).differences[0]).toEqual({ kind: 'no_result', path: 'b', why: 'more_attempts' });
  });

  test.each([
    ['no_signal', { id: 'x', type: 'signal', params: { name: 'go' } }, 'new_step'],
    ['no_decision', { id: 'x', type: 'approval', params: { title: 'x' } }, 'new_step'],
    ['no_outcome', { id: 'x', type: 'child', params: { workflow: 'o' } }, 'new_step'],
  ])('because nobody was asked for it then (%s)', (_, node, why) => {
    const world = worldOf([task('a')], 'start>a').start().run();
    expect(tested(planOf([task('a'), node], 'start>a a>x'), world).differences).toEqual([{ kind: 'no_result', path: 'x', why }]);
  });

  test('because what it waited for came to nothing in the new way', () => {
    const nodes = (name: string) => [{ id: 'x', type: 'signal', params: { name } }, { id: 'y', type: 'signal', params: { name: 'go' } }];
    const world = worldOf(nodes('go'), 'start>x x>y').start().run();
    const { verdict, differences } = tested(planOf(nodes('stop'), 'start>x x>y'), world);
    expect([verdict, kinds(differences)]).toEqual(['no_result', ['input x', 'no_result x']]);
  });

  test('because the time that ended its wait is no limit any more', () => {
    const nodes = (timeout?: string) => [{ id: 'hear', type: 'signal', params: { name: 'go', ...(timeout === undefined ? {} : { timeout }) } }, task('late')];
    const world = worldOf(nodes('1h'), 'start>hear hear:timeout>late').start();
    world.perform({ do: 'fire', timer: [...world.timers.values()][0]! });
    world.run();
    const { verdict, differences } = tested(planOf(nodes(), 'start>hear hear:timeout>late'), world);
    expect([verdict, kinds(differences), differences.at(-1)]).toMatchObject(['no_result', ['input hear', 'no_result hear'], { why: 'no_signal' }]);
  });

  test('one time, however often it would run', () => {
    const nodes = (count: number) => [{ id: 'loop', type: 'loop', params: { count } }, task('x', { parent: 'loop' })];
    const world = worldOf(nodes(2), 'start>loop').start().run();
    expect(tested(planOf(nodes(3), 'start>loop'), world).differences).toEqual([{ kind: 'no_result', path: 'loop[2]/x', why: 'new_step' }]);
  });
});

describe('a step would be left out', () => {
  test('because the draft has it no more, or turned it off, or leads past it', () => {
    const world = worldOf([task('a'), task('b'), task('c')], 'start>a a>b b>c').start().run();
    expect(tested(planOf([task('a'), task('c')], 'start>a a>c'), world)).toEqual({ verdict: 'left_out', differences: [{ kind: 'left_out', path: 'b' }] });
    expect(kinds(tested(planOf([task('a'), task('b', { disabled: true }), task('c')], 'start>a a>b b>c'), world).differences)).toEqual(['left_out b']);
    const led = worldOf([task('a'), { id: 'if', type: 'condition', params: { if: true } }, task('b')], 'start>a a>if if:true>b').start().run();
    expect(kinds(tested(planOf([task('a'), { id: 'if', type: 'condition', params: { if: true } }, task('b')], 'start>a a>if if:false>b'), led).differences)).toEqual(['left_out b']);
  });

  test('because there are fewer iterations', () => {
    const nodes = (count: number) => [{ id: 'loop', type: 'loop', params: { count } }, task('x', { parent: 'loop' })];
    const world = worldOf(nodes(3), 'start>loop').start().run();
    expect(kinds(tested(planOf(nodes(2), 'start>loop'), world).differences)).toEqual(['left_out loop[2]/x']);
  });
});

describe('a run would fail', () => {
  test('in an expression that its data does not bear', () => {
    const world = answered(asked(3));
    const draft = planOf([task('ask'), { id: 'big', type: 'condition', params: { if: '{{ nodes.ask.output.amount > 3 }}' } }, task('yes'), task('no')], 'start>ask ask>big big:true>yes big:false>no');
    const { verdict, differences } = tested(draft, world);
    expect([verdict, differences[0]]).toMatchObject(['fails', { kind: 'fails', path: 'big', error: { type: 'expression_error' } }]);
  });

  test('in a step that is new', () => {
    const world = worldOf([task('a')], 'start>a').start().run();
    expect(kinds(tested(planOf([task('a'), { id: 't', type: 'transform', params: { value: '{{ input.x.y }}' } }], 'start>a a>t'), world).differences)).toEqual(['fails t']);
  });

  test('because its result does not keep the schema', () => {
    const world = worldOf([task('a'), end('{{ 1 }}')], 'start>a a>end').start().run();
    const { verdict, differences } = tested(planOf([task('a'), end('{{ 1 }}')], 'start>a a>end', { output: { type: 'string' } }), world);
    expect([verdict, differences[0]]).toMatchObject(['fails', { kind: 'fails', path: null, error: { type: 'output_invalid' } }]);
  });

  test('of the time it may take', () => {
    const nodes = [{ id: 'rest', type: 'wait', params: { for: '2h' } }];
    const world = worldOf(nodes, 'start>rest').start().run();
    const { verdict, differences } = tested(planOf(nodes, 'start>rest', { settings: { timeout: '1h' } }), world);
    expect([verdict, kinds(differences)]).toEqual(['branch', ['branch rest']]);
  });

  test('of a limit that it had then, at the same moment', () => {
    const plan = (timeout: string) => planOf([task('a')], 'start>a', { settings: { timeout } });
    const world = worldOf([], '');
    world.plan = plan('1h');
    world.start({ timeoutMs: 3_600_000 });
    world.now += 3_600_000;
    world.must({ type: 'timer.fired', path: null, data: { timer: 1 } });
    world.must({ type: 'attempt.aborted', path: 'a', attempt: 1, data: { task: world.task('a').seq } });
    expect([world.state.status, tested(plan('1h'), world).verdict]).toEqual(['timed_out', 'same']);
    // Given longer it would have answered, and nobody knows what.
    expect(tested(plan('3h'), world).differences).toEqual([{ kind: 'no_result', path: 'a', why: 'more_attempts' }]);
  });

  test('of another limit, while a step is under way that nothing tells of', () => {
    const nodes = [task('a'), { id: 'rest', type: 'wait', params: { for: '2h' } }, task('b')];
    const world = worldOf(nodes, 'start>a start>rest rest>b').start();
    world.run(() => world.actions().length - 1);
    // "a" is asked to stop when the hour is over, and its answer comes after the grace.
    const { verdict, differences } = tested(planOf(nodes, 'start>a start>rest rest>b', { settings: { timeout: '1h' } }), world);
    expect([verdict, kinds(differences)]).toEqual(['branch', ['branch rest']]);
  });

  test('with fewer attempts than it took', () => {
    const plan = (maximumAttempts: number) => planOf([task('a', { retry: { maximumAttempts } })], 'start>a');
    const world = worldOf([], '', {}, (_, attempt) => (attempt < 3 ? { kind: 'fail', error: { type: 'Boom', message: 'boom' }, retryable: true } : { kind: 'complete', output: 1 }));
    world.plan = plan(3);
    world.start().run();
    expect(tested(plan(2), world)).toEqual({ verdict: 'fails', differences: [{ kind: 'fails', path: 'a', error: { type: 'Boom', message: 'boom' } }] });
    expect(tested(plan(5), world).verdict).toBe('same');
  });
});

describe('what came from outside would be refused', () => {
  const schema = (required: string[], more: object = {}) => ({ input: { type: 'object', properties: { n: { type: 'number' }, mode: { type: 'string', ...more } }, required } }) as Partial<DefinitionInput>;

  test('the input, with every place', () => {
    const world = worldOf([task('a')], 'start>a').start({ input: { n: 'x' } }).run();
    expect(tested(planOf([task('a')], 'start>a', schema(['n', 'mode'])), world)).toMatchObject({ verdict: 'refused', differences: [{ kind: 'refused', seq: 1, code: 'invalid_input', problems: [{}, {}] }] });
  });

  test('but not one that defaults make whole; what they fill in is seen', () => {
    const world = worldOf([task('a', { params: { source: 'return 1', input: '{{ input.?mode.orValue("none") }}' } })], 'start>a').start({ input: { n: 1 } }).run();
    const draft = planOf([task('a', { params: { source: 'return 1', input: '{{ input.?mode.orValue("none") }}' } })], 'start>a', schema(['mode'], { default: 'fast' }));
    expect(tested(draft, world).differences).toEqual([
      { kind: 'output', path: 'start', changes: [{ pointer: '/mode', now: '"fast"' }], more: 0 },
      { kind: 'input', path: 'a', changes: [{ pointer: '/input', before: '"none"', now: '"fast"' }], more: 0 },
    ]);
  });

  test('the start it came in by; who named none comes in by the first', () => {
    const two = [{ id: 'one', type: 'start' }, { id: 'two', type: 'start' }, task('a'), task('b'), end('{{ 1 }}')];
    const edges = 'one>a two>b a>end b>end';
    const world = worldOf(two, edges);
    world.start({ entry: 'two' }).run();
    expect(tested(planOf([{ id: 'one', type: 'start' }, task('a')], 'one>a'), world)).toMatchObject({ verdict: 'refused', differences: [{ code: 'unknown_entry' }] });
    const first = worldOf(two, edges).start({ entry: 'one' }).run();
    expect(tested(planOf([{ id: 'begin', type: 'start' }, task('a'), end('{{ 1 }}')], 'begin>a a>end'), first).verdict).toBe('same');
  });

  test('a signal that it does not know, or whose payload does not fit', () => {
    const nodes = (name: string, more: object = {}) => [{ id: 'hear', type: 'signal', params: { name, ...more } }, task('a')];
    const world = worldOf(nodes('go'), 'start>hear hear>a').start().run();
    expect(tested(planOf([task('a')], 'start>a'), world).verdict).not.toBe('same');
    expect(tested(planOf(nodes('go', { schema: { type: 'object' } }), 'start>hear hear>a'), world).differences[0]).toMatchObject({ kind: 'refused', code: 'invalid_payload' });
    expect(tested(planOf(nodes('{{ "g" + "o" }}'), 'start>hear hear>a'), world).verdict).toBe('same');
  });

  test('a decision that is none of the outcomes any more', () => {
    const ask = (outcomes: string[]) => [{ id: 'ask', type: 'approval', params: { title: 'x', outcomes } }, task('a')];
    const world = worldOf(ask(['yes', 'no']), 'start>ask ask:yes>a').start().run();
    const { verdict, differences } = tested(planOf(ask(['sure', 'no']), 'start>ask ask:sure>a'), world);
    expect([verdict, kinds(differences)]).toEqual(['refused', ['input ask', 'refused']]);
  });

  test('but not a signal that it waits for because its own parameters were overridden', () => {
    const nodes = [task('a'), { id: 'hear', type: 'signal', params: { name: 'go' } }];
    const world = worldOf(nodes, 'start>a a>hear').start();
    world.must({ type: 'run.overridden', data: { workflow: 'test', node: 'hear', params: { name: 'other' }, reason: null, by: null } });
    world.complete('a');
    world.must({ type: 'signal.received', data: { name: 'other', payload: null, clientId: null, by: null } });
    expect([world.state.status, tested(world.plan, world).verdict]).toEqual(['completed', 'same']);
  });

  test('an update that it does not take', () => {
    const updates = { bump: { set: { n: '{{ payload }}' } } };
    const world = worldOf([task('a')], 'start>a', { updates }).start();
    world.must({ type: 'update.received', data: { name: 'bump', payload: 1, clientId: null, reason: null, by: null } });
    world.run();
    expect(tested(world.plan, world).verdict).toBe('same');
    expect(tested(planOf([task('a')], 'start>a'), world)).toMatchObject({ verdict: 'refused', differences: [{ code: 'unknown_update', seq: 4 }] });
  });
});

describe('outcomes are handed in when what they belong to is open', () => {
  test('in another order than they came', () => {
    const nodes = [task('a'), task('b'), end('{{ nodes.b.output }}')];
    const world = worldOf(nodes, 'start>a start>b a>end b>end').start();
    world.complete('b', 'b');
    world.complete('a', 'a');
    expect(tested(planOf(nodes, 'start>a a>b b>end'), world)).toEqual({ verdict: 'same', differences: [] });
  });

  test('decisions and children too', () => {
    const nodes = [task('a'), { id: 'ask', type: 'approval', params: { title: 'x' } }, { id: 'kid', type: 'child', params: { workflow: 'o' } }, end('{{ nodes.kid.output }}')];
    const world = worldOf(nodes, 'start>a start>ask start>kid a>end ask:approved>end kid>end').start();
    world.perform({ do: 'decide', path: 'ask' });
    world.perform({ do: 'child', child: world.children.get('kid')! });
    world.complete('a');
    // When it was decided stands in what the step gives: here it is when it is taken.
    expect(kinds(tested(planOf(nodes, 'start>a a>ask ask:approved>kid kid>end'), world).differences)).toEqual(['output ask']);
  });

  test('what an agent recorded goes with its attempt', () => {
    const world = worldOf([task('a'), task('b')], 'start>a a>b').start();
    const { seq } = world.task('a');
    world.must({ type: 'agent.recorded', path: 'a', attempt: 1, data: { task: seq, index: 0, record: { call: 1 } } });
    world.complete('a');
    world.run();
    expect(tested(planOf([{ id: 'new', type: 'transform', params: { value: '1' } }, task('a'), task('b')], 'start>new new>a a>b'), world)).toEqual({ verdict: 'same', differences: [] });
  });

  test('a retry, a pause and a cancel come when they came', () => {
    const retried = worldOf([task('a'), task('b')], 'start>a a>b').start();
    retried.fail('a');
    retried.must({ type: 'run.retried', data: { reason: null, by: null, generation: 2 } });
    retried.run();
    expect(tested(retried.plan, retried).verdict).toBe('same');
    // Where the failure is handled there is nothing to retry, and that is no news.
    expect(kinds(tested(planOf([task('a', { onError: 'continue' }), task('b')], 'start>a a>b'), retried).differences)).toEqual(['branch a']);
    const cancelled = worldOf([task('a'), task('b')], 'start>a a>b').start();
    cancelled.must({ type: 'run.paused', data: { reason: null, by: null } });
    cancelled.complete('a');
    cancelled.must({ type: 'run.resumed', data: { reason: null, by: null } });
    cancelled.must({ type: 'run.cancel_requested', data: { reason: null, by: null } });
    cancelled.run();
    expect([cancelled.state.status, tested(cancelled.plan, cancelled).verdict]).toEqual(['cancelled', 'same']);
    expect(kinds(tested(planOf([task('a')], 'start>a'), cancelled).differences)).toContain('left_out b');
  });

  test('a step that only the draft stops has stopped, when nothing tells of it', () => {
    const nodes = (cancel: boolean) => [task('a'), task('b'), task('c', cancel ? { join: 'any', rest: 'cancel' } : {})];
    const world = worldOf(nodes(false), 'start>a start>b a>c b>c').start();
    world.complete('a');
    world.complete('b');
    world.run();
    const { verdict, differences } = tested(planOf(nodes(true), 'start>a start>b a>c b>c'), world);
    // Its answer came within the grace that it would have had.
    expect([verdict, kinds(differences)]).toEqual(['same', []]);
  });
});

test('a step that the draft stops and nothing tells of has stopped', () => {
  const nodes = (cancel: boolean) => [task('a'), task('slow'), task('c', cancel ? { join: 'any', rest: 'cancel' } : {})];
  const world = worldOf(nodes(false), 'start>a start>slow a>c slow>c').start();
  world.complete('a');
  world.must({ type: 'run.cancel_requested', data: { reason: null, by: null } });
  world.must({ type: 'attempt.aborted', path: 'slow', attempt: 1, data: { task: world.task('slow').seq } });
  expect(world.state.status).toBe('cancelled');
  const { differences } = tested(planOf(nodes(true), 'start>a start>slow a>c slow>c'), world);
  expect(kinds(differences)).toEqual(['no_result c']);
});

test('large values are asked for, and those that a draft makes are its own', () => {
  const nodes = (text: string) => [task('a'), { id: 'copy', type: 'transform', params: { value: '{{ nodes.a.output + "x" }}' } }, { id: 'if', type: 'condition', params: { if: `{{ nodes.copy.output.contains("${text}") }}` } }, task('b', { params: { source: 'return 1', input: '{{ nodes.copy.output }}' } })];
  const world = worldOf(nodes('z'), 'start>a a>copy copy>if if:true>b');
  world.coreVersion = 2;
  world.largeOver = 64;
  world.start({ input: 'y'.repeat(100) });
  world.complete('a', 'z'.repeat(200));
  world.run();
  const known = new Set<string>();
  const asked: string[] = [];
  const large = world.large((hash) => known.has(hash));
  const asking = (draft: Plan) => toEnd(backTesting(draft, { plan: world.plan, runId: world.runId, history: world.history }, large), ({ refs }) => {
    for (const { hash } of refs) {
      asked.push(hash);
      known.add(hash);
    }
  });
  expect(asking(world.plan)).toEqual({ verdict: 'same', differences: [] });
  expect(asked.length).toBeGreaterThan(0);
  known.clear();
  expect(() => toEnd(backTesting(world.plan, { plan: world.plan, runId: world.runId, history: world.history }, world.large(), 100))).toThrow(TooLarge);
  expect(asking(planOf(nodes('q'), 'start>a a>copy copy>if if:true>b')).differences).toEqual([{ kind: 'branch', path: 'if', before: 'true', now: 'false' }]);
});

test('of very many differences the gravest is among those that are told', () => {
  const many = Array.from({ length: 30 }, (_, index) => index);
  const nodes = (by: number, limit: number) => [...many.map((index) => ({ id: `t${index}`, type: 'transform', params: { value: `{{ ${by} }}` } })), { id: 'z', type: 'condition', params: { if: `{{ 5 > ${limit} }}` } }];
  const edges = `${many.map((index) => `start>t${index}`).join(' ')} ${many.map((index) => `t${index}>z`).join(' ')}`;
  const world = worldOf(nodes(1, 1), edges).start();
  const { verdict, differences } = tested(planOf(nodes(2, 9), edges), world);
  expect([verdict, differences.length, differences.at(-1)?.kind]).toEqual(['branch', 20, 'branch']);
});

test('of very many other values a step without a recorded result is told, and makes the verdict', () => {
  const many = Array.from({ length: 30 }, (_, index) => index);
  const nodes = (by: number) => many.map((index) => ({ id: `t${index}`, type: 'transform', params: { value: `{{ ${by} }}` } }));
  const edges = many.map((index) => `start>t${index}`).join(' ');
  const world = worldOf(nodes(1), edges).start();
  const { verdict, differences } = tested(planOf([...nodes(2), task('new')], `${edges} ${many.map((index) => `t${index}>new`).join(' ')}`), world);
  expect([verdict, differences.length, differences.at(-1)]).toEqual(['no_result', 20, { kind: 'no_result', path: 'new', why: 'new_step' }]);
});

test('a history that begins with anything but a start is refused', () => {
  const world = worldOf([task('a')], 'start>a').start();
  expect(() => toEnd(backTesting(world.plan, { plan: world.plan, runId: world.runId, history: [] }, {}))).toThrow('start');
});

test('the verdict is the gravest of the differences', () => {
  const result: Difference = { kind: 'result', changes: [], more: 0 };
  expect(verdictOf([])).toBe('same');
  expect(verdictOf([result, { kind: 'no_result', path: 'a', why: 'new_step' }])).toBe('no_result');
  expect(verdictOf([{ kind: 'ends', before: 'completed', now: 'cancelled' }])).toBe('fails');
  expect(verdictOf([{ kind: 'ends', before: 'failed', now: 'completed' }])).toBe('branch');
});

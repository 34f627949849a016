import { expect, test } from 'vitest';
import type { Json } from '../definition/json.ts';
import { CORE_VERSION } from './advance.ts';
import { SIGNALS_KEPT } from './decide/guards.ts';
import { approvalOutcome } from './decide/approvals.ts';
import { replay } from './replay.ts';
import { stepAt } from './scopes.ts';
import { summarize } from './summary.ts';
import { task, worldOf } from './testing/build.fixture.ts';
import type { World } from './testing/world.fixture.ts';

const signal = (world: World, name: string, payload: Json = null, clientId: string | null = null) => world.submit({ type: 'signal.received', data: { name, payload, clientId, by: null } });
const decide = (world: World, outcome: string, by: string) => world.submit({ type: 'approval.decided', path: 'ask', data: { outcome, by, comment: null, data: { n: 1 }, shownHash: null } });

test('a wait sets a timer for as long as it says and goes on when it fires', () => {
  const world = worldOf([{ id: 'w', type: 'wait', params: { for: '1h30m' } }, task('a')], 'start>w w>a').start();
  const timer = [...world.timers.values()][0];
  expect(timer?.dueAt).toBe(world.now + 5_400_000);
  expect(summarize(world.state).waitingFor).toEqual([{ path: 'w', kind: 'timer', name: 'w', dueAt: timer?.dueAt }]);
  world.must({ type: 'timer.fired', path: 'w', data: { timer: timer?.seq ?? 0 } });
  expect(world.status('a')).toBe('scheduled');
  expect(world.submit({ type: 'timer.fired', path: 'w', data: { timer: timer?.seq ?? 0 } })?.code).toBe('no_such_timer');
});

test('a wait may end at an instant, and says so when it is given neither', () => {
  const until = worldOf([{ id: 'w', type: 'wait', params: { until: '{{ input }}' } }], 'start>w').start({ input: '2030-01-31T09:00:00Z' });
  expect([...until.timers.values()][0]?.dueAt).toBe(Date.parse('2030-01-31T09:00:00Z'));
  const noZone = worldOf([{ id: 'w', type: 'wait', params: { until: '{{ input }}' } }], 'start>w').start({ input: '2030-01-31T09:00:00' });
  expect(noZone.state.error?.type).toBe('validation');
  const wrong = worldOf([{ id: 'w', type: 'wait', params: { for: '{{ input }}' } }], 'start>w').start({ input: 'soon' });
  expect(wrong.state.error).toMatchObject({ type: 'validation', message: expect.stringContaining('"soon"') });
});

test('a signal wakes the oldest step that waits for its name', () => {
  const nodes = [{ id: 'one', type: 'signal', params: { name: 'paid' } }, { id: 'two', type: 'signal', params: { name: 'paid' } }, { id: 'other', type: 'signal', params: { name: 'else' } }];
  const world = worldOf(nodes, 'start>one start>two start>other').start();
  signal(world, 'paid', 1);
  expect([world.status('one'), world.status('two'), world.status('other')]).toEqual(['completed', 'waiting', 'waiting']);
  signal(world, 'paid', 2);
  signal(world, 'else', 3);
  expect(world.state.output).toEqual({ one: 1, two: 2, other: 3 });
});

test('a signal that comes before the run waits is kept, and read once, oldest first', () => {
  const world = worldOf([task('a'), { id: 'one', type: 'signal', params: { name: 'paid' } }, { id: 'two', type: 'signal', params: { name: 'paid' } }], 'start>a a>one one>two').start();
  signal(world, 'paid', 1);
  signal(world, 'paid', 2);
  world.complete('a');
  expect([world.state.status, world.state.steps.get('one')?.output, world.state.output]).toEqual(['completed', 1, 2]);
  expect(world.state.signals.size).toBe(0);
});

test('a signal with the same client id is taken once, and too many are refused', () => {
  const world = worldOf([task('a')], 'start>a').start();
  expect(signal(world, 'x', 1, 'c1')).toBeNull();
  expect(signal(world, 'x', 1, 'c1')?.code).toBe('duplicate');
  for (let count = 1; count < SIGNALS_KEPT; count += 1) expect(signal(world, 'x')).toBeNull();
  expect(signal(world, 'x')?.code).toBe('too_many_signals');
  world.must({ type: 'run.terminated', data: { reason: null, by: null } });
  expect(signal(world, 'x', 1, 'c1')?.code).toBe('duplicate');
  expect(signal(world, 'x', 1, 'c2')?.code).toBe('run_over');
});

test('a signal that does not come in time leaves by timeout; one that comes clears the timer', () => {
  const nodes = [{ id: 's', type: 'signal', params: { name: 'paid', timeout: '1h' } }, task('late'), task('paid')];
  const edges = 'start>s s>paid s:timeout>late';
  const timed = worldOf(nodes, edges).start();
  timed.must({ type: 'timer.fired', path: 's', data: { timer: [...timed.timers.keys()][0] ?? 0 } });
  expect([timed.status('late'), timed.status('paid')]).toEqual(['scheduled', 'skipped']);
  const paid = worldOf(nodes, edges).start();
  signal(paid, 'paid');
  expect([paid.status('paid'), paid.timers.size]).toEqual(['scheduled', 0]);
});

test('a name or a timeout that is no text or duration fails the step with a sentence', () => {
  expect(worldOf([{ id: 's', type: 'signal', params: { name: '{{ input }}' } }], 'start>s').start({ input: 3 }).state.error?.type).toBe('validation');
  expect(worldOf([{ id: 's', type: 'signal', params: { name: 'x', timeout: '{{ input }}' } }], 'start>s').start({ input: 'never' }).state.error?.type).toBe('validation');
});

const ask = (params: Record<string, Json> = {}) => [{ id: 'ask', type: 'approval', params: { title: 'Send {{ input.n }}?', ...params } }, task('yes'), task('no'), task('late')];
const askEdges = 'start>ask ask:approved>yes ask:rejected>no ask:timeout>late';

test('an approval opens a request with what is asked, and leaves by the outcome', () => {
  const world = worldOf(ask({ context: '# {{ input.n }}', assignees: ['anna'] }), askEdges).start({ input: { n: 5 } });
  expect(world.effects.find((effect) => effect.type === 'approval.open')).toMatchObject({ wait: { title: 'Send 5?', context: '# 5', assignees: ['anna'], outcomes: ['approved', 'rejected'], quorum: 1 } });
  expect(decide(world, 'perhaps', 'anna')?.code).toBe('unknown_outcome');
  expect(decide(world, 'approved', 'anna')).toBeNull();
  expect([world.status('yes'), world.status('no'), world.approvals.size]).toEqual(['scheduled', 'skipped', 0]);
  expect(world.state.steps.get('ask')?.output).toMatchObject({ outcome: 'approved', by: 'anna', data: { n: 1 } });
});

test('a second decision is refused and told who was first', () => {
  const world = worldOf(ask(), askEdges).start({ input: { n: 1 } });
  decide(world, 'rejected', 'anna');
  expect(decide(world, 'approved', 'ben')).toMatchObject({ code: 'already_decided', by: 'anna', outcome: 'rejected' });
  expect(world.submit({ type: 'approval.decided', path: 'yes', data: { outcome: 'approved', by: 'ben', comment: null, data: null, shownHash: null } })?.code).toBe('unknown_step');
});

test('who may not decide neither decides nor hands over nor is asked, however the name is written', () => {
  const world = worldOf(ask({ assignees: ['anna', 'ben'], excluded: ['{{ input.by }}'], escalateAfter: '1h', escalateTo: ['ANNA', 'head'] }), askEdges).start({ input: { n: 1, by: ' Anna' } });
  const over = (by: string, ...to: string[]) => world.submit({ type: 'approval.delegated', path: 'ask', data: { to, by, comment: null } });
  expect(world.effects.find((effect) => effect.type === 'approval.open')).toMatchObject({ wait: { assignees: ['ben'], excluded: ['Anna'], escalation: { to: ['head'] } } });
  for (const by of ['anna', 'ANNA ', 'Ａｎｎａ']) expect(decide(world, 'rejected', by)).toMatchObject({ code: 'may_not_decide', message: `"${by}" may not decide this request.` });
  expect([over('anna', 'cat')?.code, over('ben', 'cat', 'aNNa')?.code]).toEqual(['may_not_decide', 'may_not_decide']);
  expect([over('ben', 'cat'), decide(world, 'approved', 'annabel')]).toEqual([null, null]);
  expect(decide(world, 'approved', 'anna')?.code).toBe('already_decided');
  expect(replay(world.plan, world.runId, world.history).divergence).toBeUndefined();
});

test.each<[string, Record<string, Json>, Json, string]>([
  ['a rule that names nobody', { excluded: '{{ input.by }}' }, null, 'Who may not decide is a name, or a list of names; it is null.'],
  ['a rule with an empty name', { excluded: ['ben', '{{ input.by }}'] }, ' ', 'Who may not decide is a name, or a list of names; it is ["ben"," "].'],
  ['a rule against a number', { excluded: '{{ input.by }}' }, 5, 'Who may not decide is a name, or a list of names; it is 5.'],
  ['a rule against all who are asked', { assignees: ['Anna'], excluded: '{{ input.by }}' }, ['anna'], 'Nobody is left to decide: ["Anna"] is asked, and may not.'],
  ['a rule against all it escalates to', { excluded: '{{ input.by }}', escalateAfter: '1h', escalateTo: ['Anna'] }, 'anna', 'An approval escalates to people or groups that may decide; there is none in ["Anna"].'],
])('%s lets nobody pass: the step fails', (_, params, by, message) => {
  const world = worldOf(ask(params), askEdges).start({ input: { n: 1, by } });
  expect(world.state.error).toMatchObject({ type: 'validation', message });
});

test('an empty rule lets everybody decide, and the request does not speak of it', () => {
  const world = worldOf(ask({ excluded: '{{ input.by }}' }), askEdges).start({ input: { n: 1, by: [] } });
  const opened = world.effects.find((effect) => effect.type === 'approval.open');
  expect(opened?.type === 'approval.open' && 'excluded' in opened.wait).toBe(false);
  expect(decide(world, 'approved', 'anna')).toBeNull();
});

const strict = (params: Record<string, Json>, by: Json = null, coreVersion = CORE_VERSION) => Object.assign(worldOf(ask(params), askEdges), { coreVersion }).start({ input: { n: 1, by } });
const opened = (world: World) => world.effects.find((effect) => effect.type === 'approval.open');

test('one person alone makes up no quorum, however the name is written; in runs of core version 4 each way of writing is a person', () => {
  const world = strict({ quorum: 2 });
  decide(world, 'approved', 'Anna Berg');
  for (const by of ['anna berg', ' Anna  Berg ', 'ＡＮＮＡ BERG']) expect(decide(world, 'approved', by)).toMatchObject({ code: 'already_decided', by: 'Anna Berg', outcome: 'approved' });
  expect(world.status('ask')).toBe('waiting');
  decide(world, 'approved', 'ben');
  expect(world.status('yes')).toBe('scheduled');
  expect(replay(world.plan, world.runId, world.history).divergence).toBeUndefined();

  const older = strict({ quorum: 2 }, null, 4);
  decide(older, 'approved', 'Anna');
  expect(decide(older, 'approved', 'anna')).toBeNull();
  expect(older.status('yes')).toBe('scheduled');
  expect(replay(older.plan, older.runId, older.history).divergence).toBeUndefined();
});

test.each<[string, Record<string, Json>, Json, string]>([
  ['who is asked was not found', { assignees: '{{ input.by }}' }, null, 'Who is asked is a name, or a list of names; it is null.'],
  ['one of those who are asked was not found', { assignees: ['finance', '{{ input.by }}'] }, null, 'Who is asked is a name, or a list of names; it is ["finance",null].'],
  ['a number is asked', { assignees: '{{ input.by }}' }, 7, 'Who is asked is a name, or a list of names; it is 7.'],
  ['an endless name is asked', { assignees: '{{ input.by }}' }, 'x'.repeat(201), `Who is asked is a name, or a list of names; it is "${'x'.repeat(76)}….`],
  ['too many are asked', { assignees: '{{ input.by }}' }, Array.from({ length: 101 }, (_, at) => `p${at}`), 'Who is asked are at most 100 people and groups; they are 101.'],
  ['how many must agree was not found', { quorum: '{{ input.by }}' }, null, 'How many must agree is a whole number from 1 to 100; it is null.'],
  ['how many must agree is a text', { quorum: '{{ input.by }}' }, '2', 'How many must agree is a whole number from 1 to 100; it is "2".'],
  ['half a person must agree', { quorum: '{{ input.by }}' }, 1.5, 'How many must agree is a whole number from 1 to 100; it is 1.5.'],
  ['nobody must agree', { quorum: '{{ input.by }}' }, 0, 'How many must agree is a whole number from 1 to 100; it is 0.'],
  ['it escalates to one who was not found', { escalateAfter: '1h', escalateTo: ['head', '{{ input.by }}'] }, null, 'Who it escalates to is a name, or a list of names; it is ["head",null].'],
  ['it escalates to too many', { escalateAfter: '1h', escalateTo: '{{ input.by }}' }, Array.from({ length: 21 }, (_, at) => `p${at}`), 'Who it escalates to are at most 20 people and groups; they are 21.'],
])('%s: the step fails, and everybody may decide in runs of core version 4 alone', (_, params, by, message) => {
  const world = strict(params, by);
  expect(world.state.error).toMatchObject({ type: 'validation', message });
  expect(opened(world)).toBeUndefined();
  expect(opened(strict(params, by, 4))).toBeDefined();
});

test('who is asked may be one name or a list; each person stands in it once, and an empty list asks everybody', () => {
  const assignees = (by: Json) => opened(strict({ assignees: '{{ input.by }}' }, by));
  expect(assignees('finance')).toMatchObject({ wait: { assignees: ['finance'] } });
  expect(assignees([' Anna ', 'ANNA', 'ben'])).toMatchObject({ wait: { assignees: ['Anna', 'ben'] } });
  expect(assignees([])).toMatchObject({ wait: { assignees: [] } });
  expect(opened(strict({}))).toMatchObject({ wait: { assignees: [], quorum: 1 } });
});

test('a quorum needs so many approvals of different people, and one rejection decides', () => {
  const world = worldOf(ask({ quorum: 2 }), askEdges).start({ input: { n: 1 } });
  decide(world, 'approved', 'anna');
  expect(world.status('ask')).toBe('waiting');
  expect(decide(world, 'approved', 'anna')?.code).toBe('already_decided');
  decide(world, 'approved', 'ben');
  expect(world.status('yes')).toBe('scheduled');
  const rejected = worldOf(ask({ quorum: 2 }), askEdges).start({ input: { n: 1 } });
  decide(rejected, 'rejected', 'anna');
  expect(rejected.status('no')).toBe('scheduled');
});

test('a request is handed over: others are asked in the place of who hands over, or beside the rest', () => {
  const world = worldOf([{ id: 'ask', type: 'approval', params: { title: 'Send?', assignees: ['anna', 'finance'] } }, task('yes')], 'start>ask ask:approved>yes').start({ input: { n: 5 } });
  const over = (by: string, ...to: string[]) => world.submit({ type: 'approval.delegated', path: 'ask', data: { to, by, comment: null } });
  const asked = () => { const { wait } = stepAt(world.state, 'ask'); return wait?.kind === 'approval' ? wait.assignees : null; };
  const opened = world.history.find((event) => event.type === 'step.waiting');
  expect(over('anna', 'ben', 'ben', 'cat')).toBeNull();
  expect(asked()).toEqual(['finance', 'ben', 'cat']);
  expect(over('dora', 'eve')).toBeNull();
  expect(world.effects.filter((effect) => effect.type === 'approval.delegate')).toMatchObject([{ assignees: ['finance', 'ben', 'cat'], by: 'anna' }, { assignees: ['finance', 'ben', 'cat', 'eve'], to: ['eve'], by: 'dora' }]);
  expect([over('dora', 'eve')?.code, over('ben', 'ben')?.code, over('dora', ...Array.from({ length: 97 }, (_, n) => `p${n}`))?.code]).toEqual(['already_assigned', 'already_assigned', 'too_many_assignees']);
  // What was said when it was opened stays said.
  expect(opened).toMatchObject({ data: { wait: { assignees: ['anna', 'finance'] } } });
  expect(decide(world, 'approved', 'eve')).toBeNull();
  expect(over('ben', 'fay')?.code).toBe('already_decided');
  expect(world.submit({ type: 'approval.delegated', path: 'yes', data: { to: ['a'], by: 'b', comment: null } })?.code).toBe('unknown_step');
  expect(replay(world.plan, world.runId, world.history).divergence).toBeUndefined();
});

test('an approval that nobody decides takes the outcome it names, else timeout', () => {
  const named = worldOf(ask({ due: '2d', onTimeout: 'rejected' }).filter((node) => node.id !== 'late'), 'start>ask ask:approved>yes ask:rejected>no').start({ input: { n: 1 } });
  named.must({ type: 'timer.fired', path: 'ask', data: { timer: [...named.timers.keys()][0] ?? 0 } });
  expect([named.status('no'), decide(named, 'approved', 'anna')?.code]).toEqual(['scheduled', 'not_waiting']);
  const plain = worldOf(ask({ due: '2d' }), askEdges).start({ input: { n: 1 } });
  plain.must({ type: 'timer.fired', path: 'ask', data: { timer: [...plain.timers.keys()][0] ?? 0 } });
  expect(plain.status('late')).toBe('scheduled');
});

test('a due time that is no duration fails the step', () => {
  expect(worldOf(ask({ due: '{{ input.n }}' }), askEdges).start({ input: { n: 'x' } }).state.error?.type).toBe('validation');
});

const child = (params: Record<string, Json> = {}) => [{ id: 'c', type: 'child', params: { workflow: 'other', input: '{{ input }}', ...params } }];
const closed = (world: World, status: 'completed' | 'failed' | 'cancelled', output: Json = null) => {
  const wait = world.state.steps.get('c')?.wait;
  const runId = wait?.kind === 'child' ? wait.runId : '';
  return world.submit({ type: 'child.closed', path: 'c', data: { runId, generation: 1, status, output, error: status === 'failed' ? { type: 'Boom', message: 'boom' } : null } });
};

test('a child is started once with its input, and its outcome is the step’s', () => {
  const world = worldOf(child({ key: 'k', version: 2 }), 'start>c').start({ input: { n: 1 } });
  expect(world.effects.filter((effect) => effect.type === 'child.start')).toMatchObject([{ workflow: 'other', version: 2, key: 'k', input: { n: 1 }, link: { path: 'c', awaited: true } }]);
  expect(closed(world, 'completed', 42)).toBeNull();
  expect([world.state.output, closed(world, 'completed')?.code]).toEqual([42, 'run_over']);
});

test('a child that fails is a failure with the child’s id and its error as the cause', () => {
  const world = worldOf(child(), 'start>c').start();
  closed(world, 'failed');
  expect(world.state.error).toMatchObject({ type: 'child_failed', details: { status: 'failed' }, cause: { type: 'Boom' } });
});

test('a child nobody waits for gives its id at once, and is told when the parent ends', () => {
  const world = worldOf([...child({ wait: false, parentClose: 'cancel' }), task('a')], 'start>c c>a').start();
  expect(world.state.steps.get('c')?.output).toHaveProperty('runId');
  world.complete('a');
  expect(world.effects.at(-1)).toMatchObject({ type: 'child.cancel', how: 'cancel' });
});

test('a child without a workflow fails the step', () => {
  expect(worldOf(child({ workflow: '{{ input }}' }), 'start>c').start({ input: 1 }).state.error?.type).toBe('validation');
});

test('set writes variables, search attributes and memo', () => {
  const nodes = [{ id: 's', type: 'set', params: { vars: { a: 1 }, searchAttributes: { order: '{{ input }}' }, memo: { note: 'x' } } }, { id: 't', type: 'set', params: { vars: { b: '{{ vars.a + 1 }}' } } }];
  const world = worldOf(nodes, 'start>s s>t').start({ input: 'o-1' });
  expect([world.state.vars.at(-1)?.values, summarize(world.state).searchAttributes, summarize(world.state).memo]).toEqual([{ a: 1, b: 2 }, { order: 'o-1' }, { note: 'x' }]);
});

test('a wait until something that is no instant says what it got', () => {
  const message = (input: Json) => worldOf([{ id: 'w', type: 'wait', params: { until: '{{ input }}' } }], 'start>w').start({ input }).state.error?.message;
  expect(message(5)).toContain('it got 5.');
  expect(message(null)).toContain('it got null.');
  expect(message(['x'.repeat(200)])).toMatch(/it got \["x{75}…\.$/);
});

const asked = (params: Record<string, Json>, input: Json, name?: string) => {
  const world = worldOf([{ id: 'ask', type: 'approval', params: { title: 'ok?', ...params }, ...(name === undefined ? {} : { name }) }], 'start>ask').start({ input });
  const opened = world.effects.find((effect) => effect.type === 'approval.open');
  return opened?.type === 'approval.open' ? opened.wait : null;
};

test('an approval whose title turns out empty goes by the name of its node, else by its id', () => {
  expect(asked({ title: '{{ input }}' }, '', 'Release the payment')?.title).toBe('Release the payment');
  expect(asked({ title: '{{ input }}' }, null)?.title).toBe('ask');
  expect(asked({ title: '{{ input }}' }, { n: 1 })?.title).toBe('{"n":1}');
});

test('who is asked may be an expression: a list, one name, or nobody', () => {
  const assignees = (input: Json) => asked({ assignees: '{{ input }}' }, input)?.assignees;
  expect([assignees(['anna', 7]), assignees('ben'), assignees(''), assignees(null)]).toEqual([['anna', '7'], ['ben'], [], []]);
});

test('a quorum of none is one, half a person is nobody, and an empty due time is none', () => {
  const quorum = (input: Json) => asked({ quorum: '{{ input }}' }, input)?.quorum;
  expect([quorum(3), quorum(2.7), quorum(0), quorum('two')]).toEqual([3, 2, 1, 1]);
  expect(asked({ due: '{{ input }}' }, '')?.dueAt).toBeNull();
  expect(asked({ outcomes: ['ship', 'hold'], form: { type: 'object' }, prefill: { n: '{{ input }}' } }, 4)).toMatchObject({ outcomes: ['ship', 'hold'], form: { type: 'object' }, prefill: { n: 4 } });
});

test('a step that asks nobody has no outcome of people', () => {
  const world = worldOf([task('a')], 'start>a').start();
  expect(approvalOutcome(stepAt(world.state, 'a'))).toBeNull();
});

test('a decision that comes after the time is over is refused, though others had decided', () => {
  const world = worldOf(ask({ quorum: 2, due: '2d' }), askEdges).start({ input: { n: 1 } });
  decide(world, 'approved', 'anna');
  world.must({ type: 'timer.fired', path: 'ask', data: { timer: [...world.timers.keys()][0] ?? 0 } });
  expect([world.status('late'), decide(world, 'approved', 'ben')?.code]).toEqual(['scheduled', 'not_waiting']);
  expect(world.state.steps.get('ask')?.output).toMatchObject({ outcome: 'timeout', by: null, decisions: [{ by: 'anna' }] });
});

test('a run tells what it waits for, oldest first and ten at most, and nothing once it is over', () => {
  const nodes = [...ask({ due: '1d' }), { id: 'sig', type: 'signal', params: { name: 'paid' } }, { id: 'c', type: 'child', params: { workflow: 'other' } }];
  const world = worldOf(nodes, `${askEdges} start>sig start>c`).start({ input: { n: 5 } });
  expect(summarize(world.state).waitingFor.map(({ path, kind, name, dueAt }) => [path, kind, name, dueAt === null])).toEqual([['ask', 'approval', 'Send 5?', false], ['sig', 'signal', 'paid', true], ['c', 'child', 'other', true]]);
  const many = worldOf([{ id: 'm', type: 'map', params: { items: '{{ input }}' } }, { id: 'w', type: 'wait', params: { for: '1h' }, parent: 'm' }], 'start>m').start({ input: Array.from({ length: 12 }, (_, index) => index) });
  expect(summarize(many.state).waitingFor.map(({ path }) => path)).toEqual(Array.from({ length: 10 }, (_, index) => `m[${index}]/w`));
  many.must({ type: 'run.terminated', data: { reason: null, by: null } });
  expect(summarize(many.state).waitingFor).toEqual([]);
});

test('the outcome of another run is not taken for that of the child', () => {
  const world = worldOf(child(), 'start>c').start();
  expect(world.submit({ type: 'child.closed', path: 'c', data: { runId: 'another', generation: 1, status: 'completed', output: null, error: null } })?.code).toBe('stale_attempt');
});

test('a child that was cancelled is a failure without a cause', () => {
  const world = worldOf(child(), 'start>c').start();
  closed(world, 'cancelled');
  expect(world.state.error).toEqual({ type: 'child_failed', message: 'The child run is cancelled.', details: { runId: expect.any(String), status: 'cancelled' } });
});

test('a child that is abandoned hears nothing when its parent ends', () => {
  const world = worldOf([...child({ wait: false, parentClose: 'abandon' }), task('a')], 'start>c c>a').start();
  world.complete('a');
  expect([world.state.status, world.effects.some((effect) => effect.type === 'child.cancel')]).toEqual(['completed', false]);
});

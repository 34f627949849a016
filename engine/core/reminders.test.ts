import { expect, test } from 'vitest';
import type { Json } from '../definition/json.ts';
import { replay } from './replay.ts';
import { nextClock } from './request-clock.ts';
import { stepAt } from './scopes.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';
import { task, worldOf } from './testing/build.fixture.ts';
import { forkOf } from './testing/fork.fixture.ts';
import type { World } from './testing/world.fixture.ts';

const HOUR = 3_600_000;
const said = { reason: null, by: null };

const ask = (params: Record<string, Json>) => [{ id: 'ask', type: 'approval', params: { title: 'Send?', assignees: ['anna', 'ben'], ...params } }, task('yes'), task('late')];
const edges = 'start>ask ask:approved>yes ask:timeout>late';
const asked = (params: Record<string, Json>, input: Json = null) => worldOf(ask(params), edges).start({ input });

const decide = (world: World, outcome: string, by: string) => world.submit({ type: 'approval.decided', path: 'ask', data: { outcome, by, comment: null, data: null, shownHash: null } });
const timerOf = (world: World) => [...world.timers.values()].find(({ path }) => path === 'ask');
const waitOf = (world: World) => {
  const { wait } = stepAt(world.state, 'ask');
  if (wait?.kind !== 'approval') throw new Error('Nobody is asked.');
  return wait;
};
/** Lets the timer of the request ring, when it is due or as long after it as is said. */
function ring(world: World, lateMs = 0): void {
  const timer = timerOf(world);
  if (timer === undefined) throw new Error('Nothing is to ring.');
  world.now = timer.dueAt + lateMs - 1;
  world.must({ type: 'timer.fired', path: 'ask', data: { timer: timer.seq } });
}
const told = (world: World) => world.history.filter(({ type }) => type === 'approval.reminded' || type === 'approval.escalated').map(({ type, data }) => [type.slice('approval.'.length), data]);
const agrees = (world: World) => expect(replay(world.plan, world.runId, world.history)).toMatchObject({ ok: true });

test('reminders come after a while, then so far apart, so often, and then the request is due', () => {
  const world = asked({ due: '2d', remindAfter: '4h', remindEvery: '2h', remindTimes: 2 });
  const began = world.now;
  expect(timerOf(world)).toMatchObject({ purpose: 'approval-reminder', dueAt: began + 4 * HOUR });
  expect(waitOf(world).reminders).toEqual({ everyMs: 2 * HOUR, most: 2, given: 0, lastAt: null, nextAt: began + 4 * HOUR });
  ring(world);
  const first = world.now;
  expect(waitOf(world).reminders).toEqual({ everyMs: 2 * HOUR, most: 2, given: 1, lastAt: first, nextAt: first + 2 * HOUR });
  ring(world);
  expect(told(world)).toEqual([['reminded', { number: 1, to: ['anna', 'ben'], nextAt: first + 2 * HOUR }], ['reminded', { number: 2, to: ['anna', 'ben'], nextAt: null }]]);
  expect(timerOf(world)).toMatchObject({ purpose: 'approval-due', dueAt: began + 48 * HOUR });
  ring(world);
  expect([world.status('late'), timerOf(world)]).toEqual(['scheduled', undefined]);
  // What was said when it was opened stays said.
  expect(world.history.find(({ type }) => type === 'step.waiting')).toMatchObject({ data: { wait: { reminders: { given: 0 } } } });
  agrees(world);
});

test('every effect of a reminder belongs to the input that brought it', () => {
  const world = asked({ remindAfter: '1h' });
  const before = world.effects.length;
  ring(world);
  expect(world.effects.slice(before)).toMatchObject([{ type: 'timer.clear' }, { type: 'approval.remind', seq: stepAt(world.state, 'ask').openedSeq, reminders: { given: 1, most: 3 } }, { type: 'timer.set', purpose: 'approval-reminder' }]);
  expect(world.history.at(-2)).toMatchObject({ type: 'timer.fired', derived: false });
  expect(world.history.at(-1)).toMatchObject({ type: 'approval.reminded', derived: true });
});

test('without a word about it reminders come three times, as far apart as the first, and never in less than a minute', () => {
  const slow = asked({ remindAfter: '1d' });
  expect(waitOf(slow).reminders).toMatchObject({ everyMs: 24 * HOUR, most: 3 });
  expect(waitOf(asked({ remindAfter: '5s' })).reminders).toMatchObject({ everyMs: 60_000 });
  for (let count = 0; count < 3; count += 1) ring(slow);
  // Nothing is due, so nothing rings any more, and people decide all the same.
  expect([timerOf(slow), decide(slow, 'approved', 'anna'), slow.status('yes')]).toEqual([undefined, null, 'scheduled']);
});

test('a request says who is still to decide: who has is not reminded', () => {
  const world = asked({ quorum: 3, assignees: ['anna', 'ben', 'finance'], remindAfter: '1h' });
  decide(world, 'approved', 'anna');
  ring(world);
  decide(world, 'approved', 'cleo');
  ring(world);
  expect(told(world).map(([, data]) => (data as { to: string[] }).to)).toEqual([['ben', 'finance'], ['ben', 'finance']]);
  decide(world, 'approved', 'ben');
  expect([world.status('yes'), timerOf(world)]).toEqual(['scheduled', undefined]);
});

test('an escalation asks others beside those who are asked, or in their place, once', () => {
  const add = asked({ due: '3d', escalateAfter: '1d', escalateTo: ['head', 'anna', 'head'] });
  expect(timerOf(add)).toMatchObject({ purpose: 'approval-escalation', dueAt: add.now + 24 * HOUR });
  ring(add);
  expect(told(add)).toEqual([['escalated', { to: ['head', 'anna'], mode: 'add', afterMs: 24 * HOUR, assignees: ['anna', 'ben', 'head'] }]]);
  expect(add.effects.filter(({ type }) => type === 'approval.escalate')).toMatchObject([{ assignees: ['anna', 'ben', 'head'], escalation: { escalatedAt: add.now } }]);
  expect(timerOf(add)).toMatchObject({ purpose: 'approval-due' });

  const replace = asked({ escalateAfter: '1d', escalateTo: ['head'], escalateMode: 'replace' });
  ring(replace);
  expect([waitOf(replace).assignees, timerOf(replace)]).toEqual([['head'], undefined]);
  expect([decide(replace, 'approved', 'head'), replace.status('yes')]).toEqual([null, 'scheduled']);
  agrees(add);
  agrees(replace);
});

test('who asks nobody by name asks everybody, also after others were added; in their place only those are asked', () => {
  const add = asked({ assignees: [], escalateAfter: '1d', escalateTo: ['head'] });
  ring(add);
  expect(waitOf(add).assignees).toEqual([]);
  const replace = asked({ assignees: [], escalateAfter: '1d', escalateTo: ['head'], escalateMode: 'replace' });
  ring(replace);
  expect(waitOf(replace).assignees).toEqual(['head']);
});

test('decisions that were given count on after an escalation, and reminders go to those who are asked then', () => {
  const world = asked({ quorum: 2, remindAfter: '2d', escalateAfter: '1d', escalateTo: ['head', 'board'], escalateMode: 'replace' });
  decide(world, 'approved', 'anna');
  ring(world);
  ring(world);
  expect(told(world).map(([what, data]) => [what, (data as { to: string[] }).to])).toEqual([['escalated', ['head', 'board']], ['reminded', ['head', 'board']]]);
  decide(world, 'approved', 'head');
  expect(stepAt(world.state, 'ask').output).toMatchObject({ outcome: 'approved', by: 'head', decisions: [{ by: 'anna' }, { by: 'head' }] });
});

test('of what falls on one instant the escalation comes first, and the end before all', () => {
  const both = asked({ remindAfter: '1d', escalateAfter: '1d', escalateTo: ['head'], escalateMode: 'replace' });
  ring(both);
  expect(told(both).map(([what, data]) => [what, (data as { to: string[] }).to])).toEqual([['escalated', ['head']], ['reminded', ['head']]]);
  // Two events in one group: one timer, by the number of the last of them.
  expect(timerOf(both)?.seq).toBe(both.history.at(-1)?.seq);
  const end = asked({ due: '1d', remindAfter: '20h', remindEvery: '4h', escalateAfter: '{{ input }}', escalateTo: ['head'] }, '1d');
  expect(waitOf(end).escalation).toBeUndefined();
  ring(end);
  expect(told(end)).toEqual([['reminded', { number: 1, to: ['anna', 'ben'], nextAt: null }]]);
  ring(end);
  expect(end.status('late')).toBe('scheduled');
});

test('what is computed to come after the end never comes', () => {
  const world = asked({ due: '{{ input.due }}', remindAfter: '1d', escalateAfter: '{{ input.wait }}', escalateTo: ['head'] }, { due: '5s', wait: '1m' });
  expect([waitOf(world).reminders, waitOf(world).escalation, timerOf(world)?.purpose]).toEqual([undefined, undefined, 'approval-due']);
});

test.each([
  [{ remindAfter: '{{ input }}' }, 'soon', /first reminder .* "soon"/],
  [{ remindAfter: '1h', remindEvery: '{{ input }}' }, '30s', /at least a minute apart; it is "30s"/],
  [{ remindAfter: '1h', remindEvery: '{{ input }}' }, 7, /at least a minute apart; it is 7/],
  [{ escalateAfter: '{{ input }}', escalateTo: ['head'] }, { a: 1 }, /escalates after a duration/],
  [{ escalateAfter: '1h', escalateTo: '{{ input }}' }, [], /there is none in \[\]/],
  [{ escalateAfter: '1h', escalateTo: '{{ input }}' }, [''], /there is none in \[""\]/],
] as [Record<string, Json>, Json, RegExp][])('%j with %j fails the step with a sentence', (params, input, sentence) => {
  const world = asked(params, input);
  expect(world.state.error).toMatchObject({ type: 'validation', message: expect.stringMatching(sentence) });
});

test('what is computed to be empty reminds nobody and asks nobody else; one name is a list of one', () => {
  const world = asked({ remindAfter: '{{ input.none }}', remindTimes: '{{ input.many }}', escalateAfter: '{{ input.none }}', escalateTo: '{{ input.head }}' }, { none: null, many: 99, head: 'head' });
  expect([waitOf(world).reminders, waitOf(world).escalation]).toEqual([undefined, undefined]);
  const many = asked({ remindAfter: '1h', remindTimes: '{{ input.many }}', escalateAfter: '1h', escalateTo: '{{ input.head }}' }, { many: 99, head: 'head' });
  expect([waitOf(many).reminders?.most, waitOf(many).escalation?.to]).toEqual([20, ['head']]);
});

test('nothing follows a decision, and the timer goes with the request', () => {
  for (const outcome of ['approved', 'rejected']) {
    const world = worldOf([...ask({ remindAfter: '1h' }), task('no')], `${edges} ask:rejected>no`).start();
    ring(world);
    const timer = timerOf(world)!;
    decide(world, outcome, 'anna');
    expect([world.timers.size, world.submit({ type: 'timer.fired', path: 'ask', data: { timer: timer.seq } })?.code, told(world).length]).toEqual([0, 'no_such_timer', 1]);
  }
});

test('a request that is handed over before an escalation is escalated from those who are asked then', () => {
  const world = asked({ remindAfter: '2h', escalateAfter: '1d', escalateTo: ['head'] });
  const timer = timerOf(world);
  expect(world.submit({ type: 'approval.delegated', path: 'ask', data: { to: ['cleo'], by: 'anna', comment: null } })).toBeNull();
  // Handing over moves no clock.
  expect(timerOf(world)).toEqual(timer);
  ring(world);
  expect(told(world).at(-1)).toMatchObject(['reminded', { to: ['ben', 'cleo'] }]);
  while (waitOf(world).escalation?.escalatedAt === null) ring(world);
  expect(waitOf(world).assignees).toEqual(['ben', 'cleo', 'head']);
  expect(world.submit({ type: 'approval.delegated', path: 'ask', data: { to: ['dora'], by: 'head', comment: null } })).toBeNull();
  expect(waitOf(world).assignees).toEqual(['ben', 'cleo', 'dora']);
  agrees(world);
});

test('an escalation may ask more than one may hand over to, and one of them hands over all the same', () => {
  const names = Array.from({ length: 100 }, (_, n) => `p${n}`);
  const world = asked({ assignees: names, escalateAfter: '1d', escalateTo: ['head'] });
  ring(world);
  const over = (...to: string[]) => world.submit({ type: 'approval.delegated', path: 'ask', data: { to, by: 'p7', comment: null } });
  expect([waitOf(world).assignees.length, over('a', 'b')?.code, over('a')]).toEqual([101, 'too_many_assignees', null]);
});

test('while the run is paused nobody is reminded; what was missed comes once when it goes on', () => {
  const world = asked({ remindAfter: '1h', remindTimes: 5, escalateAfter: '3h', escalateTo: ['head'] });
  world.must({ type: 'run.paused', data: said });
  ring(world);
  expect([told(world), timerOf(world)]).toEqual([[], undefined]);
  // The timer has fired, and people decide all the same: nothing of it is due.
  expect(world.submit({ type: 'approval.delegated', path: 'ask', data: { to: ['cleo'], by: 'anna', comment: null } })).toBeNull();
  world.now += 10 * HOUR;
  world.must({ type: 'run.resumed', data: said });
  expect(told(world).map(([what]) => what)).toEqual(['reminded', 'escalated']);
  expect(timerOf(world)).toMatchObject({ purpose: 'approval-reminder', dueAt: world.now + HOUR });
  agrees(world);
});

test('a decision in a paused run whose reminder has fired is taken, and nobody is reminded after it', () => {
  const world = asked({ due: '1d', remindAfter: '1h' });
  world.must({ type: 'run.paused', data: said });
  ring(world);
  expect(decide(world, 'approved', 'anna')).toBeNull();
  world.must({ type: 'run.resumed', data: said });
  expect([told(world), world.status('yes'), world.timers.size]).toEqual([[], 'scheduled', 0]);
  agrees(world);
});

test('in a paused run the time to decide is over when it is, whatever has fired', () => {
  const world = asked({ due: '1d', remindAfter: '1h' });
  world.must({ type: 'run.paused', data: said });
  ring(world);
  world.now += 30 * HOUR;
  expect(decide(world, 'approved', 'anna')).toMatchObject({ code: 'not_waiting', message: 'The time to decide is over.' });
  world.must({ type: 'run.resumed', data: said });
  expect([told(world), world.status('late'), world.timers.size]).toEqual([[], 'scheduled', 0]);
  agrees(world);
});

test('a timer that rings long after its time brings one reminder, not a burst', () => {
  const world = asked({ remindAfter: '1h', remindTimes: 10 });
  ring(world, 5 * HOUR);
  expect(told(world)).toHaveLength(1);
  expect(timerOf(world)?.dueAt).toBe(world.now + HOUR);
});

test('a cancel, an end and a fast-forward take the timer with them', () => {
  const cancelled = asked({ remindAfter: '1h' });
  ring(cancelled);
  cancelled.must({ type: 'run.cancel_requested', data: said });
  const terminated = asked({ remindAfter: '1h' });
  ring(terminated);
  terminated.must({ type: 'run.terminated', data: said });
  const forward = worldOf([...ask({ remindAfter: '1h' }), task('after')], `${edges} yes>after`).start();
  ring(forward);
  forward.must({ type: 'run.fast_forwarded', data: { ...said, to: 'after' } });
  for (const world of [cancelled, terminated, forward]) {
    expect([world.timers.size, world.approvals.size]).toEqual([0, 0]);
    agrees(world);
  }
});

test('parameters that are overridden hold for what is asked after it; an open request keeps its own', () => {
  const world = worldOf([{ id: 'rounds', type: 'loop', params: { count: 2 } }, { id: 'ask', type: 'approval', parent: 'rounds', params: { title: 'Again?', remindAfter: '1h' } }], 'start>rounds').start();
  const wait = (round: number) => world.state.steps.get(`rounds[${round}]/ask`)?.wait;
  world.must({ type: 'run.overridden', data: { ...said, workflow: 'test', node: 'ask', params: { remindAfter: '5h', escalateAfter: '1h', escalateTo: ['head'] } } });
  expect(wait(0)).toMatchObject({ reminders: { everyMs: HOUR } });
  world.must({ type: 'approval.decided', path: 'rounds[0]/ask', data: { outcome: 'approved', by: 'anna', comment: null, data: null, shownHash: null } });
  expect(wait(1)).toMatchObject({ reminders: { everyMs: 5 * HOUR }, escalation: { to: ['head'] } });
  expect(world.submit({ type: 'run.overridden', data: { ...said, workflow: 'test', node: 'ask', params: { remindTimes: 21 } } })?.code).toBe('invalid_params');
});

test('a retry asks anew, from the first reminder on', () => {
  const world = worldOf([...ask({ remindAfter: '1h' }), task('other')], `${edges} start>other`).start();
  ring(world);
  world.fail('other');
  expect([world.state.status, world.timers.size]).toEqual(['failed', 0]);
  world.must({ type: 'run.retried', data: { ...said, generation: 2 } });
  expect(waitOf(world).reminders).toMatchObject({ given: 0, nextAt: world.now + HOUR });
  expect(timerOf(world)).toMatchObject({ purpose: 'approval-reminder', dueAt: world.now + HOUR });
  agrees(world);
});

test('the run’s timeout stands still while people are reminded', () => {
  const world = worldOf(ask({ remindAfter: '1h' }), edges).start({ timeoutMs: HOUR * 2, timeoutCountsPeople: false });
  for (let count = 0; count < 3; count += 1) ring(world);
  expect([world.history.filter(({ type }) => type.startsWith('run.timeout_')).length, world.over]).toEqual([1, false]);
});

test('a snapshot between two reminders holds what comes next', () => {
  const world = asked({ due: '9d', remindAfter: '1h', escalateAfter: '90m', escalateTo: ['head'] });
  ring(world);
  world.state = readSnapshot(writeSnapshot(world.state));
  ring(world);
  expect(told(world).map(([what]) => what)).toEqual(['reminded', 'escalated']);
  expect(nextClock(waitOf(world))).toEqual({ purpose: 'approval-reminder', at: timerOf(world)!.dueAt });
});

test('a fork asks again where its source stood: what was given counts, and what is to come keeps the time it had left', () => {
  const world = asked({ quorum: 2, due: '9h', remindAfter: '1h', escalateAfter: '3h', escalateTo: ['head'] });
  decide(world, 'approved', 'anna');
  ring(world);
  const at = world.now;
  const seq = timerOf(world)!.seq;
  const fork = forkOf(world, world.history.length, { now: at + 20 * HOUR });
  const moved = fork.now - at;
  expect(fork.effects.find(({ type }) => type === 'approval.open')).toMatchObject({ wait: { assignees: ['anna', 'ben'], reminders: { given: 1, lastAt: at, nextAt: at + HOUR + moved }, escalation: { escalatedAt: null } } });
  expect(timerOf(fork)).toMatchObject({ seq, purpose: 'approval-reminder', dueAt: at + HOUR + moved });
  ring(fork);
  expect(told(fork).at(-1)).toMatchObject(['reminded', { number: 2, to: ['anna', 'ben'] }]);
  ring(fork);
  // What has escalated stays so in a fork of the fork, and does not again.
  const again = forkOf(fork, fork.history.length, { runId: '00000000-0000-7000-8000-0000000000f1', now: fork.now + 50 * HOUR });
  expect(waitOf(again)).toMatchObject({ assignees: ['anna', 'ben', 'head'], escalation: { escalatedAt: fork.now } });
  while (timerOf(again)) ring(again);
  expect([told(again).filter(([what]) => what === 'escalated').length, again.status('late')]).toEqual([1, 'scheduled']);
  for (const each of [world, fork, again]) agrees(each);
});

test('a fork of a paused run says what the pause had held back', () => {
  const world = asked({ remindAfter: '1h' });
  world.must({ type: 'run.paused', data: said });
  ring(world);
  const fork = forkOf(world, world.history.length, { now: world.now + 5 * HOUR });
  expect([told(fork).length, timerOf(fork)?.dueAt]).toEqual([1, fork.now + HOUR]);
  agrees(fork);
});

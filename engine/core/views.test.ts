import { describe, expect, it } from 'vitest';
import { aPlan, aScope, aState, aStep } from './state-fixture.ts';
import { countSteps, edgeViews, listIterations, listSteps, listWaits, nodeViews, pendingNodes, progressStrip, undoViews, viewStatus } from './views.ts';

const loopPlan = aPlan({
  rounds: { kind: 'loop', to: { out: 'report' } },
  ask: { scope: 'rounds', to: { out: 'answer' } },
  answer: { scope: 'rounds' },
  report: {},
});
const threeRounds = () =>
  aState(
    [
      aStep('rounds', { status: 'running', branch: null }),
      aStep('rounds[0]/ask', { openedSeq: 2 }), aStep('rounds[0]/answer', { openedSeq: 3 }),
      aStep('rounds[1]/ask', { openedSeq: 4 }), aStep('rounds[1]/answer', { openedSeq: 5, status: 'failed', handled: 'continue' }),
      aStep('rounds[2]/ask', { openedSeq: 6, status: 'scheduled', branch: null }),
    ],
    [aScope('rounds[0]', { over: true }), aScope('rounds[1]', { over: true }), aScope('rounds[2]')],
  );

describe('the status that is shown', () => {
  it('tells an error that was handled from one that was not', () => {
    expect(viewStatus(aStep('a', { status: 'failed' }))).toBe('failed');
    expect(viewStatus(aStep('a', { status: 'failed', handled: 'branch' }))).toBe('handled');
  });
  it('takes a retry as tried again once it is due', () => {
    const step = aStep('a', { status: 'retrying', dueAt: 60 });
    expect([viewStatus(step, 59), viewStatus(step, 60)]).toEqual(['retrying', 'scheduled']);
  });
  it('shows the work of an undo step as the way back', () => {
    expect(viewStatus(aStep('a', { status: 'scheduled', undoOf: 'b' }))).toBe('compensating');
    expect(viewStatus(aStep('a', { status: 'completed', undoOf: 'b' }))).toBe('compensated');
    expect(viewStatus(aStep('a', { status: 'failed', undoOf: 'b' }))).toBe('failed');
  });
});

describe('the list of steps', () => {
  it('puts what stands in a container directly after it, iteration by iteration, whatever came first', () => {
    const state = threeRounds();
    state.steps.set('late', aStep('late'));
    state.scopes.get('')!.steps.push('late');
    expect(listSteps(state).map((step) => step.path)).toEqual(['rounds', 'rounds[0]/ask', 'rounds[0]/answer', 'rounds[1]/ask', 'rounds[1]/answer', 'rounds[2]/ask', 'late']);
  });
  it('orders the tenth iteration after the second', () => {
    const state = aState([aStep('m'), aStep('m[10]/a'), aStep('m[2]/a')]);
    expect(listSteps(state).map((step) => step.path)).toEqual(['m', 'm[2]/a', 'm[10]/a']);
  });
  it('is empty before the first event', () => {
    const state = aState([]);
    state.scopes.clear();
    expect(listSteps(state)).toEqual([]);
  });
  it('counts every step once', () => {
    expect(countSteps(threeRounds())).toEqual({ running: 1, completed: 3, failed: 1, scheduled: 1 });
  });
  it('names the nodes that may still run, and none once the scope closes', () => {
    const state = threeRounds();
    expect(pendingNodes(loopPlan, state, state.scopes.get('rounds[2]')!)).toEqual(['answer']);
    expect(pendingNodes(loopPlan, state, state.scopes.get('')!)).toEqual(['report']);
    state.scopes.get('')!.closing = { cause: 'cancel', error: null };
    expect(pendingNodes(loopPlan, state, state.scopes.get('')!)).toEqual([]);
    state.status = 'failed';
    expect(pendingNodes(loopPlan, state, state.scopes.get('rounds[2]')!)).toEqual([]);
  });
});

describe('a node of the canvas', () => {
  it('shows what is going on before what is over, with all counts', () => {
    const view = nodeViews(loopPlan, threeRounds()).get('ask')!;
    expect(view).toMatchObject({ status: 'scheduled', total: 3, counts: { completed: 2, scheduled: 1 } });
    expect(view.step?.path).toBe('rounds[2]/ask');
  });
  it('is pending without a step', () => {
    expect(nodeViews(loopPlan, threeRounds()).get('report')).toEqual({ node: 'report', status: 'pending', step: null, total: 0, counts: {} });
  });
  it('shows one iteration when that is looked into', () => {
    const views = nodeViews(loopPlan, threeRounds(), { rounds: 1 });
    expect(views.get('ask')).toMatchObject({ status: 'completed', total: 1 });
    expect(views.get('answer')).toMatchObject({ status: 'handled', total: 1 });
    expect(views.get('rounds')?.total).toBe(1);
  });
  it('shows the inner iteration only within the outer one that is looked into', () => {
    const plan = aPlan({ outer: { kind: 'map' }, inner: { kind: 'map', scope: 'outer' }, work: { scope: 'inner' } });
    const state = aState([
      aStep('outer'), aStep('outer[0]/inner'), aStep('outer[1]/inner'),
      aStep('outer[0]/inner[0]/work'), aStep('outer[0]/inner[1]/work'), aStep('outer[1]/inner[0]/work'),
    ]);
    expect(nodeViews(plan, state, { outer: 0 }).get('work')?.total).toBe(2);
    expect(nodeViews(plan, state, { inner: 0 }).get('work')?.total).toBe(2);
    expect(nodeViews(plan, state, { outer: 1, inner: 0 }).get('work')?.step?.path).toBe('outer[1]/inner[0]/work');
  });
  it('takes the last step of those with the same status', () => {
    const state = aState([aStep('m[1]/a', { openedSeq: 9 }), aStep('m[0]/a', { openedSeq: 3 }), aStep('m')]);
    expect(nodeViews(aPlan({ m: { kind: 'map' }, a: { scope: 'm' } }), state).get('a')?.step?.path).toBe('m[1]/a');
  });
});

describe('an edge of the canvas', () => {
  const plan = aPlan({ check: { kind: 'condition', to: { true: 'pay', false: 'stop' } }, pay: {}, stop: {} });
  const edges = (steps: Parameters<typeof aState>[0]) => Object.fromEntries(edgeViews(plan, aState(steps)));
  it('is open until its source has its outcome', () => {
    expect(edges([])).toEqual({ 'check-true-pay': 'open', 'check-false-stop': 'open' });
    expect(edges([aStep('check', { status: 'running', branch: null })])).toEqual({ 'check-true-pay': 'open', 'check-false-stop': 'open' });
  });
  it('is taken by the branch that was left by, and dead by every other', () => {
    expect(edges([aStep('check', { branch: 'true' })])).toEqual({ 'check-true-pay': 'taken', 'check-false-stop': 'dead' });
  });
  it('is dead on every branch when the source left by none', () => {
    expect(edges([aStep('check', { status: 'skipped', branch: null })])).toEqual({ 'check-true-pay': 'dead', 'check-false-stop': 'dead' });
  });
  it('says what it leads into now', () => {
    const into = (status: 'scheduled' | 'waiting' | 'completed') => edges([aStep('check', { branch: 'true' }), aStep('pay', { status })])['check-true-pay'];
    expect([into('scheduled'), into('waiting'), into('completed')]).toEqual(['running', 'waiting', 'taken']);
  });
  it('shows the liveliest of many iterations, and the one that is looked into', () => {
    const views = (focus: Record<string, number>) => edgeViews(loopPlan, threeRounds(), focus).get('ask-out-answer');
    expect(views({})).toBe('taken');
    expect(views({ rounds: 2 })).toBe('open');
  });
});

describe('the way back of a saga', () => {
  const plan = aPlan({ book: { kind: 'saga' }, hotel: { scope: 'book', undo: 'cancelHotel' }, flight: { scope: 'book', undo: 'cancelFlight' }, car: { scope: 'book', undo: 'cancelCar' }, cancelHotel: { scope: 'book' }, cancelFlight: { scope: 'book' }, cancelCar: { scope: 'book' } });
  const entry = (path: string) => ({ path, scope: 'book', undo: `x`, output: null, closedSeq: 1, answered: true });
  it('is armed while the saga is open and a step could be undone', () => {
    const state = aState([aStep('book', { status: 'running' }), aStep('book/hotel')], [aScope('book', { log: [entry('book/hotel')] })]);
    expect(Object.fromEntries(undoViews(plan, state))).toEqual({ hotel: 'armed', flight: 'idle', car: 'idle' });
  });
  it('tells what is walked, what is being walked and what could not be undone', () => {
    const compensation = { error: null, pending: [], current: entry('book/flight'), failed: [entry('book/car')], restart: false };
    const state = aState([aStep('book', { status: 'compensating' }), aStep('book/hotel', { status: 'compensated' }), aStep('book/flight', { status: 'compensating' }), aStep('book/car')], [aScope('book', { log: [], compensation })]);
    expect(Object.fromEntries(undoViews(plan, state))).toEqual({ hotel: 'walked', flight: 'walking', car: 'stuck' });
  });
  it('is idle again when the saga is over', () => {
    const state = aState([aStep('book'), aStep('book/hotel')], [aScope('book', { log: [entry('book/hotel')], over: true })]);
    expect(undoViews(plan, state).get('hotel')).toBe('idle');
  });
});

describe('what else a page shows', () => {
  it('lists the waits, oldest first', () => {
    const wait = { kind: 'timer', dueAt: 99 } as const;
    const state = aState([aStep('b', { status: 'waiting', openedAt: 5, wait }), aStep('a', { status: 'waiting', openedAt: 7, wait }), aStep('c', { status: 'completed', wait })]);
    expect(listWaits(state).map(({ path, since }) => [path, since])).toEqual([['b', 5], ['a', 7]]);
  });
  it('draws the top level as a strip, without what is skipped', () => {
    const plan = aPlan({ start: { kind: 'start' }, a: { name: 'First' }, b: {}, c: {}, end: { kind: 'end' } });
    expect(progressStrip(plan, aState([aStep('a'), aStep('b', { status: 'skipped' })]))).toEqual([{ node: 'a', name: 'First', status: 'completed' }, { node: 'c', name: 'c', status: 'pending' }]);
  });
  it('lists the iterations of a container with how each stands', () => {
    expect(listIterations(loopPlan, threeRounds(), 'rounds').map(({ index, status }) => [index, status])).toEqual([[0, 'completed'], [1, 'completed'], [2, 'scheduled']]);
  });
  it('shows an iteration that a map collected as failed', () => {
    const container = { kind: 'map', items: [1], total: 1, concurrency: null, maximum: null, next: 1, live: new Set<number>(), results: [], errors: [{ index: 0, error: { type: 'E', message: 'm' } }], completed: 0 } as const;
    const state = aState([aStep('m', { container: { ...container, items: [1], results: [], errors: [...container.errors] } }), aStep('m[0]/a', { status: 'failed' })], [aScope('m[0]', { over: true })]);
    expect(listIterations(aPlan({ m: { kind: 'map' }, a: { scope: 'm' } }), state, 'm')[0]?.status).toBe('failed');
  });
});

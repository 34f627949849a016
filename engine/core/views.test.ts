import { describe, expect, it } from 'vitest';
import { emptyState } from './empty-state.ts';
import { evolve } from './evolve.ts';
import { aPlan, aScope, aState, aStep } from './state-fixture.ts';
import { task, worldOf } from './testing/build.fixture.ts';
import type { World } from './testing/world.fixture.ts';
import { countSteps, edgeViews, focusFilter, iterationsByContainer, iterationScopes, listSteps, listWaits, nodeViews, pendingNodes, progressStrip, repeatingContainers, scopeStatus, undoViews, viewStatus } from './views.ts';
import { wayBackOf } from './way-back.ts';

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
    expect(Object.fromEntries(undoViews(plan, state))).toEqual({ hotel: 'undone', flight: 'undoing', car: 'stuck' });
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
    expect(iterationsByContainer(threeRounds()).get('rounds')!.map(({ index, status }) => [index, status])).toEqual([[0, 'completed'], [1, 'completed'], [2, 'scheduled']]);
  });
  it('lists iterations where their container is in focus, whichever of its own is looked into', () => {
    expect(iterationsByContainer(threeRounds(), { rounds: 1 }).get('rounds')).toHaveLength(3);
    const inner = aState([aStep('o'), aStep('o[0]/i'), aStep('o[1]/i'), aStep('o[0]/i[0]/a'), aStep('o[1]/i[0]/a')], [aScope('o[0]'), aScope('o[1]'), aScope('o[0]/i[0]'), aScope('o[1]/i[0]')]);
    expect(iterationsByContainer(inner, { o: 1 }).get('i')?.map(({ scope }) => scope)).toEqual(['o[1]/i[0]']);
    expect(iterationsByContainer(inner).get('i')).toHaveLength(2);
    expect([...repeatingContainers(inner)]).toEqual(['o', 'i']);
    expect(iterationScopes(inner, { o: 1 }, 'i').map(({ path }) => path)).toEqual(['o[1]/i[0]']);
    expect(iterationScopes(inner, {}, 'i').map(({ index }) => index)).toEqual([0]);
  });
  it('shows an iteration that a map collected as failed', () => {
    const container = { kind: 'map', items: [1], total: 1, concurrency: null, maximum: null, next: 1, forwardTo: null, live: new Set<number>(), results: [], errors: [{ index: 0, error: { type: 'E', message: 'm' } }], completed: 0 } as const;
    const state = aState([aStep('m', { container: { ...container, items: [1], results: [], errors: [...container.errors] } }), aStep('m[0]/a', { status: 'failed' })], [aScope('m[0]', { over: true })]);
    expect(iterationsByContainer(state).get('m')?.[0]?.status).toBe('failed');
  });
});

describe('where the plan or the focus leaves something out', () => {
  it('tells a retry of an undo step, once it is due, as the way back', () => {
    const step = aStep('u', { status: 'retrying', dueAt: 60, undoOf: 'a' });
    expect([viewStatus(step, 59), viewStatus(step, 60), viewStatus(aStep('u', { status: 'running', undoOf: 'a' })), viewStatus(aStep('u', { status: 'cancelled', undoOf: 'a' }))]).toEqual(['retrying', 'compensating', 'compensating', 'cancelled']);
  });
  it('names no nodes of a scope, and shows no node, that the plan does not have', () => {
    const state = aState([aStep('gone', { status: 'running' }), aStep('gone/x'), aStep('report')], [aScope('gone')]);
    expect(pendingNodes(loopPlan, state, state.scopes.get('gone')!)).toEqual([]);
    expect([...nodeViews(loopPlan, state).keys()]).toEqual(['rounds', 'ask', 'answer', 'report']);
    expect(progressStrip({ ...loopPlan, scopes: new Map() }, state)).toEqual([]);
    const lacking = { ...loopPlan, nodes: new Map([...loopPlan.nodes].filter(([id]) => id !== 'report')) };
    expect(progressStrip(lacking, state).map(({ node }) => node)).toEqual(['rounds']);
  });
  it('sees a step whose scope is not known as being in focus', () => {
    expect(focusFilter(aState([aStep('rounds')]), { rounds: 1 })('nowhere')).toBe(true);
  });
  it('leaves the way back of another iteration out of the focus, and an entry whose step is gone', () => {
    const plan = aPlan({ m: { kind: 'map' }, s: { kind: 'saga', scope: 'm' }, hotel: { scope: 's', undo: 'cancel' }, cancel: { scope: 's' } });
    const entry = (path: string) => ({ path, scope: path.slice(0, path.lastIndexOf('/')), undo: 'cancel', output: null, closedSeq: 1, answered: true });
    const compensation = { error: null, pending: [entry('m[1]/s/hotel')], current: null, failed: [], restart: false };
    const state = aState(
      [aStep('m', { status: 'running' }), aStep('m[0]/s'), aStep('m[0]/s/hotel', { status: 'compensated' }), aStep('m[1]/s', { status: 'running' }), aStep('m[1]/s/hotel')],
      [aScope('m[0]'), aScope('m[1]'), aScope('m[0]/s', { over: true, log: [entry('m[0]/s/gone')] }), aScope('m[1]/s', { log: [entry('m[1]/s/gone')], compensation })],
      { openCompensations: ['m[7]/s/hotel'] },
    );
    expect([undoViews(plan, state, { m: 0 }).get('hotel'), undoViews(plan, state, { m: 1 }).get('hotel')]).toEqual(['undone', 'next']);
  });
  it('shows what could not be undone as stuck when the run is over', () => {
    const plan = aPlan({ s: { kind: 'saga' }, hotel: { scope: 's', undo: 'cancel' }, cancel: { scope: 's' } });
    const state = aState([aStep('s', { status: 'failed' }), aStep('s/hotel')], [aScope('s', { over: true })], { status: 'failed', openCompensations: ['s/hotel'] });
    expect(undoViews(plan, state).get('hotel')).toBe('stuck');
  });
  it('lists waits of the same instant by path', () => {
    const wait = { kind: 'timer', dueAt: 99 } as const;
    expect(listWaits(aState([aStep('c', { status: 'waiting', wait }), aStep('a', { status: 'waiting', wait }), aStep('b', { status: 'waiting', wait })])).map(({ path }) => path)).toEqual(['a', 'b', 'c']);
  });
});

describe('how an iteration stands', () => {
  const stands = (steps: Parameters<typeof aStep>[1][], scope: Parameters<typeof aScope>[1] = {}) => {
    const state = aState([aStep('rounds'), ...steps.map((changes, index) => aStep(`rounds[0]/n${index}`, changes))], [aScope('rounds[0]', scope)]);
    return scopeStatus(state, state.scopes.get('rounds[0]')!);
  };
  it('is running while it is open, whatever has closed in it, or what most wants to be seen', () => {
    expect([stands([]), stands([{ status: 'completed' }]), stands([{ status: 'failed', handled: 'branch' }]), stands([{ status: 'completed' }, { status: 'retrying' }, { status: 'waiting' }])]).toEqual(['running', 'running', 'running', 'retrying']);
  });
  it('is completed when nothing closed it, failed or cancelled when something did', () => {
    expect([stands([{ status: 'skipped' }], { over: true }), stands([{ status: 'failed', handled: 'continue' }], { over: true }), stands([{ status: 'compensated' }, { status: 'completed' }], { over: true })]).toEqual(['completed', 'completed', 'compensated']);
    expect([stands([], { over: true, closing: { cause: 'failure', error: { type: 'E', message: 'm' } } }), stands([], { over: true, closing: { cause: 'outer', error: null } })]).toEqual(['failed', 'cancelled']);
  });
  it('pays no heed to what a terminated run left open', () => {
    expect(stands([{ status: 'completed' }, { status: 'running' }], { over: true })).toBe('completed');
  });
  it('of the top level follows its steps', () => {
    const state = aState([aStep('a', { status: 'waiting' })]);
    expect(scopeStatus(state, state.scopes.get('')!)).toBe('waiting');
  });
});

describe('a run that was played', () => {
  /** The state a page would fold from the history. */
  const seen = (world: World) => world.history.reduce(evolve, emptyState(world.runId, { retain: true }));
  const nodes = [
    { id: 'o', type: 'map', params: { items: ['x', 'y'], concurrency: 1 } }, { id: 's', type: 'saga', parent: 'o' },
    task('hotel', { parent: 's' }), task('cancel', { parent: 's' }), task('pay', { parent: 's', onError: 'branch' }), task('mend', { parent: 's' }), task('after'),
  ];
  const played = () => worldOf(nodes, 'start>o o>after hotel>pay pay:error>mend hotel~cancel').start();
  it('keeps every iteration, and shows the inner ones in their places', () => {
    const world = played();
    for (const path of ['o[0]/s/hotel', 'o[0]/s/pay', 'o[1]/s/hotel']) world.complete(path);
    world.fail('o[1]/s/pay');
    const state = seen(world);
    expect(listSteps(state).map(({ path }) => path)).toEqual(['start', 'o', 'o[0]/s', 'o[0]/s/hotel', 'o[0]/s/pay', 'o[0]/s/mend', 'o[1]/s', 'o[1]/s/hotel', 'o[1]/s/pay', 'o[1]/s/mend']);
    expect([nodeViews(world.plan, state).get('pay')?.status, nodeViews(world.plan, state, { o: 0 }).get('pay')?.status]).toEqual(['handled', 'completed']);
    expect(nodeViews(world.plan, state).get('pay')?.counts).toEqual({ completed: 1, handled: 1 });
    expect(iterationsByContainer(state).get('o')!.map(({ index, status }) => [index, status])).toEqual([[0, 'completed'], [1, 'running']]);
    expect([undoViews(world.plan, state, { o: 0 }).get('hotel'), undoViews(world.plan, state, { o: 1 }).get('hotel')]).toEqual(['idle', 'armed']);
    expect(progressStrip(world.plan, state)).toEqual([{ node: 'o', name: 'o', status: 'running' }, { node: 'after', name: 'after', status: 'pending' }]);
  });
  it('shows the way back while it is walked and after', () => {
    const world = played();
    for (const path of ['o[0]/s/hotel', 'o[0]/s/pay', 'o[1]/s/hotel']) world.complete(path);
    world.fail('o[1]/s/pay');
    world.fail('o[1]/s/mend');
    expect([undoViews(world.plan, seen(world)).get('hotel'), nodeViews(world.plan, seen(world)).get('cancel')?.status]).toEqual(['undoing', 'compensating']);
    world.complete('o[1]/s/cancel');
    expect([undoViews(world.plan, seen(world)).get('hotel'), nodeViews(world.plan, seen(world)).get('cancel')?.status, world.state.status]).toEqual(['undone', 'compensated', 'failed']);
    expect(iterationsByContainer(seen(world)).get('o')!.map(({ status }) => status)).toEqual(['completed', 'failed']);
  });
  it('says of an undo edge what the list of the way back says of the step', () => {
    const booking = [{ id: 's', type: 'saga' }, ...['hotel', 'flight', 'pay', 'noHotel', 'noFlight'].map((id) => task(id, { parent: 's' }))];
    const walked: ((world: World) => void)[] = [
      (world) => world.complete('s/hotel'), (world) => world.complete('s/flight'), (world) => world.fail('s/pay'), (world) => world.complete('s/noFlight'),
    ];
    const both = (steps: number, terminated: boolean) => {
      const world = worldOf(booking, 'start>s hotel>flight flight>pay hotel~noHotel flight~noFlight').start();
      for (const step of walked.slice(0, steps)) step(world);
      if (terminated) world.must({ type: 'run.terminated', data: { reason: null, by: null } });
      const state = seen(world);
      const list = Object.fromEntries(wayBackOf(state, state.steps.get('s')!).map(({ node, status }) => [node, status]));
      return { list: { hotel: 'idle', flight: 'idle', ...list }, edges: Object.fromEntries(undoViews(world.plan, state)) };
    };
    for (let steps = 0; steps <= walked.length; steps++) for (const { list, edges } of [both(steps, false), both(steps, true)]) expect(edges).toEqual(list);
    expect([1, 3, 4].map((steps) => both(steps, true).edges)).toEqual([{ hotel: 'left', flight: 'idle' }, { hotel: 'left', flight: 'left' }, { hotel: 'left', flight: 'undone' }]);
  });
});

it('a state that later events were folded past is shown with the steps that it holds', () => {
  const world = worldOf([task('a'), task('b')], 'start>a a>b').start();
  const seen = { ...world.state, steps: new Map(world.state.steps) };
  world.complete('a');
  expect(listSteps(seen).map(({ path }) => path)).toEqual(['start', 'a']);
  expect(listSteps(world.state).map(({ path }) => path)).toEqual(['start', 'a', 'b']);
});

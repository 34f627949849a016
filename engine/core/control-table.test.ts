import { describe, expect, test } from 'vitest';
import type { Refusal } from './advance.ts';
import type { InputPayload } from './events.ts';
import { answerQuery } from './query.ts';
import { replay } from './replay.ts';
import { planOf, task, worldOf } from './testing/build.fixture.ts';
import { tryFork } from './testing/fork.fixture.ts';
import type { World } from './testing/world.fixture.ts';

/**
 * Every control in every status a run can have: taken, or refused with its code. A new control is one row of `CONTROLS`
 * and one of `TABLE`; a new status is one of `STATUSES`.
 */
type Input = Exclude<InputPayload, { type: 'run.started' }>;
const said = { reason: 'because', by: 'anna' };

const nodes = [
  task('a'), { id: 'ask', type: 'approval', params: { title: 'x' } }, task('goal'), { id: 's', type: 'saga' }, task('paid', { parent: 's' }), task('unpaid', { parent: 's' }), task('next', { parent: 's' }),
];
const EDGES = 'start>a a>goal start>ask start>s paid>next paid~unpaid';
const talk = { updates: { note: { set: { note: '{{ payload }}' }, result: '{{ vars.note }}' } }, queries: { note: 'vars.?note' } };
const open = (): World => worldOf(nodes, EDGES, talk).start({ timeoutMs: 60_000 });
const must = (world: World, ...inputs: Input[]): World => {
  for (const input of inputs) world.must(input);
  return world;
};
const ending = (world: World, input: Input): World => must(world, input).run();

const STATUSES = {
  running: () => open(),
  paused: () => must(open(), { type: 'run.paused', data: said }),
  cancelling: () => must(open(), { type: 'run.cancel_requested', data: said }),
  compensating: () => {
    const world = open();
    world.complete('s/paid');
    world.fail('s/next');
    return world;
  },
  completed: () => open().run(),
  failed: () => {
    const world = open();
    world.fail('a');
    return world.run();
  },
  cancelled: () => ending(open(), { type: 'run.cancel_requested', data: said }),
  terminated: () => must(open(), { type: 'run.terminated', data: said }),
  timed_out: () => {
    const world = open();
    return ending(world, { type: 'timer.fired', path: null, data: { timer: world.state.timeoutTimer ?? 0 } });
  },
} satisfies Record<string, () => World>;
type Status = keyof typeof STATUSES;

const CONTROLS = {
  pause: () => ({ type: 'run.paused', data: said }),
  resume: () => ({ type: 'run.resumed', data: said }),
  cancel: () => ({ type: 'run.cancel_requested', data: said }),
  terminate: () => ({ type: 'run.terminated', data: said }),
  retry: (world) => ({ type: 'run.retried', data: { ...said, generation: world.state.generation + 1 } }),
  'fast-forward': () => ({ type: 'run.fast_forwarded', data: { ...said, to: 'goal' } }),
  override: () => ({ type: 'run.overridden', data: { ...said, workflow: 'test', node: 'goal', params: { source: 'other' } } }),
  signal: () => ({ type: 'signal.received', data: { name: 'go', payload: null, clientId: null, by: 'anna' } }),
  update: () => ({ type: 'update.received', data: { ...said, name: 'note', payload: 1, clientId: null } }),
  decide: () => ({ type: 'approval.decided', path: 'ask', data: { outcome: 'approved', by: 'anna', comment: null, data: null, shownHash: null } }),
  delegate: () => ({ type: 'approval.delegated', path: 'ask', data: { to: ['ben'], by: 'anna', comment: null } }),
} satisfies Record<string, (world: World) => Input>;
type ControlName = keyof typeof CONTROLS;

const yes = 'taken';
type Verdict = typeof yes | Refusal['code'];
const over = { completed: 'run_over', failed: 'run_over', cancelled: 'run_over', terminated: 'run_over', timed_out: 'run_over' } as const;

const TABLE: Readonly<Record<ControlName, Readonly<Record<Status, Verdict>>>> = {
  pause: { running: yes, paused: 'already_paused', cancelling: 'already_cancelling', compensating: yes, ...over },
  resume: { running: 'not_paused', paused: yes, cancelling: 'not_paused', compensating: 'not_paused', ...over },
  cancel: { running: yes, paused: yes, cancelling: 'already_cancelling', compensating: yes, ...over },
  terminate: { running: yes, paused: yes, cancelling: yes, compensating: yes, ...over },
  retry: { running: 'run_not_over', paused: 'run_not_over', cancelling: 'run_not_over', compensating: 'run_not_over', completed: 'not_retryable', failed: yes, cancelled: 'not_retryable', terminated: 'not_retryable', timed_out: yes },
  'fast-forward': { running: yes, paused: yes, cancelling: 'already_cancelling', compensating: yes, ...over },
  override: { running: yes, paused: yes, cancelling: yes, compensating: yes, ...over },
  signal: { running: yes, paused: yes, cancelling: yes, compensating: yes, ...over },
  update: { running: yes, paused: yes, cancelling: yes, compensating: yes, ...over },
  // A run that is being cancelled has withdrawn what it asked.
  decide: { running: yes, paused: yes, cancelling: 'not_waiting', compensating: yes, ...over },
  delegate: { running: yes, paused: yes, cancelling: 'not_waiting', compensating: yes, ...over },
};

/** The next version: it does one thing more where the runs of the table have not been. */
const next = planOf([...nodes, task('more')], `${EDGES} goal>more`, talk);
const change = (world: World) => ({ from: { definitionId: 'd1', hash: world.plan.hash, version: 1 }, to: { definitionId: 'd2', hash: next.hash, version: 2 } });

/** What makes another run of one, or another version: the world that goes on, and what it was refused with. */
const MOVES = {
  fork: (world) => tryFork(world, world.state.seq),
  reset: (world) => tryFork(world, world.state.seq, { mode: 'reset' }),
  'fork to another version': (world) => tryFork(world, world.state.seq, { plan: change(world), under: next }),
  migrate: (world) => {
    const refused = world.submit({ type: 'run.migrated', data: { ...said, ...change(world) } });
    if (refused === null) world.plan = next;
    return [world, refused];
  },
} satisfies Record<string, (world: World) => [World, Refusal | null]>;
type Move = keyof typeof MOVES;

const nothing = { completed: 'nothing_left', failed: 'nothing_left', cancelled: 'nothing_left', terminated: 'nothing_left', timed_out: 'nothing_left' } as const;
const MOVES_TABLE: Readonly<Record<Move, Readonly<Record<Status, Verdict>>>> = {
  // At its end a run has nothing left to be done; cut earlier, it can be forked in any status.
  fork: { running: yes, paused: yes, cancelling: yes, compensating: yes, ...nothing },
  reset: { running: yes, paused: yes, cancelling: yes, compensating: yes, ...nothing },
  'fork to another version': { running: yes, paused: yes, cancelling: 'already_cancelling', compensating: yes, ...nothing },
  migrate: { running: yes, paused: 'run_paused', cancelling: 'already_cancelling', compensating: yes, ...over },
};

describe.each(Object.keys(STATUSES) as Status[])('a run that is %s', (status) => {
  test.each(Object.keys(CONTROLS) as ControlName[])('takes %s or says why not, and then comes to its end', (control) => {
    const world = STATUSES[status]();
    if (status !== 'cancelling') expect(world.state.status).toBe(status);
    const { seq } = world.state;
    const refused = world.submit(CONTROLS[control](world));
    expect(refused?.code ?? yes).toBe(TABLE[control][status]);
    if (refused !== null) {
      expect(refused.message).toMatch(/^[A-Z"].+\.$/s);
      expect(world.state.seq).toBe(seq);
    } else if (control !== 'signal' && control !== 'decide' && control !== 'delegate') expect(world.history[seq]).toMatchObject({ derived: false, data: said });
    if (world.state.paused) world.must({ type: 'run.resumed', data: said });
    world.run();
    expect(world.over).toBe(true);
    expect(replay(world.plan, world.runId, world.history).divergence).toBeUndefined();
  });

  test.each(Object.keys(MOVES) as Move[])('takes a %s or says why not, and both come to their end', (move) => {
    const source = STATUSES[status]();
    const first = source.plan;
    const { seq } = source.state;
    const [world, refused] = MOVES[move](source);
    expect(refused?.code ?? yes).toBe(MOVES_TABLE[move][status]);
    if (refused !== null) {
      expect(refused.message).toMatch(/^[A-Z"].+\.$/s);
      expect([source.state.seq, world.state.seq]).toEqual([seq, seq]);
    } else {
      expect(world.history[seq]).toMatchObject({ derived: false, type: move === 'migrate' ? 'run.migrated' : 'run.forked' });
      expect(world.state.paused).toBe(false);
    }
    for (const each of new Set(refused === null ? [source, world] : [source])) {
      if (each.state.paused) each.must({ type: 'run.resumed', data: said });
      each.run();
      expect(each.over).toBe(true);
      expect(replay(first, each.runId, each.history, new Map([['d2', next]])).divergence).toBeUndefined();
      if (each === world && each.plan === next && each.state.status === 'completed') expect(each.status('more')).toBe('completed');
    }
  });

  if (status in nothing) test('is forked and reset from before its end', () => {
    for (const move of ['fork', 'reset'] as const) {
      const source = STATUSES[status]();
      const [world, refused] = tryFork(source, 1 + source.history.slice(1).findIndex((event) => !event.derived), { mode: move });
      expect([refused, world.state.status]).toEqual([null, 'running']);
      expect(world.run().state.status).toBe('completed');
    }
  });

  test('answers every query, and no event comes of it', () => {
    const world = STATUSES[status]();
    const { seq } = world.state;
    for (const name of ['status', 'progress', 'pending', 'outputs', 'note']) expect(answerQuery(world.plan, world.state, name, world.now)).toMatchObject({ ok: true });
    expect(world.state.seq).toBe(seq);
  });
});

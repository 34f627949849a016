import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InputPayload, RunInput } from '../core/events.ts';
import { isRunOver } from '../core/status.ts';
import { createEngine } from '../create-engine.ts';
import type { Json } from '../definition/json.ts';
import { CommitUnknown, StoreUnavailable } from '../ports/store.ts';
import type { RunRow } from '../ports/views.ts';
import { definition, edges, node, work } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { publish } from '../testing/publish.ts';
import { until } from '../testing/until.ts';
import type { ForkRun } from './engine.ts';

let t: EngineUnderTest;
const control = { reason: null, by: null };
let inputs = 0;
const submit = (runId: string, input: InputPayload) => t.engine.submit(runId, { ...input, id: `i${(inputs += 1)}` } as RunInput);
const events = (runId: string) => t.engine.readEvents(runId, 0, 1_000);
const end = (runId: string): Promise<RunRow> => t.engine.waitForEnd(runId, 15_000);
const fork = async (runId: string, request: Partial<ForkRun> = {}): Promise<RunRow> => {
  const made = await t.engine.forkRun(runId, { mode: 'fork', ...request });
  if (!made.forked) throw new Error(`refused: ${made.refusal.code} ${made.refusal.message}`);
  return made.run;
};
const refusal = async (runId: string, request: Partial<ForkRun> = {}): Promise<string> => {
  try {
    const made = await t.engine.forkRun(runId, { mode: 'fork', ...request });
    return made.forked ? 'forked' : made.refusal.code;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};
const isReplayed = async (runId: string) => (await t.engine.replayRun(runId)).ok;

/** a, then people, then b: it stands still in the middle. */
const steps = definition('steps', [node('start', 'start'), work('a', 'note', '{{ input }}'), node('ask', 'approval', { title: 'Go on?' }), work('b', 'note', '{{ nodes.a.output }}'), node('end', 'end', { output: '{{ nodes.b.output }}' })], edges('start > a > ask', 'ask:approved > b > end'));
const approve = async (runId: string) => {
  const request = await until('a request', async () => (await t.engine.listApprovals({ runId, status: 'open' }, {})).items[0]);
  return await t.engine.decideApproval(request.id, { outcome: 'approved', by: 'anna' });
};
const start = async (workflow = 'steps', input: Json = 1, rest: object = {}): Promise<string> => (await t.engine.startRun({ workflow, input, ...rest })).run.id;
const waiting = async (workflow = 'steps', input: Json = 1, rest: object = {}): Promise<string> => {
  const id = await start(workflow, input, rest);
  await until('it waits', async () => (await t.engine.readRun(id))!.waitingFor.length > 0);
  return id;
};

beforeAll(async () => {
  t = await engineUnderTest();
  t.behaviours.set('note', (input) => input);
  t.behaviours.set('hang', (_, { signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))));
  await publish(t.database, 'steps', steps);
  const kid = definition('kid', [node('start', 'start'), work('k', 'note'), node('go', 'signal', { name: 'go' }), node('end', 'end', { output: '{{ nodes.k.output }}' })], edges('start > k > go > end'));
  await publish(t.database, 'kid', kid);
});
afterAll(async () => {
  for (const { id } of (await t.engine.listRuns({ statuses: ['running', 'paused', 'compensating'] }, { limit: 500 })).items) await submit(id, { type: 'run.terminated', data: control });
  expect(await t.closeChecked({ idle: true })).toEqual([]);
});

describe('a fork', () => {
  it('of a run that is over begins with its past and ends by itself', async () => {
    const source = await waiting();
    await approve(source);
    expect(await end(source)).toMatchObject({ status: 'completed', output: 1 });
    const before = await events(source);
    const made = await fork(source, { step: 'ask', by: 'berta', reason: 'what if' });
    const cut = before.findIndex((event) => event.type === 'step.waiting') + 1;
    expect(made).toMatchObject({ status: 'running', forkedFrom: { runId: source, seq: cut, mode: 'fork' }, key: null, parent: null, version: 1, workflowSlug: 'steps' });
    expect((await events(made.id)).slice(0, cut)).toEqual(before.slice(0, cut));
    expect((await events(made.id))[cut]).toMatchObject({ type: 'run.forked', data: { by: 'berta', reason: 'what if', source: { runId: source, seq: cut }, runId: made.id } });
    await approve(made.id);
    expect(await end(made.id)).toMatchObject({ status: 'completed', output: 1 });
    expect([await isReplayed(made.id), await isReplayed(source), await events(source)]).toEqual([true, true, before]);
    // What was done before the cut was not done again.
    expect(t.behaviours.calls.filter((call) => call.runId === made.id).map((call) => call.path)).toEqual(['b']);
    expect((await t.engine.listRuns({ forkedFromRunId: source }, {})).items.map((run) => run.id)).toEqual([made.id]);
  });

  it('starts what is open at the cut again, with what was edited', async () => {
    const source = await waiting('steps', 1);
    await approve(source);
    await end(source);
    const made = await fork(source, { step: 'b', edits: { outputs: { a: 42 } } });
    expect(await end(made.id)).toMatchObject({ status: 'completed', output: 42 });
    const again = await fork(source, { step: 'a', edits: { input: 7 } });
    await approve(again.id);
    expect(await end(again.id)).toMatchObject({ status: 'completed', output: 7 });
    expect(t.behaviours.calls.filter((call) => call.runId === again.id).map((call) => [call.path, call.input])).toEqual([['a', 7], ['b', 7]]);
    expect(await isReplayed(again.id)).toBe(true);
  });

  it('from a step that only computes computes it anew, and keeps what led to it', async () => {
    const halving = definition('halving', [node('start', 'start'), work('a', 'note', '{{ input }}'), node('go', 'signal', { name: 'go' }), node('half', 'transform', { value: '{{ nodes.a.output / 0 }}' }), node('end', 'end', { output: '{{ string(nodes.half.output) + nodes.go.output.by }}' })], edges('start > a > go > half > end'));
    const { run } = await t.engine.startRun({ definition: halving, input: 8 });
    await until('it waits', async () => (await t.engine.readRun(run.id))!.waitingFor.length > 0);
    await t.engine.signalRun(run.id, { id: 'sig-1', clientId: null, by: null, name: 'go', payload: { by: 'ada' } });
    expect(await end(run.id)).toMatchObject({ status: 'failed' });
    const before = await events(run.id);

    const told = await t.engine.planFork(run.id, { mode: 'fork', step: 'half' });
    const heard = before.findIndex((event) => event.type === 'signal.received');
    expect(told).toMatchObject({ cut: { event: heard }, refusal: null, again: [], after: [{ path: 'half' }], counts: { kept: 3, again: 0, touchesOutside: 0 } });
    const made = await fork(run.id, { step: 'half', edits: { params: { half: { value: '{{ nodes.a.output / 2 }}' } } } });
    expect(await end(made.id)).toMatchObject({ status: 'completed', output: '4ada', forkedFrom: { seq: heard } });
    // An output that is asked for goes before the one that is kept.
    const other = await fork(run.id, { step: 'half', edits: { outputs: { go: { by: 'lin' } }, params: { half: { value: 1 } } } });
    expect(await end(other.id)).toMatchObject({ status: 'completed', output: '1lin' });
    expect([await isReplayed(made.id), await isReplayed(other.id), await events(run.id)]).toEqual([true, true, before]);

    // A fork that fails there again is forked with what it was given; a retry, which takes nothing in, changes nothing.
    const worse = await fork(run.id, { step: 'half', edits: { outputs: { a: 20 }, params: { half: { value: '{{ 1 / 0 }}' }, end: { output: '{{ string(nodes.half.output) + "!" }}' } } } });
    expect(await end(worse.id)).toMatchObject({ status: 'failed' });
    const better = await fork(worse.id, { step: 'half', edits: { params: { half: { value: '{{ nodes.a.output / 2 }}' } } } });
    expect(await end(better.id)).toMatchObject({ status: 'completed', output: '10!' });
    expect(await submit(run.id, { type: 'run.retried', data: { ...control, generation: 2 } })).toMatchObject({ accepted: true });
    await until('it failed again', async () => (await events(run.id)).filter((event) => event.type === 'run.failed').length === 2);
    const after = await fork(run.id, { step: 'half', edits: { params: { half: { value: '{{ nodes.a.output / 2 }}' } } } });
    expect(await end(after.id)).toMatchObject({ status: 'completed', output: '4ada', forkedFrom: { seq: heard } });
    expect([await isReplayed(better.id), await isReplayed(after.id)]).toEqual([true, true]);
    expect(t.behaviours.calls.filter((call) => call.runId !== run.id && [made, other, worse, better, after].some(({ id }) => id === call.runId))).toEqual([]);
  });

  it('from a step that computed with the start begins after it: there is nothing before', async () => {
    const source = await waiting();
    await approve(source);
    await end(source);
    expect(await t.engine.planFork(source, { mode: 'fork', step: 'start' })).toMatchObject({ cut: { event: (await events(source)).findIndex((event, at) => at > 0 && !event.derived) }, refusal: null });
  });

  it('keeps the time a timer had left, and the decisions when it is asked to', async () => {
    const slow = definition('slow', [node('start', 'start'), node('w', 'wait', { for: '1h' }), node('ask', 'approval', { title: 'Two?', quorum: 2 })], edges('start > w', 'start > ask'), { settings: { timeout: '2h' } });
    const { run } = await t.engine.startRun({ definition: slow });
    await approve(run.id);
    const due = async (id: string) => (await t.database.query('SELECT path, due_at FROM timers WHERE run_id = $1 ORDER BY path', [id])).rows.map((row) => [row['path'], Number(row['due_at'])]);
    const theirs = await due(run.id);
    const made = await fork(run.id, { keepDecisions: true });
    const history = await events(made.id);
    const stoodStill = history.at(-1)!.at - history.at(-2)!.at;
    expect(await due(made.id)).toEqual(theirs.map(([path, at]) => [path, (at as number) + stoodStill]));
    expect((await t.engine.listApprovals({ runId: made.id, status: 'open' }, {})).items).toMatchObject([{ decisions: [{ by: 'anna', outcome: 'approved' }] }]);
    expect((await t.engine.listApprovals({ runId: (await fork(run.id)).id, status: 'open' }, {})).items).toMatchObject([{ decisions: [] }]);
    for (const { id } of [run, made]) await submit(id, { type: 'run.terminated', data: control });
  });

  it('starts an awaited child anew and leaves the source’s alone', async () => {
    const parent = definition('parent', [node('start', 'start'), node('c', 'child', { workflow: 'kid', input: '{{ input }}' }), node('end', 'end', { output: '{{ nodes.c.output }}' })], edges('start > c > end'));
    const { run } = await t.engine.startRun({ definition: parent, input: 5 });
    const childOf = (id: string) => until('a child that waits', async () => (await t.engine.listRuns({ parentRunId: id }, {})).items.find((child) => child.waitingFor.length > 0));
    const theirs = await childOf(run.id);
    const made = await fork(run.id);
    const ours = await childOf(made.id);
    expect(ours.id).not.toBe(theirs.id);
    await submit(ours.id, { type: 'signal.received', data: { name: 'go', payload: null, clientId: null, by: null } });
    expect(await end(made.id)).toMatchObject({ status: 'completed', output: 5 });
    expect((await t.engine.readRun(theirs.id))!.status).toBe('running');
    // A fork of a child is on its own: nobody waits for it.
    const alone = await fork(theirs.id);
    await submit(alone.id, { type: 'signal.received', data: { name: 'go', payload: null, clientId: null, by: null } });
    expect(await end(alone.id)).toMatchObject({ status: 'completed', parent: null });
    expect((await t.engine.readRun(run.id))!.status).toBe('running');
    await submit(run.id, { type: 'run.terminated', data: control });
  });

  it('is made once under one idempotency key, and takes no key that is taken', async () => {
    const source = await waiting('steps', 1, { key: 'k-1' });
    const [one, two] = await Promise.all([fork(source, { idempotencyKey: 'f-1' }), fork(source, { idempotencyKey: 'f-1' })]);
    expect(two.id).toBe(one.id);
    await expect(t.engine.forkRun(source, { mode: 'fork', idempotencyKey: 'f-1', keepDecisions: true })).rejects.toMatchObject({ code: 'idempotency_conflict' });
    await expect(t.engine.forkRun(source, { mode: 'fork', key: 'k-1' })).rejects.toMatchObject({ code: 'key_in_use' });
    expect((await fork(source, { key: 'k-2' })).key).toBe('k-2');
  });

  it('is refused with a reason when it cannot be made', async () => {
    const source = await waiting();
    await approve(source);
    await end(source);
    expect(await refusal(source)).toBe('nothing_left');
    expect(await refusal(source, { event: 999 })).toBe('unknown_event');
    expect(await refusal(source, { step: 'nobody' })).toBe('step_not_found');
    expect(await refusal(source, { step: 'ask', edits: { outputs: { ask: 1 } } })).toBe('invalid_edit');
    expect(await refusal(source, { step: 'ask', version: 9 })).toBe('version_not_found');
    expect(await refusal('nobody')).toBe('run_not_found');
  });

  it('says beforehand what it keeps, does again and leaves', async () => {
    const plan = definition('planned', [
      node('start', 'start'), node('orphan', 'child', { workflow: 'kid', wait: false }), work('a', 'note'), node('h', 'http', { url: 'http://127.0.0.1:1/', method: 'POST' }, { onError: 'continue', retry: { maximumAttempts: 1 } }),
      node('w', 'wait', { for: '1h' }), node('c', 'child', { workflow: 'kid' }), work('late', 'note'),
    ], edges('start > orphan', 'start > a > h > late', 'start > w', 'start > c'));
    const { run } = await t.engine.startRun({ definition: plan });
    await until('the last step', async () => (await t.engine.viewState(run.id)).steps.get('late')?.closedSeq !== undefined && (await t.engine.viewState(run.id)).steps.get('late')?.closedSeq !== null);
    const before = (await t.engine.listRuns({}, { limit: 500 })).items.length;
    const told = await t.engine.planFork(run.id, { mode: 'fork', step: 'a' });
    expect(told).toMatchObject({
      refusal: null, problems: [], counts: { again: 1, after: 2, touchesOutside: 1 },
      again: [{ path: 'a', type: 'code', touchesOutside: false }], after: [{ path: 'h', type: 'http', touchesOutside: true }, { path: 'late', touchesOutside: false }], timers: [{ path: 'w' }],
      children: [{ path: 'orphan', fate: 'stays_with_source' }, { path: 'c', fate: 'starts_anew' }],
    });
    expect((await t.engine.planFork(run.id, { mode: 'fork', edits: { outputs: { late2: 1 } } })).refusal?.code).toBe('invalid_edit');
    expect((await t.engine.listRuns({}, { limit: 500 })).items).toHaveLength(before);
    await submit(run.id, { type: 'run.terminated', data: control });
  });

  it('may be made while its source runs, twice at once, and no event of either is lost', async () => {
    const busy = definition('busy', [node('start', 'start'), node('rounds', 'loop', { count: 40 }), work('step', 'note', '{{ iteration }}', { parent: 'rounds' }), node('end', 'end', { output: '{{ nodes.rounds.output }}' })], edges('start > rounds > end'));
    const { run } = await t.engine.startRun({ definition: busy });
    const made: RunRow[] = [];
    for (let round = 0; round < 4; round++) made.push(...(await Promise.all([fork(run.id, { event: 3 + round }), fork(run.id).catch(() => null)])).filter((each) => each !== null));
    for (const { id } of [run, ...made]) expect(await end(id)).toMatchObject({ status: 'completed', output: 39 });
    for (const { id } of made) expect(await isReplayed(id)).toBe(true);
  });

  it('copies a long past within the store', async () => {
    const long = definition('long', [node('start', 'start'), node('rounds', 'loop', { count: 3_000, maximum: 3_000 }), node('t', 'transform', { value: '{{ iteration }}' }, { parent: 'rounds' }), node('ask', 'signal', { name: 'go' })], edges('start > rounds > ask'));
    const { run } = await t.engine.startRun({ definition: long });
    const asking = await until('the rounds are over', async () => (await t.engine.readRun(run.id))!.waitingFor.length > 0 && (await t.engine.readRun(run.id)));
    const made = await fork(run.id);
    expect(made.lastSeq).toBe(asking.lastSeq + 1);
    await submit(made.id, { type: 'signal.received', data: { name: 'go', payload: null, clientId: null, by: null } });
    expect(await end(made.id)).toMatchObject({ status: 'completed' });
    await submit(run.id, { type: 'run.terminated', data: control });
  });
});

describe('a reset', () => {
  const reset = (runId: string, request: Partial<ForkRun> = {}) => fork(runId, { mode: 'reset', ...request });

  it('ends its source and goes on with its key', async () => {
    const source = await waiting('steps', 1, { key: 'k-r' });
    const made = await reset(source, { step: 'a', by: 'anna' });
    expect(made).toMatchObject({ key: 'k-r', forkedFrom: { runId: source, mode: 'reset' } });
    const row = (await t.engine.readRun(source))!;
    expect([row.status, (await events(source)).at(-1)]).toMatchObject(['terminated', { type: 'run.terminated', data: { by: 'anna', reason: expect.stringContaining(made.id) } }]);
    expect((await t.engine.findRunByKey('steps', 'k-r'))?.id).toBe(made.id);
    expect((await t.engine.listApprovals({ runId: source, status: 'open' }, {})).items).toEqual([]);
    await approve(made.id);
    expect(await end(made.id)).toMatchObject({ status: 'completed', output: 1 });
  });

  it('of a run that is over leaves it as it is', async () => {
    const source = await waiting();
    await approve(source);
    await end(source);
    const before = await events(source);
    const made = await reset(source, { step: 'b' });
    expect([await events(source), (await end(made.id)).status]).toEqual([before, 'completed']);
  });

  it('ends its source and begins, or does neither', async () => {
    const source = await waiting('steps', 1, { key: 'k-x' });
    const before = await events(source);
    await t.database.query(`CREATE FUNCTION refuse_forks() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'no forks today'; END $$ LANGUAGE plpgsql`);
    await t.database.query('CREATE TRIGGER refuse_forks BEFORE INSERT ON runs FOR EACH ROW WHEN (NEW.forked_from_run_id IS NOT NULL) EXECUTE FUNCTION refuse_forks()');
    try {
      await expect(t.engine.forkRun(source, { mode: 'reset' })).rejects.toThrow('no forks today');
    } finally {
      await t.database.query('DROP TRIGGER refuse_forks ON runs');
    }
    expect([await events(source), (await t.engine.readRun(source))!.status, (await t.engine.listRuns({ forkedFromRunId: source }, {})).items]).toEqual([before, 'running', []]);
    expect((await t.engine.findRunByKey('steps', 'k-x'))?.id).toBe(source);
  });

  it('of a run that goes on meanwhile ends it once, wherever it stands', async () => {
    const busy = definition('busy', [node('start', 'start'), node('rounds', 'loop', { count: 60 }), work('step', 'note', '{{ iteration }}', { parent: 'rounds' })], edges('start > rounds'));
    for (let round = 0; round < 3; round++) {
      const { run } = await t.engine.startRun({ definition: busy });
      const made = await reset(run.id, { event: 2 });
      expect(isRunOver((await t.engine.readRun(run.id))!.status)).toBe(true);
      expect(await end(made.id)).toMatchObject({ status: 'completed' });
      expect(await isReplayed(run.id)).toBe(true);
    }
  });

  it('twice at once makes two runs and one end, and the key is with one of them', async () => {
    const source = await waiting('steps', 1, { key: 'k-two' });
    const made = await Promise.all([refusal(source, { mode: 'reset' }), refusal(source, { mode: 'reset' })]);
    expect(made.sort()).toEqual(['forked', 'key_in_use']);
    expect((await events(source)).filter((event) => event.type === 'run.terminated')).toHaveLength(1);
  });

  it('of a run that somebody’s parent waits for is refused', async () => {
    const parent = definition('parent', [node('start', 'start'), node('c', 'child', { workflow: 'kid' })], edges('start > c'));
    const { run } = await t.engine.startRun({ definition: parent });
    const child = await until('a child', async () => (await t.engine.listRuns({ parentRunId: run.id }, {})).items[0]);
    expect(await refusal(child.id, { mode: 'reset' })).toBe('child_run');
    await submit(run.id, { type: 'run.terminated', data: control });
  });
});

describe('an answer that is lost', () => {
  /** A process whose store does what it is asked to and cannot say so, once; or cannot be reached, once. */
  const forgetful = async (error: Error, done: boolean) => {
    let left = 1;
    return await createEngine({
      databaseUrl: t.database.url, redisUrl: t.redis.url, redisPrefix: t.redis.prefix,
      wrapStore: (store) => ({ ...store, async forkRun(fork) {
        if (left-- > 0) {
          if (done) await store.forkRun(fork);
          throw error;
        }
        return await store.forkRun(fork);
      } }),
    });
  };

  it.each([['fork', true], ['fork', false], ['reset', true], ['reset', false]] as const)('leaves one %s; it had been made: %s', async (mode, done) => {
    const source = await waiting('steps', 1, { key: `k-${mode}-${done}` });
    const engine = await forgetful(done ? new CommitUnknown(new Error('gone')) : new StoreUnavailable(new Error('gone')), done);
    try {
      const made = await engine.forkRun(source, { mode });
      expect(made).toMatchObject({ forked: true, created: true });
      expect((await t.engine.listRuns({ forkedFromRunId: source }, {})).items).toHaveLength(1);
      expect((await t.engine.readRun(source))!.status).toBe(mode === 'reset' ? 'terminated' : 'running');
    } finally {
      await engine.close();
    }
  });
});

describe('in each status of its source', () => {
  const hanging = definition('hanging', [node('start', 'start'), work('h', 'hang')], edges('start > h'));
  const failing = definition('failing', [node('start', 'start'), node('go', 'signal', { name: 'go' }), work('f', 'fail')], edges('start > go > f'));
  const make: Record<string, () => Promise<string>> = {
    running: () => waiting(),
    paused: async () => {
      const id = await waiting();
      await submit(id, { type: 'run.paused', data: control });
      return id;
    },
    completed: async () => {
      const id = await waiting();
      await approve(id);
      await end(id);
      return id;
    },
    failed: async () => {
      const { run } = await t.engine.startRun({ definition: failing });
      await submit(run.id, { type: 'signal.received', data: { name: 'go', payload: null, clientId: null, by: null } });
      await end(run.id);
      return run.id;
    },
    cancelled: async () => {
      const id = await waiting();
      await submit(id, { type: 'run.cancel_requested', data: control });
      await end(id);
      return id;
    },
    terminated: async () => {
      const id = await waiting();
      await submit(id, { type: 'run.terminated', data: control });
      return id;
    },
    timed_out: async () => {
      const { run } = await t.engine.startRun({ definition: { ...failing, settings: { timeout: '1ms' } } });
      await end(run.id);
      return run.id;
    },
    parked: async () => {
      const { run } = await t.engine.startRun({ definition: hanging });
      await t.database.query(`UPDATE runs SET parked = 'a bug' WHERE id = $1`, [run.id]);
      return run.id;
    },
  };

  it.each([
    ['running', 'forked', 'forked', 'forked'], ['paused', 'forked', 'forked', 'forked'], ['completed', 'nothing_left', 'forked', 'forked'], ['failed', 'nothing_left', 'forked', 'forked'],
    ['cancelled', 'nothing_left', 'forked', 'forked'], ['terminated', 'nothing_left', 'forked', 'forked'], ['timed_out', 'nothing_left', 'forked', 'forked'], ['parked', 'forked', 'forked', 'forked'],
  ])('%s: a fork of its end is %s, of its beginning %s, a reset to its beginning %s', async (status, atEnd, atStart, reset) => {
    const id = await make[status]!();
    expect([await refusal(id), await refusal(id, { event: 1 }), await refusal(id, { mode: 'reset', event: 1 })]).toEqual([atEnd, atStart, reset]);
    expect(isRunOver((await t.engine.readRun(id))!.status)).toBe(true);
    expect((await t.engine.readRun(id))!.parked).toBe(null);
  });
});

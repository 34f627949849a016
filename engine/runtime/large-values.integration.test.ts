import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Ref, refsIn } from '../definition/ref.ts';
import type { Json } from '../definition/json.ts';
import { createPostgresStore } from '../postgres/store.ts';
import { definition, edges, node, work } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { publish } from '../testing/publish.ts';
import { until } from '../testing/until.ts';

const MB = 1_048_576;
/** A value of a megabyte that is told from others by its letter. */
const big = (letter: string, more: Record<string, Json> = {}): Json => ({ body: letter.repeat(MB), letter, ...more });
const letterOf = (value: Json): string => (value as { letter: string }).letter;

let t: EngineUnderTest;
beforeAll(async () => {
  t = await engineUnderTest();
  behave(t);
  await publish(t.database, 'kid', definition('kid', [node('start', 'start'), work('a', 'relabel', '{{ input }}'), node('end', 'end', { output: '{{ nodes.a.output }}' })], edges('start > a > end')));
});
afterEach(async () => {
  expect(await t.violations()).toEqual([]);
});
afterAll(async () => {
  await t.close();
});

function behave({ behaviours }: EngineUnderTest): void {
  behaviours
    .set('make', (input) => big(String(input)))
    .set('relabel', (input) => ({ ...(input as object), letter: `${letterOf(input)}!` }))
    .set('letter', (input) => letterOf(input))
    .set('size', (input) => JSON.stringify(input).length);
}

const count = async (sql: string, ...values: unknown[]): Promise<number> => Number(Object.values((await t.database.query(sql, values)).rows[0]!)[0]);
const eventBytes = (runId: string): Promise<number> => count('SELECT sum(octet_length(data::text)) FROM events WHERE run_id = $1', runId);
const payloads = (runId: string): Promise<number> => count('SELECT count(*) FROM payloads WHERE run_id = $1', runId);

/** Several large values through a map, a loop, a child and a saga that walks back. */
const wide = definition(
  'wide',
  [
    node('start', 'start'), work('first', 'make', 'a'),
    node('each', 'map', { items: '{{ ["m", "n", "o"] }}' }), work('made', 'make', '{{ item }}', { parent: 'each' }),
    node('rounds', 'loop', { count: 3 }), work('again', 'relabel', '{{ iteration == 0 ? nodes.first.output : previous }}', { parent: 'rounds' }),
    node('child', 'child', { workflow: 'kid', input: '{{ nodes.rounds.output }}' }),
    node('trip', 'saga', {}), work('book', 'make', 's', { parent: 'trip' }), work('unbook', 'letter', '{{ compensated.output }}', { parent: 'trip' }), work('fly', 'fail', 'x', { parent: 'trip' }),
    node('look', 'condition', { if: '{{ nodes.child.output.letter == "a!!!!" && nodes.each.output.map(x, x.letter) == ["m", "n", "o"] }}' }),
    work('ask', 'size', '{{ nodes.each.output }}'), node('end', 'end', { output: { asked: '{{ nodes.ask.output }}', all: '{{ nodes.each.output }}', last: '{{ nodes.child.output }}' } }),
  ],
  [...edges('start > first > each > rounds > child > trip', 'trip:compensated > look', 'look:true > ask > end', 'book > fly'), { id: 'undo', source: 'book', target: 'unbook', kind: 'compensate' as const }],
);

describe('a run that carries values of a megabyte', () => {
  it('keeps each once beside its history, and every step gets it whole', async () => {
    const run = await t.run(wide, null, 30_000);
    expect(run).toMatchObject({ status: 'completed' });
    const calls = t.behaviours.calls.filter((call) => call.runId === run.id);
    expect(calls.find((call) => call.path === 'trip/unbook')!.input).toEqual(big('s'));
    expect(letterOf(calls.find((call) => call.path === 'rounds[2]/again')!.input)).toBe('a!!');
    expect(await eventBytes(run.id)).toBeLessThan(30_000);
    // a, m, n, o, a!, a!!, a!!!, a!!!!, s
    expect(await payloads(run.id)).toBe(9);
    expect(await t.engine.replayRun(run.id)).toMatchObject({ ok: true });
    const state = await t.engine.viewState(run.id);
    expect(refsIn(state.output).map((ref) => ref.bytes > MB)).toEqual([true, true, true, true]);
    const output = state.output as Record<string, Json>;
    expect(output['asked']).toBeGreaterThan(3 * MB);
    expect(JSON.parse((await t.engine.readLargeValue(run.id, (output['last'] as unknown as Ref).hash))!)).toEqual({ ...(big('a') as object), letter: 'a!!!!' });
    expect(run.output).toMatchObject({ all: [{ ref: { type: 'map' } }, {}, {}], last: { ref: { length: 2 } } });
  });

  it('asks for what an expression looks into when another process has decided before', async () => {
    const waits = definition('waits', [node('start', 'start'), work('a', 'make', 'w'), node('go', 'signal', { name: 'go' }), node('t', 'transform', { value: '{{ nodes.a.output.letter + nodes.go.output.letter }}' }), node('end', 'end', { output: '{{ nodes.t.output }}' })], edges('start > a > go > t > end'), { queries: { letter: '{{ nodes.a.output.letter }}', all: '{{ nodes.a.output }}' } });
    const { run } = await t.engine.startRun({ definition: waits });
    await until('it waits', async () => (await t.engine.readRun(run.id))!.waitingFor.length === 1);
    expect((await t.engine.queryRun(run.id, 'letter')).result).toBe('w');
    expect((await t.engine.queryRun(run.id, 'all')).result).toEqual(big('w'));
    expect((await t.engine.queryRun(run.id, 'outputs')).result).toMatchObject({ a: { ref: { type: 'map', length: 2 } } });
    expect(await t.engine.submit(run.id, { id: 's', type: 'signal.received', data: { name: 'go', payload: big('g'), clientId: null, by: null } })).toMatchObject({ accepted: true });
    expect(await t.engine.waitForEnd(run.id, 10_000)).toMatchObject({ status: 'completed', output: 'wg' });
    expect(await t.engine.resolveStepInput(run.id, 'a')).toMatchObject({ params: { input: 'w' } });
    expect(await t.engine.replayRun(run.id)).toMatchObject({ ok: true });
  });

  it('is forked with the values that its past names, and with large edits', async () => {
    const twice = definition('twice', [node('start', 'start'), work('a', 'make', 'x'), node('go', 'signal', { name: 'go' }), work('b', 'make', 'y'), work('c', 'letter', '{{ nodes.a.output }}'), node('end', 'end', { output: '{{ nodes.c.output }}' })], edges('start > a > go > b > c > end'));
    const { run } = await t.engine.startRun({ definition: twice });
    await until('it waits', async () => (await t.engine.readRun(run.id))!.waitingFor.length === 1);
    const cut = (await t.engine.readRun(run.id))!.lastSeq;
    await t.engine.submit(run.id, { id: 's', type: 'signal.received', data: { name: 'go', payload: null, clientId: null, by: null } });
    expect(await t.engine.waitForEnd(run.id, 10_000)).toMatchObject({ status: 'completed', output: 'x' });
    expect(await payloads(run.id)).toBe(2);
    const fork = await t.engine.forkRun(run.id, { mode: 'fork', event: cut });
    const edited = await t.engine.forkRun(run.id, { mode: 'fork', event: cut, edits: { outputs: { a: big('z') } } });
    for (const [made, letter] of [[fork, 'x'], [edited, 'z']] as const) {
      if (!made.forked) throw new Error('It was not forked.');
      // Of the source's two the past names one; the edit is another.
      expect(await payloads(made.run.id)).toBe(letter === 'x' ? 1 : 2);
      await t.engine.submit(made.run.id, { id: 's', type: 'signal.received', data: { name: 'go', payload: null, clientId: null, by: null } });
      expect(await t.engine.waitForEnd(made.run.id, 10_000)).toMatchObject({ status: 'completed', output: letter });
      expect(await t.engine.replayRun(made.run.id)).toMatchObject({ ok: true });
    }
    expect(await t.engine.planFork(run.id, { mode: 'fork', event: cut })).toMatchObject({ refusal: null });
  });

  it('leaves nothing behind when it is deleted', async () => {
    const run = await t.run(definition('gone', [node('start', 'start'), work('a', 'make', 'd')], edges('start > a')));
    expect(await payloads(run.id)).toBe(1);
    const store = createPostgresStore({ databaseUrl: t.database.url, workspaceId: 'default', process: 'large-values-test' });
    try {
      await store.syncClock();
      await until('it is deleted', async () => (await store.deleteOldRuns(store.clock.now() + 60_000, 1_000)).deleted >= 0 && (await store.readRun(run.id)) === null);
    } finally {
      await store.close();
    }
    expect(await payloads(run.id)).toBe(0);
  });

  it('is started with a large input, which its history does not hold', async () => {
    const run = await t.run(definition('in', [node('start', 'start'), work('a', 'letter', '{{ input }}'), node('end', 'end', { output: '{{ nodes.a.output }}' })], edges('start > a > end')), big('i'));
    expect(run.output).toBe('i');
    expect(await eventBytes(run.id)).toBeLessThan(5_000);
    expect((await t.engine.viewState(run.id)).input).toBeInstanceOf(Ref);
  });

  it('answers an update with what it came to, also when it comes again', async () => {
    const takes = definition('takes', [node('start', 'start'), node('go', 'signal', { name: 'go' }), node('end', 'end', { output: '{{ vars.doc.letter }}' })], edges('start > go > end'), { updates: { put: { set: { doc: '{{ payload }}' }, result: '{{ payload }}' } } });
    const { run } = await t.engine.startRun({ definition: takes });
    const update = { name: 'put', payload: big('u'), id: 'once' };
    expect(await t.engine.updateRun(run.id, update)).toMatchObject({ accepted: true, first: true, result: big('u') });
    expect(await t.engine.updateRun(run.id, update)).toMatchObject({ accepted: true, first: false, result: big('u') });
    await expect(t.engine.updateRun(run.id, { ...update, payload: big('v') })).rejects.toMatchObject({ code: 'idempotency_conflict' });
    await t.engine.submit(run.id, { id: 's', type: 'signal.received', data: { name: 'go', payload: null, clientId: null, by: null } });
    expect(await t.engine.waitForEnd(run.id, 10_000)).toMatchObject({ status: 'completed', output: 'u' });
  });

  it('hands them to a program that polls, and to whoever goes on with what an agent has recorded', async () => {
    const asks = definition('asks', [node('start', 'start'), work('a', 'make', 'q'), node('out', 'external', { queue: 'outside', input: '{{ nodes.a.output }}' }), work('talk', 'talks', '{{ nodes.out.output }}', { retry: { maximumAttempts: 2, initialInterval: '10ms' } }), node('end', 'end', { output: '{{ nodes.talk.output }}' })], edges('start > a > out > talk > end'));
    const seen: number[] = [];
    t.behaviours.set('talks', async (_input, context) => {
      seen.push(context.records.length);
      if (context.records.length > 0) return String(context.records[0]!['text']).length;
      await context.record({ kind: 'model', text: 'r'.repeat(MB) });
      throw new Error('It forgets what it was about.');
    });
    const { run } = await t.engine.startRun({ definition: asks });
    const [handed] = await t.engine.pollTasks({ queue: 'outside', worker: 'p', waitMs: 10_000, leaseMs: 60_000, limit: 1 });
    expect(handed!.input).toEqual(big('q'));
    await t.engine.completeTask(handed!.id, handed!.token, big('x'));
    expect(await t.engine.waitForEnd(run.id, 15_000)).toMatchObject({ status: 'completed', output: MB });
    expect(seen).toEqual([0, 1]);
    expect(await payloads(run.id)).toBe(3);
  });

  it('is parked, not lost, when a value that it needs is not there, and goes on when it is', async () => {
    const looks = definition('looks', [node('start', 'start'), work('a', 'make', 'p'), node('go', 'signal', { name: 'go' }), node('t', 'transform', { value: '{{ nodes.a.output.letter }}' }), node('end', 'end', { output: '{{ nodes.t.output }}' })], edges('start > a > go > t > end'));
    const { run } = await t.engine.startRun({ definition: looks });
    await until('it waits', async () => (await t.engine.readRun(run.id))!.waitingFor.length === 1);
    const { rows } = await t.database.query('DELETE FROM payloads WHERE run_id = $1 RETURNING *', [run.id]);
    await expect(t.engine.submit(run.id, { id: 's', type: 'signal.received', data: { name: 'go', payload: null, clientId: null, by: null } })).rejects.toMatchObject({ code: 'run_parked' });
    const [row] = rows;
    await t.database.query('INSERT INTO payloads (workspace_id, run_id, hash, seq, bytes, value) VALUES ($1, $2, $3, $4, $5, $6)', [row!['workspace_id'], row!['run_id'], row!['hash'], row!['seq'], row!['bytes'], row!['value']]);
    await t.engine.unparkRun(run.id);
    expect(await t.engine.waitForEnd(run.id, 10_000)).toMatchObject({ status: 'completed', output: 'p' });
  });
});

describe('a worker that is lost between two large steps', () => {
  it('leaves them to another, which reads the values it needs', async () => {
    const own = await engineUnderTest({ workers: 1 });
    try {
      behave(own);
      let stuck = true;
      own.behaviours.set('hang', (input) => (stuck ? new Promise(() => {}) : letterOf(input)));
      const { run } = await own.engine.startRun({ definition: definition('lost', [node('start', 'start'), work('a', 'make', 'l'), work('b', 'hang', '{{ nodes.a.output }}'), node('end', 'end', { output: '{{ nodes.a.output.letter + nodes.b.output }}' })], edges('start > a > b > end')) });
      await until('the first has it', () => own.behaviours.called('hang') === 1);
      stuck = false;
      await own.addWorker();
      await own.workers[0]!.stop(50);
      expect(await own.engine.waitForEnd(run.id, 15_000)).toMatchObject({ status: 'completed', output: 'll' });
      expect(own.behaviours.calls.filter((call) => call.name === 'hang').every((call) => letterOf(call.input) === 'l')).toBe(true);
    } finally {
      expect(await own.closeChecked({ idle: true })).toEqual([]);
    }
  });
});

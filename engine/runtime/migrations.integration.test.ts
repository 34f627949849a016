import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InputPayload, RunInput } from '../core/events.ts';
import { createEngine } from '../create-engine.ts';
import type { Definition } from '../definition/schema.ts';
import { CommitUnknown } from '../ports/store.ts';
import { definition, edges, node, work } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { publish, publishNext } from '../testing/publish.ts';
import { until } from '../testing/until.ts';

let t: EngineUnderTest;
const control = { reason: null, by: null };
let inputs = 0;
const submit = (runId: string, input: InputPayload, engine = t.engine) => engine.submit(runId, { ...input, id: `i${(inputs += 1)}` } as RunInput);
const go = (runId: string, engine = t.engine) => submit(runId, { type: 'signal.received', data: { name: 'go', payload: null, clientId: null, by: null } }, engine);
const move = async (runId: string, version: number | 'latest' = 'latest'): Promise<string> => {
  try {
    const moved = await t.engine.migrateRun(runId, { version });
    return moved.accepted ? 'moved' : moved.refusal.code;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

/** a, a signal, then whatever the version says. */
const version = (name: string, after: string, a = 'note'): Definition =>
  definition(name, [node('start', 'start'), work('a', a), node('go', 'signal', { name: 'go' }), work('b', after, '{{ nodes.a.output }}'), node('end', 'end', { output: { b: '{{ nodes.b.output }}', version: '{{ run.version }}' } })], edges('start > a > go > b > end'));
let made = 0;
/** A workflow with a run that waits for its signal. */
async function standing(): Promise<{ slug: string; id: string }> {
  const slug = `w${(made += 1)}`;
  await publish(t.database, slug, version(slug, 'note'));
  const { run } = await t.engine.startRun({ workflow: slug, input: 1 });
  await until('it waits', async () => (await t.engine.readRun(run.id))!.waitingFor.length > 0);
  return { slug, id: run.id };
}

beforeAll(async () => {
  t = await engineUnderTest();
  t.behaviours.set('note', (input) => input);
  t.behaviours.set('tenfold', (input) => (input as number) * 10);
});
afterAll(async () => {
  for (const { id } of (await t.engine.listRuns({ statuses: ['running', 'paused', 'compensating'] }, { limit: 500 })).items) await submit(id, { type: 'run.terminated', data: control });
  expect(await t.closeChecked({ idle: true })).toEqual([]);
});

describe('a run that waits', () => {
  it('goes on by the version it was moved to, here and in a process that had it warm', async () => {
    const { slug, id } = await standing();
    const other = await createEngine({ databaseUrl: t.database.url, redisUrl: t.redis.url, redisPrefix: t.redis.prefix });
    try {
      await submit(id, { type: 'signal.received', data: { name: 'unheard', payload: null, clientId: null, by: null } }, other);
      await publishNext(t.database, slug, version(slug, 'tenfold'));
      expect(await t.engine.planMigration(id, { version: 2 })).toEqual({ from: 1, to: 2, refusal: null, problems: [] });
      expect((await t.engine.readRun(id))!.version).toBe(1);
      expect(await move(id)).toBe('moved');
      expect(await t.engine.readRun(id)).toMatchObject({ version: 2, status: 'running' });
      await go(id, other);
      expect(await t.engine.waitForEnd(id, 15_000)).toMatchObject({ status: 'completed', output: { b: 10, version: 2 } });
      expect([(await t.engine.replayRun(id)).ok, (await t.engine.definitionsOf(id, await t.engine.readEvents(id, 0, 100))).length]).toEqual([true, 2]);
      expect((await t.engine.readEvents(id, 0, 100)).find((event) => event.type === 'run.migrated')).toMatchObject({ data: { from: { version: 1 }, to: { version: 2 } } });
    } finally {
      await other.close();
    }
  });

  it('is not moved where what it has begun means something else, and hears which', async () => {
    const { slug, id } = await standing();
    await publishNext(t.database, slug, version(slug, 'note', 'tenfold'));
    expect(await move(id, 2)).toBe('not_migratable');
    await expect(t.engine.migrateRun(id, { version: 2 })).rejects.toMatchObject({ message: expect.stringContaining('"a" has begun'), context: { problems: [{ code: 'node_changed', node: 'a', differs: ['params.source'] }] } });
    expect((await t.engine.planMigration(id, { version: 2 })).problems).toMatchObject([{ node: 'a' }]);
    expect([(await t.engine.readRun(id))!.version, await move(id, 1), await move(id, 9), await move('nobody')]).toEqual([1, 'same_version', 'version_not_found', 'run_not_found']);
    await go(id);
    expect((await t.engine.waitForEnd(id, 15_000)).output).toEqual({ b: 1, version: 1 });
  });

  it('can be forked from before its move, and into another version', async () => {
    const { slug, id } = await standing();
    await publishNext(t.database, slug, version(slug, 'tenfold'));
    expect(await move(id)).toBe('moved');
    const before = await t.engine.forkRun(id, { mode: 'fork', step: 'a' });
    const into = await t.engine.forkRun(id, { mode: 'fork', step: 'a', version: 'latest' });
    const after = await t.engine.forkRun(id, { mode: 'fork' });
    const outputs = await Promise.all([before, into, after].map(async (fork) => {
      if (!fork.forked) throw new Error(fork.refusal.message);
      await go(fork.run.id);
      const { output } = await t.engine.waitForEnd(fork.run.id, 15_000);
      return [output, (await t.engine.replayRun(fork.run.id)).ok];
    }));
    expect(outputs).toEqual([[{ b: 1, version: 1 }, true], [{ b: 10, version: 2 }, true], [{ b: 10, version: 2 }, true]]);
    await publishNext(t.database, slug, version(slug, 'note', 'tenfold'));
    await expect(t.engine.forkRun(id, { mode: 'fork', version: 3 })).rejects.toMatchObject({ code: 'not_migratable' });
    expect((await t.engine.planFork(id, { mode: 'fork', version: 3 })).problems).toMatchObject([{ node: 'a' }]);
  });
});

it('a move whose answer is lost is made once', async () => {
  const { slug, id } = await standing();
  await publishNext(t.database, slug, version(slug, 'tenfold'));
  let left = 1;
  const engine = await createEngine({
    databaseUrl: t.database.url, redisUrl: t.redis.url, redisPrefix: t.redis.prefix,
    wrapStore: (store) => ({ ...store, async commitAlone(...commit) {
      const result = await store.commitAlone(...commit);
      if (left-- > 0) throw new CommitUnknown(new Error('gone'));
      return result;
    } }),
  });
  try {
    expect(await engine.migrateRun(id, { version: 2 })).toMatchObject({ accepted: true });
    expect((await t.engine.readEvents(id, 0, 100)).filter((event) => event.type === 'run.migrated')).toHaveLength(1);
  } finally {
    await engine.close();
  }
});

describe('a run that goes on', () => {
  const busy = (name: string, last: string, rounds = 60): Definition =>
    definition(name, [node('start', 'start'), node('rounds', 'loop', { count: rounds }), work('step', 'note', '{{ iteration }}', { parent: 'rounds' }), work('last', last, '{{ nodes.rounds.output }}'), node('end', 'end', { output: '{{ nodes.last.output }}' })], edges('start > rounds > last > end'));

  it('is moved with its steps in flight, while two workers go on with it', async () => {
    await publish(t.database, 'busy', busy('busy', 'note'));
    await publishNext(t.database, 'busy', busy('busy', 'tenfold'));
    let moves = 0;
    for (let round = 0; round < 3; round++) {
      const { run } = await t.engine.startRun({ workflow: 'busy', version: 1 });
      await until('some rounds', async () => (await t.engine.readRun(run.id))!.lastSeq > 10);
      const moved = await move(run.id, 2);
      const ended = await t.engine.waitForEnd(run.id, 15_000);
      // When it was faster than the move, it says so.
      expect([moved, ended.output, ended.version]).toEqual(moved === 'moved' ? ['moved', 590, 2] : [expect.stringMatching('run_over|not_migratable'), 59, 1]);
      expect((await t.engine.replayRun(run.id)).ok).toBe(true);
      if (moved === 'moved') moves += 1;
    }
    expect(moves).toBeGreaterThan(0);
  });

  it('is moved or ends, never both in the wrong order', async () => {
    await publish(t.database, 'short', busy('short', 'note', 3));
    await publishNext(t.database, 'short', busy('short', 'tenfold', 3));
    for (let round = 0; round < 8; round++) {
      const { run } = await t.engine.startRun({ workflow: 'short', version: 1 });
      const moved = await move(run.id, 2);
      const ended = await t.engine.waitForEnd(run.id, 15_000);
      expect([moved, ended.output, ended.version]).toEqual(moved === 'moved' ? ['moved', 20, 2] : [expect.stringMatching('run_over|not_migratable'), 2, 1]);
    }
  });
});

describe('in each status', () => {
  it('a move is allowed or refused with its code', async () => {
    const { slug, id: running } = await standing();
    await publishNext(t.database, slug, version(slug, 'tenfold'));
    const another = async (then: (id: string) => Promise<unknown>): Promise<string> => {
      const { run } = await t.engine.startRun({ workflow: slug, version: 1, input: 1 });
      await until('it waits', async () => (await t.engine.readRun(run.id))!.waitingFor.length > 0);
      await then(run.id);
      return await move(run.id, 2);
    };
    const inDefinition = definition('p', [node('start', 'start'), node('c', 'child', { workflow: slug, version: 1 })], edges('start > c'));
    const { run: parent } = await t.engine.startRun({ definition: inDefinition });
    const child = await until('a child', async () => (await t.engine.listRuns({ parentRunId: parent.id }, {})).items[0]);
    const { run: pinned } = await t.engine.startRun({ workflow: slug, definition: version(slug, 'note'), pinned: { b: 1 }, input: 1 });
    expect({
      running: await move(running, 2),
      paused: await another((id) => submit(id, { type: 'run.paused', data: control })),
      completed: await another(async (id) => { await go(id); await t.engine.waitForEnd(id, 15_000); }),
      cancelled: await another(async (id) => { await submit(id, { type: 'run.cancel_requested', data: control }); await t.engine.waitForEnd(id, 15_000); }),
      terminated: await another((id) => submit(id, { type: 'run.terminated', data: control })),
      parked: await another((id) => t.database.query(`UPDATE runs SET parked = 'a bug' WHERE id = $1`, [id])),
      child: await move(child.id, 2),
      pinned: await move(pinned.id, 2),
      ofNoWorkflow: await move(parent.id, 2),
    }).toEqual({ running: 'moved', paused: 'run_paused', completed: 'run_over', cancelled: 'run_over', terminated: 'run_over', parked: 'run_parked', child: 'child_run', pinned: 'pinned_run', ofNoWorkflow: 'version_not_found' });
    await t.database.query('UPDATE runs SET parked = NULL');
  });
});

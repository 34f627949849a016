import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.ts';
import { readSnapshot, writeSnapshot } from '../core/snapshot.ts';
import type { History } from '../ports/store.ts';
import { definition, edges, node } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { until } from '../testing/until.ts';

let t: EngineUnderTest;
beforeAll(async () => {
  t = await engineUnderTest({ workers: 0 });
});
afterAll(async () => {
  expect(await t.closeChecked({ idle: true })).toEqual([]);
});

/** Waits, goes round 600 times at once, and waits again, as often as it is asked to. */
const ROUNDS = 600;
const EVENTS_OF_A_GO = 3 * ROUNDS;
const long = definition(
  'long',
  [
    node('start', 'start'), node('again', 'loop', { while: 'previous != "enough"', maximum: 100 }), node('go', 'signal', { name: 'go' }, { parent: 'again' }),
    node('rounds', 'loop', { count: ROUNDS, maximum: ROUNDS }, { parent: 'again' }), node('t', 'transform', { value: '{{ iteration }}' }, { parent: 'rounds' }),
    node('last', 'transform', { value: '{{ nodes.go.output }}' }, { parent: 'again' }), node('end', 'end', { output: '{{ nodes.again.output }}' }),
  ],
  edges('start > again > end', 'go > rounds > last'),
);

const signal = (payload: string) => ({ id: `s-${Math.random()}`, type: 'signal.received' as const, data: { name: 'go', payload, clientId: null, by: null } });
const snapshots = async (runId: string) => (await t.database.query('SELECT seq, format, hash, state FROM snapshots WHERE run_id = $1', [runId])).rows as { seq: number; format: string; hash: string; state: string }[];

/** A process that knows nothing yet, and what it reads. */
async function another() {
  const read: History[] = [];
  const engine = await createEngine({
    databaseUrl: t.database.url, redisUrl: t.redis.url, redisPrefix: t.redis.prefix,
    wrapStore: (store) => ({ ...store, async readHistories(wanted) {
      const histories = await store.readHistories(wanted);
      read.push(...histories.filter((history) => history !== undefined));
      return histories;
    } }),
  });
  return { engine, events: () => read.reduce((sum, history) => sum + history.events.length, 0), pages: () => read.length };
}

describe('a run with a long history', () => {
  let runId: string;
  beforeEach(async () => {
    const { run } = await t.engine.startRun({ definition: long });
    runId = run.id;
    await t.engine.submit(runId, signal('more'));
    await until('a snapshot', async () => (await snapshots(runId)).length === 1);
  });

  /** Hands the run to a process that has not seen it, and looks at what that reads; the run ends by it. */
  async function goOn(): Promise<{ events: number; pages: number }> {
    const other = await another();
    try {
      expect((await other.engine.submit(runId, signal('enough'))).accepted).toBe(true);
      expect(await t.engine.readRun(runId)).toMatchObject({ status: 'completed', output: 'enough' });
      expect(await t.engine.replayRun(runId)).toMatchObject({ ok: true });
      return { events: other.events(), pages: other.pages() };
    } finally {
      await other.engine.close();
    }
  }

  it('is taken up from its snapshot, and from the events after it', async () => {
    const [kept] = await snapshots(runId);
    expect(kept!.seq).toBeGreaterThan(EVENTS_OF_A_GO);
    expect((await goOn()).events).toBe(1);
  });

  it('is kept again when it has gone on, in the place of the older', async () => {
    const [first] = await snapshots(runId);
    await t.engine.submit(runId, signal('more'));
    await until('a newer one', async () => (await snapshots(runId))[0]!.seq > first!.seq);
    expect(await snapshots(runId)).toHaveLength(1);
    await goOn();
  });

  it('is folded from its events when the snapshot is damaged, which is forgotten then', async () => {
    await t.database.query(`UPDATE snapshots SET state = replace(state, '"running"', '"paused"') WHERE run_id = $1`, [runId]);
    const [kept] = await snapshots(runId);
    expect((await goOn()).events).toBeGreaterThan(EVENTS_OF_A_GO);
    await until('another one, or none', async () => (await snapshots(runId)).every(({ hash }) => hash !== kept!.hash));
  });

  it('is folded from its events when the snapshot is of another history', async () => {
    const [kept] = await snapshots(runId);
    const state = readSnapshot(kept!.state);
    state.at += 1;
    const text = writeSnapshot(state);
    await t.database.query('UPDATE snapshots SET state = $2, hash = $3 WHERE run_id = $1', [runId, text, createHash('sha256').update(text).digest('hex')]);
    expect((await goOn()).events).toBeGreaterThan(EVENTS_OF_A_GO);
  });

  it.each(['format', 'core_version'])('is folded from its events when the snapshot is of another %s', async (column) => {
    await t.database.query(`UPDATE snapshots SET ${column} = ${column === 'format' ? `'of another build'` : '99'} WHERE run_id = $1`, [runId]);
    expect((await goOn()).events).toBeGreaterThan(EVENTS_OF_A_GO);
  });

  it('is read a page at a time when there is no snapshot', async () => {
    for (let more = 0; more < 3; more++) await t.engine.submit(runId, signal('more'));
    await t.database.query('DELETE FROM snapshots WHERE run_id = $1', [runId]);
    const { events, pages } = await goOn();
    expect(events).toBeGreaterThan(4 * EVENTS_OF_A_GO);
    expect(pages).toBe(2);
  });
});

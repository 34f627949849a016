import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Definition } from '../definition/schema.ts';
import { createEngine } from '../create-engine.ts';
import { definition, edges, node } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { CommitUnknown } from '../ports/store.ts';
import { publish, publishNext } from '../testing/publish.ts';

let t: EngineUnderTest;
const lookedUp: string[] = [];
const drawingsRead: string[] = [];
/** What happens after the next starts are written, each of whose answers is lost. */
const written: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  t = await engineUnderTest({
    workers: 0,
    engine: {
      wrapStore: (store) => ({
        ...store,
        findVersion: async (workflow, version) => (lookedUp.push(`${workflow} ${version}`), await store.findVersion(workflow, version)),
        readDefinition: async (id) => (drawingsRead.push(id), await store.readDefinition(id)),
        commit: async (kind, batch) => {
          const results = await store.commit(kind, batch);
          const after = kind === 'start' ? written.shift() : undefined;
          if (after === undefined) return results;
          await after();
          throw new CommitUnknown(new Error('The connection broke.'));
        },
        readDraft: async (id) => (drawingsRead.push(id), await store.readDraft(id)),
      }),
    },
  });
});
beforeEach(() => {
  lookedUp.length = 0;
  drawingsRead.length = 0;
});
afterAll(async () => {
  expect(await t.closeChecked()).toEqual([]);
});

/** Each version says which it is, in what it gives. */
const saying = (word: string, parts: Parameters<typeof definition>[3] = {}): Definition => definition('Said', [node('start', 'start'), node('end', 'end', { output: word })], edges('start > end'), parts);
const start = async (workflow: string, more: object = {}) => (await t.engine.startRun({ workflow, ...more })).run;

describe('the latest version, once looked up', () => {
  it('is not looked up again for the next start, and its drawing is not read again', async () => {
    await publish(t.database, 'often', saying('first'));
    const runs = [await start('often'), await start('often'), ...(await Promise.all([start('often'), start('often'), start('often')]))];
    expect(runs.map(({ output, version }) => [output, version])).toEqual(runs.map(() => ['first', 1]));
    expect(lookedUp).toEqual(['often latest']);
    expect(drawingsRead).toHaveLength(1);
  });

  it.each([['by itself', 1], ['in a batch with others', 6]])('gives way to one that was published since: a start %s', async (_, many) => {
    const slug = `renewed-${many}`;
    await publish(t.database, slug, saying('first'));
    await start(slug);
    await publishNext(t.database, slug, saying('second'));
    const runs = await Promise.all(Array.from({ length: many }, () => start(slug)));
    expect(runs.map(({ output, version }) => [output, version])).toEqual(runs.map(() => ['second', 2]));
    const [first] = await t.engine.readEvents(runs[0]!.id, 0, 1);
    expect(first).toMatchObject({ type: 'run.started', data: { version: 2 } });
    expect((await t.engine.listRuns({ workflowId: slug }, {})).items).toHaveLength(many + 1);
  });

  it('does not refuse what only the newer one has', async () => {
    await publish(t.database, 'entries', saying('one way in'));
    await start('entries');
    await expect(start('entries', { entry: 'other' })).rejects.toMatchObject({ code: 'entry_not_found' });
    const both = definition('Said', [node('start', 'start'), node('other', 'start'), node('end', 'end', { output: 'two ways in' })], edges('start > end', 'other > end'));
    await publishNext(t.database, 'entries', both);
    expect(await start('entries', { entry: 'other' })).toMatchObject({ version: 2, output: 'two ways in' });
  });

  it('counts neither for a workflow that was deleted, nor under a name it has no longer, nor for another that has its slug now', async () => {
    for (const slug of ['deleted', 'named', 'moved']) {
      await publish(t.database, slug, saying(slug));
      await start(slug);
    }
    await t.database.query(`DELETE FROM workflows WHERE id = 'deleted'`);
    await expect(start('deleted')).rejects.toMatchObject({ code: 'workflow_not_found' });
    await t.database.query(`UPDATE workflows SET name = 'Renamed' WHERE id = 'named'`);
    expect(await start('named')).toMatchObject({ workflowName: 'Renamed' });
    await publish(t.database, 'other', saying('the other'));
    await expect(start('their-slug')).rejects.toMatchObject({ code: 'workflow_not_found' });
    await t.database.query(`UPDATE workflows SET slug = 'their-slug' WHERE id = 'other'`);
    expect(await start('their-slug')).toMatchObject({ output: 'the other', workflowId: 'other' });
    await publish(t.database, 'third', saying('the third'));
    await t.database.query(`UPDATE workflows SET slug = 'other-slug' WHERE id = 'other'`);
    await t.database.query(`UPDATE workflows SET slug = 'their-slug' WHERE id = 'third'`);
    expect(await start('their-slug')).toMatchObject({ output: 'the third', workflowId: 'third' });
  });

  const waits = definition('Waits', [node('start', 'start'), node('s', 'signal', { name: 'go' }), node('end', 'end')], edges('start > s > end'));
  const signal = (id: string) => ({ id, name: 'go', payload: null, clientId: null, by: null });
  const bySignal = async () => ({ input: {}, trigger: 'api' as const });

  it('gives way also when it is asked for by its id and nothing but its slug is another', async () => {
    await publish(t.database, 'by-id', waits);
    await start('by-id');
    await t.database.query(`UPDATE workflows SET slug = 'renamed-slug' WHERE id = 'by-id'`);
    expect(await start('by-id')).toMatchObject({ workflowId: 'by-id', workflowSlug: 'renamed-slug' });
    await t.database.query(`UPDATE workflows SET slug = 'again' WHERE id = 'by-id'`);
    expect(await t.engine.signalByKey('by-id', 'key-1', signal('first'), bySignal)).toMatchObject({ started: true, answer: { accepted: true } });
  });

  it('starts a run with a signal that only the newer one knows', async () => {
    await publish(t.database, 'hears', saying('deaf'));
    await start('hears');
    await publishNext(t.database, 'hears', waits);
    expect(await t.engine.signalByKey('hears', 'key-2', signal('second'), bySignal)).toMatchObject({ started: true, answer: { accepted: true } });
  });

  it.each([['another version was published', async (slug: string) => void (await publishNext(t.database, slug, saying('second')))], ['its workflow was deleted', async (slug: string) => void (await t.database.query('DELETE FROM workflows WHERE id = $1', [slug]))]])('is the version of a run that was written though its answer was lost, and since then %s', async (why, since) => {
    const slug = why.replaceAll(' ', '-');
    const ways = definition('Said', [node('start', 'start'), node('other', 'start'), node('end', 'end', { output: 'two ways in' })], edges('start > end', 'other > end'));
    await publish(t.database, slug, ways);
    await start(slug);
    written.push(() => since(slug));
    expect(await start(slug, { entry: 'other' })).toMatchObject({ version: 1, output: 'two ways in', status: 'completed' });
    expect((await t.database.query('SELECT FROM runs WHERE workflow_name = $1 AND workflow_id = $2', ['Said', slug])).rowCount).toBeLessThanOrEqual(2);
  });

  it('leaves a key that is taken what it is', async () => {
    await publish(t.database, 'keyed', waits);
    const first = await start('keyed', { key: 'k' });
    await expect(start('keyed', { key: 'k' })).rejects.toMatchObject({ code: 'key_in_use' });
    expect(await t.engine.startRun({ workflow: 'keyed', key: 'k', onConflict: 'return' })).toMatchObject({ created: false, run: { id: first.id } });
    const again = { workflow: 'keyed', idempotencyKey: 'same' };
    const begun = await t.engine.startRun(again);
    expect(await t.engine.startRun(again)).toMatchObject({ created: false, run: { id: begun.run.id } });
    for (const { id } of [first, begun.run]) await t.engine.submit(id, { id: `end-${id}`, type: 'run.cancel_requested', data: { reason: 'Over.', by: null } });
  });

  it('is known to be passed in another process, too', async () => {
    await publish(t.database, 'shared', saying('first'));
    const other = await createEngine({ databaseUrl: t.database.url, redisUrl: t.redis.url, redisPrefix: t.redis.prefix });
    try {
      expect((await other.startRun({ workflow: 'shared' })).run.version).toBe(1);
      await publishNext(t.database, 'shared', saying('second'));
      expect((await start('shared')).version).toBe(2);
      expect((await other.startRun({ workflow: 'shared' })).run).toMatchObject({ version: 2, output: 'second' });
    } finally {
      await other.close();
    }
  });
});

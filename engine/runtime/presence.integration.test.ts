import { afterEach, describe, expect, it } from 'vitest';
import { CORE_VERSION } from '../core/advance.ts';
import { createEngine } from '../create-engine.ts';
import { definition, edges, node } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { publish } from '../testing/publish.ts';
import { until } from '../testing/until.ts';
import type { Engine } from './engine.ts';

let t: EngineUnderTest;
let older: Engine | null = null;
afterEach(async () => {
  await older?.close();
  older = null;
  await t.close();
});

const one = definition('one', [node('start', 'start'), node('end', 'end')], edges('start > end'));

/** An engine without workers, as a web process is one. */
const webAlone = async () => (t = await engineUnderTest({ workers: 0 }));

/** The core that a new run takes. */
async function coreOfNext(): Promise<number | undefined> {
  const { run } = await t.engine.startRun({ definition: one });
  const [first] = await t.engine.readEvents(run.id, 0, 1);
  return first?.type === 'run.started' ? first.data.coreVersion : undefined;
}

const lastSaidByOlder = async () => Number((await t.database.query('SELECT last_seen_at AS at FROM web_processes WHERE core_version = 1')).rows[0]!['at']);
const rows = async () => Number((await t.database.query('SELECT count(*) AS n FROM web_processes')).rows[0]!['n']);

describe('the core of a new run', () => {
  it('is one that the other web processes have too, for as long as they live', async () => {
    await webAlone();
    older = await createEngine({
      databaseUrl: t.database.url, redisUrl: t.redis.url, redisPrefix: t.redis.prefix,
      wrapStore: (store) => ({ ...store, tellPresence: (process) => store.tellPresence({ ...process, coreVersion: 1 }) }),
    });
    expect(await coreOfNext()).toBe(1);
    const said = await lastSaidByOlder();
    await until('it has said so for longer than it counts by saying so once', async () => (await lastSaidByOlder()) > said + 3_000);
    expect(await coreOfNext()).toBe(1);
    await older.close();
    older = null;
    // Not by falling silent: then its row would stand for a minute.
    await until('the row of the older one is gone', async () => (await rows()) === 1);
    await until('the older one is not counted', async () => (await coreOfNext()) === CORE_VERSION);
  });

  it('leaves out a web process that was killed, whose row the next one takes away', async () => {
    await webAlone();
    await t.database.query(`INSERT INTO web_processes (workspace_id, id, core_version, last_seen_at) VALUES ('default', 'killed', 1, (extract(epoch FROM clock_timestamp()) * 1000)::int8 - 3100), ('default', 'long ago', 1, 0), ('elsewhere', 'theirs', 1, 9e15)`);
    expect(await coreOfNext()).toBe(CORE_VERSION);
    await until('the row of long ago is gone', async () => (await rows()) === 3, 4_000);
  });

  it('is known again when the connection was lost for a while', async () => {
    await webAlone();
    let fails = true;
    older = await createEngine({
      databaseUrl: t.database.url, redisUrl: t.redis.url, redisPrefix: t.redis.prefix,
      wrapStore: (store) => ({ ...store, tellPresence: (process) => (fails ? Promise.reject(new Error('lost')) : store.tellPresence({ ...process, coreVersion: 1 })) }),
    });
    expect(await coreOfNext()).toBe(CORE_VERSION);
    fails = false;
    await until('the older one is counted', async () => (await coreOfNext()) === 1, 4_000);
  });

  it('is asked for while the workflow is looked for: a start waits for both together', async () => {
    let asked: () => void = () => {};
    const question = new Promise<void>((resolve) => (asked = resolve));
    t = await engineUnderTest({
      workers: 0,
      engine: {
        wrapStore: (store) => ({
          ...store,
          lowestCore: () => (asked(), store.lowestCore()),
          findVersion: async (workflow, version) => (await question, await store.findVersion(workflow, version)),
        }),
      },
    });
    await publish(t.database, 'one', one);
    expect((await t.engine.startRun({ workflow: 'one' })).created).toBe(true);
  });
});

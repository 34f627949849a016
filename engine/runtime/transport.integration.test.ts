import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis, type RunningRedis } from '../../scripts/servers/redis.ts';
import { closeRedis, connectRedis } from '../bullmq/connection.ts';
import { createDispatcher } from '../bullmq/dispatcher.ts';
import { createListener } from '../bullmq/listener.ts';
import type { RunEvent } from '../core/events.ts';
import { createRedisBus } from '../live/redis-bus.ts';
import type { LiveBus } from '../ports/live.ts';
import { silentLog } from '../ports/log.ts';
import type { Ring } from '../ports/store.ts';
import { chain } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { until } from '../testing/until.ts';

let folder: string;
let redis: RunningRedis;
let t: EngineUnderTest;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heddle-transport-'));
  redis = await startRedis({ dataDir: folder });
  t = await engineUnderTest({ workers: 2, redisUrl: redis.url });
});
afterAll(async () => {
  await t.close();
  await redis.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the transport', () => {
  it('may forget everything in the middle of 30 runs: all of them end, none twice', async () => {
    t.behaviours.set('increment', async (input) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return (input as number) + 1;
    });
    const started = await Promise.all(Array.from({ length: 30 }, () => t.engine.startRun({ definition: chain(10), input: { n: 0 } })));
    await until('some steps are done', () => t.behaviours.calls.length > 20);
    const client = new Redis(redis.url);
    await client.flushall();
    client.disconnect();
    const ended = await Promise.all(started.map(({ run }) => t.engine.waitForEnd(run.id, 20_000)));
    expect(ended.map((run) => [run.status, run.output])).toEqual(ended.map(() => ['completed', 10]));
    expect(await t.violations({ idle: true })).toEqual([]);
  });

  it('finds out at its next beat that it was forgotten, and rings what waits', async () => {
    const marks = (): number => t.workers.reduce((sum, worker) => sum + worker.counts()['epochs']!, 0);
    const before = marks();
    const client = new Redis(redis.url);
    await client.flushall();
    client.disconnect();
    await until('one worker marks it anew', () => marks() === before + 1);
    expect(await t.run(chain(3), { n: 0 }, 10_000)).toMatchObject({ status: 'completed', output: 3 });
  });
});

describe('a queue', () => {
  it('hands out the most urgent first, what is equally urgent in its order, and what was handed back before its equals', async () => {
    const prefix = 'priorities';
    const dispatcher = createDispatcher(redis.url, prefix, 'test', silentLog);
    await until('it is connected', dispatcher.healthy);
    const ring = (seq: number, priority: number): Ring => ({ runId: 'r', seq, queue: 'q', priority, dispatch: 1 });
    await dispatcher.ring([ring(1, -100), ring(2, 0), ring(3, 1), ring(4, 100), ring(5, 1), ring(6, 0), ring(7, -1), ring(8, 100)]);
    const client = connectRedis(redis.url, 'test');
    const listener = createListener(client, prefix, ['q'], 1, silentLog);
    const taken: number[] = [];
    let refused = false;
    listener.start((rings) => {
      const back = !refused && rings[0]!.seq === 2;
      refused ||= back;
      if (!back) taken.push(rings[0]!.seq);
      return Promise.resolve({ left: back ? rings : [], claimed: Promise.resolve(), full: false });
    });
    await until('all are taken', () => taken.length === 8);
    expect([refused, taken]).toEqual([true, [4, 8, 3, 5, 2, 6, 7, 1]]);
    await listener.stop(true);
    await closeRedis(client);
    await dispatcher.close();
  });
});

describe('a watcher', () => {
  it('gets every event once and in order, from wherever it begins, live or late', async () => {
    const { run } = await t.engine.startRun({ definition: chain(10), input: { n: 0 }, willWait: true });
    const watched = [0, 0, 5].map((after) => {
      const seqs: number[] = [];
      const ended = new Promise<void>((resolve) => void t.engine.watchRun(run.id, after, { event: (event) => seqs.push(event.seq), frame: () => {}, end: resolve }));
      return { after, seqs, ended };
    });
    await Promise.all(watched.map(({ ended }) => ended));
    const { lastSeq } = (await t.engine.readRun(run.id))!;
    for (const { after, seqs } of watched) expect(seqs).toEqual(Array.from({ length: lastSeq - after }, (_, index) => after + index + 1));
  });

  it('misses nothing when publications are lost', async () => {
    const client = new Redis(redis.url);
    const { run } = await t.engine.startRun({ definition: chain(10), input: { n: 0 } });
    const seqs: number[] = [];
    const ended = new Promise<void>((resolve) => void t.engine.watchRun(run.id, 0, { event: (event) => seqs.push(event.seq), frame: () => {}, end: resolve }));
    await client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await ended;
    client.disconnect();
    expect(seqs).toEqual(Array.from({ length: (await t.engine.readRun(run.id))!.lastSeq }, (_, index) => index + 1));
  });

  it('hears the end of a run whoever asked for it, and its events once somebody has', async () => {
    const [watcher, publisher] = ['hears', 'tells'].map((name) => createRedisBus(redis.url, 'interests', name)) as [LiveBus, LiveBus];
    const heard: string[] = [];
    const tell = (type: string, runId = 'r'): void => publisher.committed(runId, [{ type }] as RunEvent[]);
    const isHeard = async (what: string, type: string, runId = 'r'): Promise<void> => {
      // What is said before the publisher is connected, or knows who watches, is not heard: it is said until it is.
      await until(`${what} is heard`, () => {
        if (!heard.includes(what)) tell(type, runId);
        return heard.includes(what);
      });
    };
    const stopEnd = await watcher.subscribeEnd('r', () => void heard.push('over'));
    const stopOther = await watcher.subscribeEnd('other', () => void heard.push('the other is over'));
    tell('step.completed');
    await isHeard('the other is over', 'run.completed', 'other');
    expect(heard, 'what is no end was said before').not.toContain('over');
    await isHeard('over', 'run.failed');
    stopOther();
    for (let time = 1; time <= 2; time++) {
      heard.length = 0;
      const stopAll = await watcher.subscribe('r', (message) => {
        if ('events' in message) heard.push(...message.events.map(({ type }) => type));
      });
      await isHeard('step.completed', 'step.completed');
      stopAll();
    }
    stopEnd();
    await Promise.all([watcher.close(), publisher.close()]);
  });

  it('of lists hears of runs', async () => {
    const heard: string[] = [];
    const stop = t.engine.watchLists((change) => void (change.type === 'run' && heard.push(`run ${change.id} ${change.status}`)));
    const run = await until('a run is heard of', async () => {
      const ended = await t.run(chain(1), { n: 0 });
      return heard.includes(`run ${ended.id} completed`) ? ended : null;
    });
    stop();
    expect(heard).toContain(`run ${run.id} running`);
  });
});

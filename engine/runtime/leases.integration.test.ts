import { afterEach, describe, expect, it } from 'vitest';
import { definition, edges, node, work } from '../testing/build.ts';
import { testRedis } from '../testing/database.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { type StallingProxy, stallingProxy } from '../testing/stalling-proxy.ts';
import { until } from '../testing/until.ts';

let t: EngineUnderTest | null = null;
let proxy: StallingProxy | null = null;
afterEach(async () => {
  await t?.close();
  t = null;
  await proxy?.close();
  proxy = null;
});

const one = definition('one', [node('start', 'start'), work('a', 'slow'), node('end', 'end', { output: '{{ nodes.a.output }}' })], edges('start > a > end'));

describe('a Redis that takes everything and answers nothing', () => {
  it('costs no worker its lease, holds up no recovery, and does not keep a worker from ending', async () => {
    proxy = await stallingProxy(testRedis().url);
    t = await engineUnderTest({ workers: 0 });
    const { database } = t;
    let finish: (value: string) => void = () => {};
    t.behaviours.set('slow', () => new Promise<string>((resolve) => (finish = resolve)));
    const worker = await t.addWorker({ redisUrl: proxy.url });
    await t.addWorker({ queues: ['elsewhere'] });
    const { run } = await t.engine.startRun({ definition: one });
    await until('the step runs', () => t!.behaviours.called('slow') === 1);
    proxy.stall();
    await until('the lease of a dead worker is judged', async () => {
      await database.query(`INSERT INTO workers (workspace_id, id, host, pid, queues, concurrency, status, version, core_version, started_at, last_seen_at) VALUES ('default', 'dead', 'h', 1, '{default}', 1, 'up', '0', 1, 0, 0) ON CONFLICT (workspace_id, id) DO UPDATE SET status = 'up'`);
      return worker.counts()['lost']! > 0;
    }, 15_000);
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect((await database.query('SELECT status, (extract(epoch FROM clock_timestamp()) * 1000)::int8 - last_seen_at < 2500 AS fresh FROM workers WHERE id = $1', [worker.id])).rows).toEqual([{ status: 'up', fresh: true }]);
    finish('done');
    expect(await t.engine.waitForEnd(run.id, 5_000)).toMatchObject({ status: 'completed', output: 'done' });
    expect(t.behaviours.called('slow')).toBe(1);
    await worker.stop(500);
  }, 60_000);
});

describe('a worker that drains for longer than a lease', () => {
  it('is draining to its end and never lost, keeps what it holds, and is off the list when it is gone', async () => {
    t = await engineUnderTest({ workers: 0 });
    const { engine, behaviours } = t;
    let finish: (value: string) => void = () => {};
    behaviours.set('slow', () => new Promise<string>((resolve) => (finish = resolve)));
    const leaving = await t.addWorker();
    const judge = await t.addWorker({ queues: ['elsewhere'] });
    const { run } = await engine.startRun({ definition: one });
    await until('the step runs', () => behaviours.called('slow') === 1);
    // It judges only after it has seen every beat for as long as a lease lasts.
    await new Promise((resolve) => setTimeout(resolve, 3_500));

    const stopped = leaving.stop(30_000);
    const seen: string[] = [];
    const over = performance.now() + 5_000;
    while (performance.now() < over) {
      seen.push((await engine.listWorkers()).find(({ id }) => id === leaving.id)?.status ?? 'gone');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(seen.at(-1)).toBe('draining');
    expect([...new Set(seen)].filter((status) => status !== 'up' && status !== 'draining')).toEqual([]);
    // Nobody takes more, but nothing waits either: no page says that a worker is missing.
    expect((await engine.listTaskQueues()).find(({ name }) => name === 'default')).toMatchObject({ workers: 0, waiting: 0, running: 1 });

    finish('done');
    await stopped;
    expect(await engine.waitForEnd(run.id, 5_000)).toMatchObject({ status: 'completed', output: 'done' });
    expect((await engine.listWorkers()).map(({ id }) => id)).toEqual([judge.id]);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(judge.counts()).toMatchObject({ lost: 0, recovered: 0 });
    expect(behaviours.called('slow')).toBe(1);
  }, 60_000);
});

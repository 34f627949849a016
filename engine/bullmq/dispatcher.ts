import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Dispatcher } from '../ports/dispatcher.ts';
import type { Log } from '../ports/log.ts';
import type { Ring } from '../ports/store.ts';
import { complaints } from './complaints.ts';
import { closeRedis, connectRedis } from './connection.ts';
import { jobOfOne, jobsOf } from './job.ts';

/** Of BullMQ's own event stream nobody reads anything. */
const STREAM = { events: { maxLen: 10 } };
const SMALLEST_BULK = 8;
const LARGEST_BULK = 500;

/** Rings by BullMQ. While Redis is away rings are dropped, not gathered: the reconciler gives them again. */
export function createDispatcher(redisUrl: string, prefix: string, process: string, log: Log): Dispatcher & { redis: Redis } {
  const redis = connectRedis(redisUrl, `${process}-ring`);
  const queues = new Map<string, Queue>();
  let waiting: { ring: Ring; apart: boolean }[] = [];
  let scheduled: Promise<void> | null = null;
  let closed = false;
  const complain = complaints(log, 'Redis does not take rings; they are given again', () => closed);

  const queueOf = (name: string): Queue => {
    let queue = queues.get(name);
    if (queue === undefined) {
      queue = new Queue(name, { connection: redis, prefix, skipVersionCheck: true, streams: STREAM });
      queue.on('error', complain);
      queues.set(name, queue);
    }
    return queue;
  };

  const flush = async (): Promise<void> => {
    const rings = waiting;
    waiting = [];
    scheduled = null;
    if (redis.status !== 'ready') return;
    const byQueue = new Map<string, { together: Ring[]; apart: Ring[] }>();
    for (const { ring, apart } of rings) {
      let same = byQueue.get(ring.queue);
      if (same === undefined) byQueue.set(ring.queue, (same = { together: [], apart: [] }));
      (apart ? same.apart : same.together).push(ring);
    }
    for (const [name, { together, apart }] of byQueue) {
      const jobs = [...jobsOf(together), ...apart.map(jobOfOne)];
      // A bulk travels in a pipeline, whose making costs as much as sending several jobs each by itself.
      if (jobs.length <= SMALLEST_BULK) await Promise.all(jobs.map(({ name: kind, data, opts }) => queueOf(name).add(kind, data, opts)));
      else for (let at = 0; at < jobs.length; at += LARGEST_BULK) await queueOf(name).addBulk(jobs.slice(at, at + LARGEST_BULK));
    }
  };

  return {
    redis,
    ring(rings, how) {
      for (const ring of rings) waiting.push({ ring, apart: how === 'apart' });
      if (rings.length > 0) scheduled ??= new Promise((resolve) => setImmediate(resolve)).then(flush).catch(complain);
      return scheduled ?? Promise.resolve();
    },
    async readEpoch() {
      return await redis.get(`${prefix}:epoch`);
    },
    async writeEpoch(epoch) {
      return (await redis.set(`${prefix}:epoch`, epoch, 'NX')) === 'OK';
    },
    healthy: () => redis.status === 'ready',
    async close() {
      closed = true;
      await scheduled;
      await Promise.allSettled([...queues.values()].map((queue) => queue.close()));
      await closeRedis(redis);
    },
  };
}

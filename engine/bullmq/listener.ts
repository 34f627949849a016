import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Listener } from '../ports/dispatcher.ts';
import type { Log } from '../ports/log.ts';
import { complaints } from './complaints.ts';
import { jobsOf, ringsOfJob } from './job.ts';

/** Jobs of one queue whose tasks are being claimed at a time; the claims of a turn share a statement. */
const MOST_CLAIMING = 32;

/**
 * Listens to task queues. A job is only a ring: it is over when its tasks are claimed. BullMQ's attempts, delays and
 * failed set stay unused; its stall check only clears away the jobs of dead listeners, whose tasks are rung again by
 * recovery long before.
 */
export function createListener(redis: Redis, prefix: string, names: readonly string[], concurrency: number, log: Log): Listener {
  const workers: Worker[] = [];
  const queues: Queue[] = [];
  let stopped = false;
  const complain = complaints(log, 'Redis does not hand out what waits; trying again', () => stopped);
  const claiming = Math.max(1, Math.min(MOST_CLAIMING, Math.ceil(concurrency / 4)));
  return {
    start(take) {
      for (const name of names) {
        const queue = new Queue(name, { connection: redis, prefix, skipVersionCheck: true, streams: { events: { maxLen: 10 } } });
        queue.on('error', complain);
        let atHand = 0;
        let isFull = false;
        let isDrained = true;
        // BullMQ begins with none of its jobs before it has as many as may be at hand or has asked for one in vain, a round
        // trip each. Of many that is right, for they are claimed together; one that comes alone would wait for nothing.
        // Who is full keeps one ear open: what it hears then goes back, unless a slot is free by then.
        const makeRoom = (): void => void (worker.concurrency = isFull || (isDrained && atHand === 0) ? 1 : claiming);
        const worker = new Worker<unknown>(
          name,
          async (job) => {
            const { rings, again } = ringsOfJob(name, job.data);
            atHand++;
            isDrained = false;
            makeRoom();
            try {
              const { left, claimed, full } = await take(rings);
              isFull = full;
              makeRoom();
              // Lost with Redis, it is rung again by the reconciler.
              if (left.length > 0) await queue.addBulk(jobsOf(left, again + 1)).catch(complain);
              await claimed;
            } finally {
              atHand--;
              makeRoom();
            }
          },
          {
            connection: redis, prefix, concurrency: 1, skipVersionCheck: true, removeOnComplete: { count: 0 }, removeOnFail: { count: 0 },
            lockDuration: 15_000, stalledInterval: 10_000, maxStalledCount: 3, drainDelay: 5, runRetryDelay: 500,
          },
        );
        worker.on('error', complain);
        worker.on('drained', () => void (isDrained = true));
        workers.push(worker);
        queues.push(queue);
      }
    },
    async pause() {
      await Promise.allSettled(workers.map((worker) => worker.pause(true)));
    },
    async stop(force) {
      stopped = true;
      await Promise.allSettled(workers.map((worker) => Promise.race([worker.close(force), new Promise((resolve) => setTimeout(resolve, 2_000).unref())])));
      await Promise.allSettled(queues.map((queue) => queue.close()));
    },
  };
}

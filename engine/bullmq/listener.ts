import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Listener } from '../ports/dispatcher.ts';
import type { Log } from '../ports/log.ts';
import { complaints } from './complaints.ts';
import { jobsOf, ringsOfJob } from './job.ts';
import { Room } from './room.ts';

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
        const room = new Room(claiming);
        const makeRoom = (): void => void (worker.concurrency = room.size);
        const worker = new Worker<unknown>(
          name,
          async (job) => {
            const { rings, again } = ringsOfJob(name, job.data);
            room.began();
            makeRoom();
            try {
              const { left, claimed, full } = await take(rings);
              room.answered(full);
              makeRoom();
              // Lost with Redis, it is rung again by the reconciler.
              if (left.length > 0) await queue.addBulk(jobsOf(left, again + 1)).catch(complain);
              await claimed;
            } finally {
              room.ended();
              makeRoom();
            }
          },
          {
            connection: redis, prefix, concurrency: room.size, skipVersionCheck: true, removeOnComplete: { count: 0 }, removeOnFail: { count: 0 },
            lockDuration: 15_000, stalledInterval: 10_000, maxStalledCount: 3, drainDelay: 5, runRetryDelay: 500,
          },
        );
        worker.on('error', complain);
        // Told as it is fetched, not as it begins.
        worker.on('active', () => room.fetched());
        worker.on('drained', () => {
          room.foundEmpty();
          makeRoom();
        });
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

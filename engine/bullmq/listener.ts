import { Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Listener } from '../ports/dispatcher.ts';
import { taskOfJob } from './job.ts';

/**
 * Listens to task queues. BullMQ's attempts, delays and failed set stay unused; its stall check only clears away the
 * jobs of dead listeners, whose tasks are rung again by recovery long before.
 */
export function createListener(redis: Redis, prefix: string, queues: readonly string[], concurrency: number): Listener {
  const workers: Worker[] = [];
  return {
    start(serve) {
      for (const name of queues) {
        const worker = new Worker(
          name,
          async (job) => {
            const task = taskOfJob(job.id);
            if (task !== null) await serve(task);
          },
          {
            connection: redis, prefix, concurrency, skipVersionCheck: true, removeOnComplete: { count: 0 }, removeOnFail: { count: 0 },
            lockDuration: 15_000, stalledInterval: 10_000, maxStalledCount: 3, drainDelay: 5, runRetryDelay: 500,
          },
        );
        worker.on('error', () => {});
        workers.push(worker);
      }
    },
    async pause() {
      await Promise.allSettled(workers.map((worker) => worker.pause(true)));
    },
    async stop(force) {
      await Promise.allSettled(workers.map((worker) => Promise.race([worker.close(force), new Promise((resolve) => setTimeout(resolve, 2_000).unref())])));
    },
  };
}

import { parentPort, workerData } from 'node:worker_threads';
import { abortSlot, type FromThread, type Job, type ThreadData, type TimedResult, type ToThread } from './protocol.ts';
import { Sandbox } from './sandbox.ts';

/** Entry of a sandbox thread: takes jobs, runs them one after the other, answers in batches. */

/** A job that takes longer than this gives the jobs behind it back, and what is done before it is answered. */
const LONG_MS = 25;
/** Results are held back no longer than this while short jobs follow each other. */
const FLUSH_MS = 2;

const port = parentPort;
if (port === null) throw new Error('This file is the entry of a worker thread.');
const { shared, timeLimitMs } = workerData as ThreadData;
const slots = new Int32Array(shared);

useUtc();
const sandbox = await Sandbox.create();
port.on('message', (message: ToThread) => runAll(message.jobs));
say({ type: 'ready' });

function say(message: FromThread): void {
  port!.postMessage(message);
}

function runAll(jobs: Job[]): void {
  for (const job of jobs) sandbox.learn(job);
  let results: TimedResult[] = [];
  let flushedAt = performance.now();
  const flush = () => {
    if (results.length > 0) say({ type: 'results', results, retire: sandbox.isSpent });
    results = [];
    flushedAt = performance.now();
  };
  const giveBack = (from: number) => {
    const behind = jobs.splice(from).map((job) => job.id);
    if (behind.length > 0) say({ type: 'returned', ids: behind });
  };
  for (let next = 0; next < jobs.length; next++) {
    if (sandbox.isSpent) {
      giveBack(next);
      break;
    }
    const job = jobs[next]!;
    const startedAt = performance.now();
    let isLong = false;
    Atomics.store(slots, 0, job.id);
    const result = sandbox.execute(job, () => {
      const elapsed = performance.now() - startedAt;
      if (!isLong && elapsed > LONG_MS) {
        isLong = true;
        flush();
        giveBack(next + 1);
      }
      return elapsed > timeLimitMs || Atomics.load(slots, abortSlot(job.id)) === job.id;
    });
    Atomics.store(slots, 0, 0);
    results.push({ ...result, ms: performance.now() - startedAt });
    if (sandbox.isSpent || performance.now() - flushedAt > FLUSH_MS) flush();
  }
  flush();
}

/** The interpreter asks this thread's Date for the time zone. A step means the same on every machine: UTC. */
function useUtc(): void {
  const date = Date.prototype;
  date.getTimezoneOffset = () => 0;
  date.getFullYear = date.getUTCFullYear;
  date.getMonth = date.getUTCMonth;
  date.getDate = date.getUTCDate;
  date.getDay = date.getUTCDay;
  date.getHours = date.getUTCHours;
  date.getMinutes = date.getUTCMinutes;
  date.getSeconds = date.getUTCSeconds;
}

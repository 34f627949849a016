import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { median, spread } from '../measure/statistics.ts';
import type { Bench, Figure } from '../bench-context.ts';

const JOBS = 5_000;
const COMMITS_MS = 700;
const QUEUE = 'bench-no-op';

/** What the same servers do without us: BullMQ jobs that do nothing, and commits of one row. */
export async function rawLimits({ heddle, options }: Bench): Promise<Figure[]> {
  const jobs = await repeat(options.repeats, () => drainJobs(heddle.servers.redisUrl));
  const alone = await repeat(options.repeats, () => commitRows(heddle.servers.databaseUrl, 1));
  const many = await repeat(options.repeats, () => commitRows(heddle.servers.databaseUrl, 32));
  return [
    { name: 'raw: BullMQ no-op jobs', value: median(jobs), unit: 'jobs/s', conditions: `${JOBS.toLocaleString('en')} waiting jobs, one process, concurrency 100, ${spread(jobs)}`, bar: null },
    { name: 'raw: commits, 1 connection', value: median(alone), unit: 'commits/s', conditions: `single-row inserts, ${spread(alone)}`, bar: null },
    { name: 'raw: commits, 32 connections', value: median(many), unit: 'commits/s', conditions: `single-row inserts, ${spread(many)}`, bar: null },
  ];
}

async function repeat(times: number, measure: () => Promise<number>): Promise<number[]> {
  await measure();
  const values: number[] = [];
  for (let time = 0; time < times; time++) values.push(await measure());
  return values;
}

async function drainJobs(redisUrl: string): Promise<number> {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const queue = new Queue(QUEUE, { connection, skipVersionCheck: true });
  await queue.addBulk(Array.from({ length: JOBS }, (_, index) => ({ name: 'n', data: index, opts: { removeOnComplete: true } })));
  let done = 0;
  let began = 0;
  const rate = await new Promise<number>((resolve, reject) => {
    const worker = new Worker(
      QUEUE,
      () => {
        if (began === 0) began = performance.now();
        if (++done === JOBS) {
          const elapsed = performance.now() - began;
          setImmediate(() => void worker.close().then(() => resolve((JOBS * 1_000) / elapsed), reject));
        }
        return Promise.resolve();
      },
      { connection, concurrency: 100, skipVersionCheck: true, removeOnComplete: { count: 0 } },
    );
    worker.on('error', reject);
  });
  await queue.obliterate({ force: true });
  await queue.close();
  connection.disconnect();
  return rate;
}

/** Single-row commits per second, one after the other on each connection. */
export async function commitRows(databaseUrl: string, connections: number): Promise<number> {
  const clients = Array.from({ length: connections }, () => new pg.Client({ connectionString: databaseUrl }));
  await Promise.all(clients.map((client) => client.connect()));
  try {
    await clients[0]!.query('CREATE TABLE IF NOT EXISTS bench_commits (id bigserial PRIMARY KEY, value int NOT NULL)');
    await clients[0]!.query('TRUNCATE bench_commits');
    const began = performance.now();
    let commits = 0;
    await Promise.all(
      clients.map(async (client) => {
        while (performance.now() - began < COMMITS_MS) {
          await client.query({ name: 'bench-commit', text: 'INSERT INTO bench_commits (value) VALUES ($1)', values: [commits] });
          commits++;
        }
      }),
    );
    const elapsed = performance.now() - began;
    await clients[0]!.query('DROP TABLE bench_commits');
    return (commits * 1_000) / elapsed;
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

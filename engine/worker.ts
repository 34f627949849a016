import pino from 'pino';
import { z } from 'zod';
import { createWorker } from './create-worker.ts';
import { queueNameSchema } from './definition/schema.ts';
import { giveBackMemory } from './runtime/give-back-memory.ts';

const whole = (minimum: number, maximum: number) => z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(minimum).max(maximum));

/**
 * What a worker process is told by its environment; docs/configuration.md has the table. `HEDDLE_REDIS_PREFIX` is for tests
 * that share a Redis: the web process takes none.
 */
const environmentSchema = z.object({
  DATABASE_URL: z.string().min(1),
  REDIS_URL: z.string().min(1),
  HEDDLE_CONCURRENCY: whole(1, 1_000).default(50),
  HEDDLE_QUEUES: z.string().default('default').transform((text) => text.split(',').map((name) => name.trim()).filter((name) => name !== '')).pipe(z.array(queueNameSchema).min(1)),
  HEDDLE_RETENTION_DAYS: whole(1, 36_500).optional(),
  HEDDLE_REDIS_PREFIX: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

async function main(): Promise<void> {
  // Code means the same on every machine; what runs short programs on this very thread asks it for the time zone.
  process.env.TZ = 'UTC';
  const parsed = environmentSchema.safeParse(Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== '')));
  if (!parsed.success) {
    for (const issue of parsed.error.issues) process.stderr.write(`${issue.path.join('.')}: ${issue.message}\n`);
    process.exitCode = 2;
    return;
  }
  const env = parsed.data;
  const log = pino({ level: env.LOG_LEVEL, base: { process: 'worker', pid: process.pid }, redact: ['databaseUrl', 'redisUrl'] });
  const ending = new AbortController();
  let stop: () => Promise<void> = () => Promise.resolve();
  const end = (signal: string): void => {
    if (ending.signal.aborted) return;
    log.info({ signal }, 'The worker drains');
    ending.abort();
    void stop().finally(() => process.exit(0));
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
  process.on('disconnect', () => end('disconnect'));
  // A slip in one step must not take the others with it: said loudly, and the process goes on only for rejections.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'A promise was rejected and nobody listened'));
  const worker = await createWorker(
    { databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL, queues: env.HEDDLE_QUEUES, concurrency: env.HEDDLE_CONCURRENCY, retentionDays: env.HEDDLE_RETENTION_DAYS ?? null, giveBackMemory, log, ...(env.HEDDLE_REDIS_PREFIX === undefined ? {} : { redisPrefix: env.HEDDLE_REDIS_PREFIX }) },
    ending.signal,
  );
  stop = () => worker.stop();
  if (ending.signal.aborted) await worker.stop();
  else process.send?.({ type: 'ready', worker: worker.id });
}

main().catch((error: unknown) => {
  if (error instanceof Error && error.name === 'AbortError') return;
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});

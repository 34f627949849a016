import { resolve } from 'node:path';
import { z } from 'zod';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

function whole(minimum: number, maximum: number, what: string) {
  const sentence = `must be a whole number from ${minimum} to ${maximum} (${what})`;
  return z
    .string()
    .regex(/^\d{1,9}$/, sentence)
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, sentence);
}

function url(protocols: string[], example: string) {
  return z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), `must be an address such as ${example}`);
}

/** The loopback addresses: until there are accounts nobody else may be let in. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** As a definition names them (`queueNameSchema`): a worker takes no other, and would end again and again over one. */
const QUEUE_NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;

/** Every setting. docs/configuration.md is checked against it. */
export const environmentSchema = z.object({
  PORT: whole(1, 65_535, 'the port of the web address').optional(),
  HOST: z.string().regex(LOOPBACK, 'must be a loopback address (127.0.0.1, ::1 or localhost): Heddle has no accounts yet, so nobody else may reach it').default('127.0.0.1'),
  HEDDLE_DATA: z.string().min(1).default('.heddle').transform((path) => resolve(path)),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgresql://user:password@host:5432/database').optional(),
  REDIS_URL: url(['redis:', 'rediss:'], 'redis://:password@host:6379').optional(),
  HEDDLE_WORKERS: whole(0, 64, 'worker processes').default(2),
  HEDDLE_CONCURRENCY: whole(1, 1_000, 'steps at once in each worker').default(50),
  HEDDLE_QUEUES: z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()).filter((name) => name !== ''))
    .refine((names) => names.length > 0 && names.every((name) => QUEUE_NAME.test(name)), 'must be names of task queues in lower-case letters, digits, dots, dashes and underscores, separated by commas, such as "default,gpu"')
    .default(['default']),
  HEDDLE_RETENTION_DAYS: whole(1, 36_500, 'days that runs are kept after their end').optional(),
  LOG_LEVEL: z.enum(LEVELS, `must be one of ${LEVELS.join(', ')}`).default('info'),
});

export type Configuration = {
  /** Undefined: 3000, or the next one that is free. */
  port: number | undefined;
  host: string;
  /** Absolute. */
  dataDir: string;
  databaseUrl: string | undefined;
  redisUrl: string | undefined;
  workers: number;
  concurrency: number;
  queues: string[];
  logLevel: (typeof LEVELS)[number];
};

/** Reads the settings. An empty value counts as not given. @throws ConfigurationError naming every problem at once, and no value: some are secrets */
export function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const given = Object.fromEntries(Object.keys(environmentSchema.shape).map((name) => [name, environment[name]?.trim() || undefined]));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) throw new ConfigurationError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
  const { data } = parsed;
  return {
    port: data.PORT,
    host: data.HOST,
    dataDir: data.HEDDLE_DATA,
    databaseUrl: data.DATABASE_URL,
    redisUrl: data.REDIS_URL,
    workers: data.HEDDLE_WORKERS,
    concurrency: data.HEDDLE_CONCURRENCY,
    queues: data.HEDDLE_QUEUES,
    logLevel: data.LOG_LEVEL,
  };
}

export class ConfigurationError extends Error {
  constructor(readonly problems: string[]) {
    super(`${problems.length === 1 ? 'A setting is' : `${problems.length} settings are`} wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}\nThe table of all settings is in docs/configuration.md.`);
    this.name = 'ConfigurationError';
  }
}

import { z } from 'zod';

/** What the web process reads from its environment. The supervisor gives all of it; the defaults serve a bare `next start`. */
const envSchema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgres:// address'),
  REDIS_URL: z.string().regex(/^rediss?:\/\//, 'must be a redis:// address'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});
export type Env = { host: string; port: number | null; databaseUrl: string; redisUrl: string; logLevel: string };

/** Reads the environment. @throws Error that names every problem at once */
export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const result = envSchema.safeParse(source);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The environment is not complete:\n  ${problems.join('\n  ')}`);
  }
  const env = result.data;
  return { host: env.HOST, port: env.PORT ?? null, databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL, logLevel: env.LOG_LEVEL };
}

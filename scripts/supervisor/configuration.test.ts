import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { queueNameSchema } from '../../engine/index.ts';
import { ConfigurationError, environmentSchema, readConfiguration } from './configuration.ts';

function problemsOf(environment: Record<string, string>): string[] {
  try {
    readConfiguration({ NODE_ENV: 'test', ...environment });
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('needs nothing', () => {
    expect(readConfiguration({ NODE_ENV: 'test', PORT: '', HEDDLE_QUEUES: ' ' })).toMatchObject({ port: undefined, host: '127.0.0.1', databaseUrl: undefined, redisUrl: undefined, workers: 2, queues: ['default'], logLevel: 'info' });
  });

  it('reads what is given', () => {
    expect(readConfiguration({ NODE_ENV: 'test', PORT: '8080', HEDDLE_QUEUES: 'default, gpu', HEDDLE_WORKERS: '0', HEDDLE_DATA: '/data', REDIS_URL: 'rediss://cache:6380', LOG_LEVEL: 'debug' })).toMatchObject({ port: 8080, queues: ['default', 'gpu'], workers: 0, dataDir: '/data', redisUrl: 'rediss://cache:6380', logLevel: 'debug' });
  });

  it('names every problem at once, and no value', () => {
    const problems = problemsOf({ PORT: '99999', HOST: '0.0.0.0', DATABASE_URL: 'mysql://me:secret@host/db', REDIS_URL: 'secret', HEDDLE_WORKERS: '-1', HEDDLE_CONCURRENCY: '1.5', HEDDLE_QUEUES: 'a,b c', HEDDLE_RETENTION_DAYS: '0', LOG_LEVEL: 'loud' });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['PORT', 'HOST', 'DATABASE_URL', 'REDIS_URL', 'HEDDLE_WORKERS', 'HEDDLE_CONCURRENCY', 'HEDDLE_QUEUES', 'HEDDLE_RETENTION_DAYS', 'LOG_LEVEL']);
    expect(problems.join()).not.toContain('secret');
  });

  it.each(['0.0.0.0', '::', '192.168.1.5', 'example.org', '127.0.0.1.evil.example'])('does not listen on %s', (host) => {
    expect(problemsOf({ HOST: host })).toHaveLength(1);
  });

  it.each(['default', 'gpu-2', 'a.b_c', 'GPU', 'a b', '-gpu', 'x'.repeat(63), 'x'.repeat(64)])('takes the task queue %j if, and only if, a definition does', (name) => {
    expect(problemsOf({ HEDDLE_QUEUES: name }).length === 0).toBe(queueNameSchema.safeParse(name).success);
  });

  it('is documented whole in docs/configuration.md', () => {
    const table = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
    const documented = [...table.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1]);
    expect(documented).toEqual(Object.keys(environmentSchema.shape));
  });
});

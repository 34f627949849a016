import { afterEach, describe, expect, it, vi } from 'vitest';
import { readConfiguration } from './configuration.ts';
import { programsOf } from './programs.ts';

afterEach(() => void vi.unstubAllEnvs());

const started = (development = false) =>
  programsOf(readConfiguration({ NODE_ENV: 'test' }), { host: '127.0.0.1', port: 1, databaseUrl: 'postgres://db', redisUrl: 'redis://cache', outsideUrl: 'http://127.0.0.1:2' }, development);

describe('a worker', () => {
  it('keeps one arena of memory, which the web process and the outside world do not', () => {
    vi.stubEnv('MALLOC_ARENA_MAX', undefined);
    const { workers, web, outside } = started();
    expect(workers.map(({ env }) => env['MALLOC_ARENA_MAX'])).toEqual(['1', '1']);
    expect([...web, ...outside].map(({ env }) => env['MALLOC_ARENA_MAX'])).toEqual([undefined, undefined]);
  });

  it('keeps as many as whoever starts us says', () => {
    vi.stubEnv('MALLOC_ARENA_MAX', '4');
    expect(started().workers.map(({ env }) => env['MALLOC_ARENA_MAX'])).toEqual(['4', '4']);
  });

  it('is told to stay small where it is bundled, and not while it is worked on', () => {
    vi.stubEnv('NODE_OPTIONS', '');
    expect(started().workers.map(({ args }) => args.includes('--initial-old-space-size=24'))).toEqual([true, true]);
    expect(started(true).workers.map(({ args }) => args.includes('--initial-old-space-size=24'))).toEqual([false, false]);
  });
});

import { Redis } from 'ioredis';

/** One policy for every connection: never give up, come back within a second, keep quiet about what is tried again. */
export function connectRedis(redisUrl: string, name: string, options: { autoPipelining?: boolean } = {}): Redis {
  const redis = new Redis(redisUrl, {
    connectionName: `heddle-${name}`,
    maxRetriesPerRequest: null,
    enableReadyCheck: true,
    enableAutoPipelining: options.autoPipelining ?? false,
    retryStrategy: (times) => Math.min(50 * times, 1_000),
    reconnectOnError: (error) => error.message.startsWith('READONLY') || error.message.startsWith('LOADING'),
  });
  // ioredis emits an error for every failed attempt; without a listener it would end the process. `healthy` tells.
  redis.on('error', () => {});
  return redis;
}

/** Ends a connection without waiting for a server that is not there. */
export async function closeRedis(redis: Redis): Promise<void> {
  if (redis.status === 'ready') await Promise.race([redis.quit().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 500).unref())]);
  redis.disconnect();
}

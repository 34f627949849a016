import { bootServers, type BootOptions, type Servers } from '../servers/boot-servers.ts';
import { startPostgres } from '../servers/postgres.ts';
import { startRedis } from '../servers/redis.ts';
import type { Log } from './log.ts';

/** Postgres and Redis that come back, at the same address, when they die. */
export type KeptServers = Servers & { pids: () => { name: string; pid: number }[] };

export async function keepServers(options: BootOptions, log: Log, changed: () => void): Promise<KeptServers> {
  const servers = await bootServers(options);
  let stopping = false;
  const watch = (name: 'postgres' | 'redis') => {
    const server = servers[name];
    void server?.process.exited.then(async ({ code, signal }) => {
      if (stopping) return;
      log.write('warn', name, `It ended (${signal ?? `code ${code}`}) and is started again.`);
      for (let delayMs = 200; !stopping; delayMs = Math.min(delayMs * 2, 10_000)) {
        try {
          await restart(name);
          if (stopping) return void (await servers[name]?.stop());
          changed();
          return watch(name);
        } catch (error) {
          log.write('error', name, error instanceof Error ? error.message : String(error));
          await new Promise((resolve) => setTimeout(resolve, delayMs));
        }
      }
    });
  };
  const restart = async (name: 'postgres' | 'redis') => {
    const shared = { dataDir: options.dataDir, ...(options.log ? { log: options.log } : {}) };
    if (name === 'postgres' && servers.postgres) servers.postgres = await startPostgres({ ...shared, port: servers.postgres.port });
    if (name === 'redis' && servers.redis) servers.redis = await startRedis({ ...shared, port: servers.redis.port, password: decodeURIComponent(new URL(servers.redis.url).password), ...(options.redisKind ? { kind: options.redisKind } : {}) });
  };
  watch('postgres');
  watch('redis');
  return Object.assign(servers, {
    stop: async () => {
      stopping = true;
      await servers.redis?.stop();
      await servers.postgres?.stop();
    },
    pids: () => (['postgres', 'redis'] as const).flatMap((name) => (servers[name] === undefined ? [] : [{ name, pid: servers[name].process.pid }])),
  });
}

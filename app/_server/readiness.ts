import type { Readiness } from '@/engine/index.ts';
import { server } from './server.ts';

const MESSAGE_LENGTH = 300;

/** Whether this process can serve: Postgres, Redis and the migrations. Never throws; what is missing is named. */
export async function readReadiness(): Promise<Readiness> {
  const started = performance.now();
  try {
    const health = await (await server()).engine.health();
    const ms = Math.round((performance.now() - started) * 10) / 10;
    const check = ({ ok, detail }: { ok: boolean; detail: string }) => ({ ok, message: detail.slice(0, MESSAGE_LENGTH), ms });
    return { ok: health.postgres.ok && health.redis.ok && health.migrations.ok, checks: { postgres: check(health.postgres), redis: check(health.redis), migrations: check(health.migrations) } };
  } catch {
    const unknown = { ok: false, message: 'The engine could not be started; its log says why.', ms: null };
    return { ok: false, checks: { postgres: unknown, redis: unknown, migrations: unknown } };
  }
}

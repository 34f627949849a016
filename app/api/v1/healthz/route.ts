import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { VERSION } from '@/app/_server/version.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.health, () => ({ status: 200, body: { ok: true, version: VERSION, uptimeMs: Math.round(process.uptime() * 1_000) } })),
});

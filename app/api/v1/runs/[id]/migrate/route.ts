import { operations } from '@/engine/server.ts';
import { migrateRun } from '@/app/_server/fork-run.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.migrateRun, async ({ params, body }) => migrateRun((await server()).engine, params.id, body)),
});

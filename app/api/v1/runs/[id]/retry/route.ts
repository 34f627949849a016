import { operations } from '@/engine/server.ts';
import { retryRun } from '@/app/_server/control-run.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.retryRun, async ({ params, body }) => retryRun((await server()).engine, params.id, body)),
});

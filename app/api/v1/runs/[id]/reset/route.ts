import { operations } from '@/engine/server.ts';
import { forkRun } from '@/app/_server/fork-run.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.resetRun, async ({ params, body }) => forkRun((await server()).engine, params.id, 'reset', body)),
});

import { operations } from '@/engine/server.ts';
import { overrideRun } from '@/app/_server/control-run.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.overrideRun, async ({ params, body }) => overrideRun((await server()).engine, params.id, body)),
});

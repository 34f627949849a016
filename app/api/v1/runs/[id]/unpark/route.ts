import { operations } from '@/engine/server.ts';
import { unparkRun } from '@/app/_server/control-run.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.unparkRun, async ({ params, body }) => unparkRun((await server()).engine, params.id, body)),
});

import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';
import { heartbeatTask } from '@/app/_server/external-tasks.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.heartbeatTask, async ({ params, body }) => ({ status: 200, body: await heartbeatTask((await server()).engine, params.id, body) })),
});

import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';
import { pollTasks } from '@/app/_server/external-tasks.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.pollTasks, async ({ params, body, request }) => ({ status: 200, body: await pollTasks((await server()).engine, params.queue, body, request.signal) })),
});

import { operations } from '@/engine/server.ts';
import { limitQueue } from '@/app/_server/operations-views.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  PUT: route(operations.limitTaskQueue, async ({ params, body }) => ({ status: 200, body: await limitQueue((await server()).engine, params.name, body) })),
  DELETE: route(operations.unlimitTaskQueue, async ({ params }) => {
    await (await server()).engine.setQueueLimits(params.name, null, null);
    return { status: 204 };
  }),
});

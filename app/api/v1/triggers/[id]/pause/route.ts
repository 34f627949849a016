import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';
import { toTrigger } from '@/app/_server/trigger-views.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.pauseTrigger, async ({ params, body: { by, reason } }) => {
    const { engine } = await server();
    return { status: 200, body: toTrigger(engine, await engine.pauseTrigger(params.id, { by: by || null, reason: reason || null })) };
  }),
});

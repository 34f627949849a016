import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.fireTrigger, async ({ params, body }) => {
    const runId = await (await server()).engine.fireTrigger(params.id, body.id ?? null);
    return { status: 201, body: { runId }, headers: { location: `/api/v1/runs/${runId}` } };
  }),
});

import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.dismissDeadLetter, async ({ params, body }) => ({ status: 200, body: await (await server()).engine.dismissDeadLetter(params.id, { reason: body.reason || null, by: body.by || null }) })),
});

import { operations } from '@/engine/server.ts';
import { retryDeadLetter } from '@/app/_server/operations-views.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.retryDeadLetter, async ({ params, body }) => ({ status: 200, body: await retryDeadLetter((await server()).engine, params.id, body) })),
});

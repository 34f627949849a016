import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';
import { receiveHook } from '@/app/_server/receive-hook.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.receiveHook, async ({ params, query, request }) => receiveHook(await server(), params.token, request, query.wait)),
});

import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.listTaskQueues, async () => ({ status: 200, body: { items: await (await server()).engine.listTaskQueues(), nextCursor: null } })),
});

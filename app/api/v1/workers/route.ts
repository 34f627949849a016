import { operations } from '@/engine/server.ts';
import { toWorker } from '@/app/_server/operations-views.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.listWorkers, async () => ({ status: 200, body: { items: (await (await server()).engine.listWorkers()).map(toWorker), nextCursor: null } })),
});

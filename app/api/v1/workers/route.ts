import { operations } from '@/engine/server.ts';
import { toWorker } from '@/app/_server/operations-views.ts';
import { pageOfList } from '@/app/_server/paging.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.listWorkers, async ({ query }) => {
    const { items, nextCursor } = pageOfList(await (await server()).engine.listWorkers(), ({ startedAt, id }) => [startedAt, id], query);
    return { status: 200, body: { items: items.map(toWorker), nextCursor } };
  }),
});

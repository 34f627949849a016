import { operations } from '@/engine/server.ts';
import { toDeadLetter } from '@/app/_server/operations-views.ts';
import { pageRequest } from '@/app/_server/paging.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.listDeadLetters, async ({ query }) => {
    const page = await (await server()).engine.listDeadLetters(pageRequest(query, ['number', 'string']));
    return { status: 200, body: { items: page.items.map(toDeadLetter), nextCursor: page.nextCursor } };
  }),
});

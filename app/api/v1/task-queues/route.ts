import type { TaskQueue } from '@/engine/index.ts';
import { operations } from '@/engine/server.ts';
import { toTaskQueue } from '@/app/_server/operations-views.ts';
import { pageOfList } from '@/app/_server/paging.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

/** Of two queues of one name the one for programs outside comes second. */
const nameOf = ({ name, external }: TaskQueue): string => `${name} ${external ? 1 : 0}`;

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.listTaskQueues, async ({ query }) => {
    // In the order that cursors are compared in: the database may sort names by other rules.
    const queues = (await (await server()).engine.listTaskQueues()).map(toTaskQueue).toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    return { status: 200, body: pageOfList(queues, (queue) => [0, nameOf(queue)], query) };
  }),
});

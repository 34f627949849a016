import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';
import { pageRequest } from '@/app/_server/paging.ts';
import { toTrigger } from '@/app/_server/trigger-views.ts';
import { requireWorkflowBrief } from '@/app/_server/workflow-views.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.listTriggers, async ({ query: { workflow, ...page } }) => {
    const own = await server();
    const filter = workflow === undefined ? {} : { workflowId: (await requireWorkflowBrief(own, workflow)).id };
    const { items, nextCursor } = await own.engine.listTriggers(filter, pageRequest(page, ['number', 'string']));
    return { status: 200, body: { items: items.map((row) => toTrigger(own.engine, row)), nextCursor } };
  }),
});

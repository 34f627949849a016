import { operations } from '@/engine/server.ts';
import { createUniqueWorkflow } from '@/app/_server/create-workflow.ts';
import { invalidCursor, USUAL_PAGE } from '@/app/_server/paging.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';
import { etagOf, toSummaries, toWorkflow } from '@/app/_server/workflow-views.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.listWorkflows, async ({ query: { q, folder, tag, limit, cursor } }) => {
    const app = await server();
    const page = await app.workflows.list({ text: q, folder, tag }, { limit: limit ?? USUAL_PAGE, cursor });
    if (page === null) throw invalidCursor();
    return { status: 200, body: { items: await toSummaries(app, page.items), nextCursor: page.nextCursor } };
  }),
  POST: route(operations.createWorkflow, async ({ body }) => {
    const app = await server();
    const record = await createUniqueWorkflow(app, body);
    return { status: 201, body: await toWorkflow(app, record), headers: { etag: etagOf(record.revision), location: `/api/v1/workflows/${record.id}` } };
  }),
});

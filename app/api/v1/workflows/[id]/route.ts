import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { removeWorkflow, saveDraft } from '@/app/_server/save-workflow.ts';
import { server } from '@/app/_server/server.ts';
import { etagOf, readIfMatch, requireWorkflow, toWorkflow } from '@/app/_server/workflow-views.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.getWorkflow, async ({ params }) => {
    const app = await server();
    const record = await requireWorkflow(app, params.id);
    return { status: 200, body: await toWorkflow(app, record), headers: { etag: etagOf(record.revision) } };
  }),
  PUT: route(operations.saveWorkflow, async ({ params, body, request }) => {
    const app = await server();
    const record = await saveDraft(app, params.id, readIfMatch(request), body);
    return { status: 200, body: await toWorkflow(app, record), headers: { etag: etagOf(record.revision) } };
  }),
  DELETE: route(operations.deleteWorkflow, async ({ params }) => {
    await removeWorkflow(await server(), params.id);
    return { status: 204 };
  }),
});

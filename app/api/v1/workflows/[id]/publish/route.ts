import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { publishDraft } from '@/app/_server/save-workflow.ts';
import { server } from '@/app/_server/server.ts';
import { toVersionSummary } from '@/app/_server/workflow-views.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.publishWorkflow, async ({ params, body }) => {
    const { created, version } = await publishDraft(await server(), params.id, body.note ?? '');
    return { status: created ? 201 : 200, body: toVersionSummary(version) };
  }),
});

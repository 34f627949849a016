import { operations } from '@/engine/server.ts';
import { ProblemError } from '@/app/_server/problem-error.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';
import { requireWorkflowBrief, toVersionSummary } from '@/app/_server/workflow-views.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.getVersion, async ({ params }) => {
    const app = await server();
    const workflow = await requireWorkflowBrief(app, params.id);
    const version = await app.workflows.readVersion(workflow.id, params.number);
    if (version === null) throw new ProblemError('version_not_found', `“${workflow.name}” has no version ${params.number}.`);
    return { status: 200, body: { ...toVersionSummary(version), definition: version.definition } };
  }),
});

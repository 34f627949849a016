import { GREATEST_NUMBER } from '@/engine/index.ts';
import { operations, writeCursor } from '@/engine/server.ts';
import { requireCursor, USUAL_PAGE } from '@/app/_server/paging.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';
import { requireWorkflowBrief, toVersionSummary } from '@/app/_server/workflow-views.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.listVersions, async ({ params, query }) => {
    const app = await server();
    const { id } = await requireWorkflowBrief(app, params.id);
    const limit = query.limit ?? USUAL_PAGE;
    const after = requireCursor(query.cursor, ['number'], GREATEST_NUMBER);
    const rows = await app.workflows.listVersions(id, { limit: limit + 1, before: after === null ? null : Number(after[0]) });
    const items = rows.slice(0, limit).map(toVersionSummary);
    return { status: 200, body: { items, nextCursor: rows.length > limit ? writeCursor([items.at(-1)!.number]) : null } };
  }),
});

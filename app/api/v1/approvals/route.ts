import { APPROVAL_CURSORS, operations } from '@/engine/server.ts';
import { toApproval } from '@/app/_server/approval-views.ts';
import { pageRequest } from '@/app/_server/paging.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.listApprovals, async ({ query }) => {
    const { engine } = await server();
    const status = query.status ?? 'open';
    const page = await engine.listApprovals({ status, runId: query.run, text: query.q, ...(query.assignee === undefined ? {} : { assignees: [query.assignee].flat() }) }, pageRequest(query, APPROVAL_CURSORS[status]));
    return { status: 200, body: { items: page.items.map(toApproval), nextCursor: page.nextCursor } };
  }),
});

import { operations } from '@/engine/server.ts';
import { requireApproval, toApproval } from '@/app/_server/approval-views.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.getApproval, async ({ params }) => ({ status: 200, body: toApproval(await requireApproval((await server()).engine, params.id)) })),
});

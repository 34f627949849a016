import { operations } from '@/engine/server.ts';
import { decideApproval } from '@/app/_server/decide-approval.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.decideApproval, async ({ params, body }) => ({ status: 200, body: await decideApproval((await server()).engine, params.id, body) })),
});

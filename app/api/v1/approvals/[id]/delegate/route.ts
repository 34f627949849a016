import { operations } from '@/engine/server.ts';
import { delegateApproval } from '@/app/_server/decide-approval.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.delegateApproval, async ({ params, body }) => ({ status: 200, body: await delegateApproval((await server()).engine, params.id, body) })),
});

import { operations } from '@/engine/server.ts';
import { backTestWorkflow } from '@/app/_server/back-test.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.backTest, async ({ params, query, request }) => ({ status: 200, body: await backTestWorkflow(await server(), params.id, query, request.signal) })),
});

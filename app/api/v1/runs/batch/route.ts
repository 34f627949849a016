import { operations } from '@/engine/server.ts';
import { batchRuns } from '@/app/_server/batch-runs.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.batchRuns, async ({ body }) => ({ status: 200, body: await batchRuns(await server(), body) })),
});

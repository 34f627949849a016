import { operations } from '@/engine/server.ts';
import { findRuns } from '@/app/_server/find-runs.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';
import { startTestRun } from '@/app/_server/start-run.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.listRuns, async ({ query }) => ({ status: 200, body: await findRuns(await server(), query) })),
  POST: route(operations.startDefinitionRun, async ({ query, body }) => startTestRun(await server(), body, query.wait)),
});

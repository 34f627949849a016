import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';
import { startSavedRun, triggerOf } from '@/app/_server/start-run.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.startRun, async ({ params, query, body, request }) => startSavedRun(await server(), params.id, body, query.wait, triggerOf(request))),
});

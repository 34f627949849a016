import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { requireRun, toBriefRun, toRun } from '@/app/_server/run-views.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.getRun, async ({ params, query }) => {
    const { engine } = await server();
    const run = await requireRun(engine, params.id);
    return { status: 200, body: query.brief === 'true' ? toBriefRun(run) : await toRun(engine, run) };
  }),
});

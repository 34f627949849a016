import { operations } from '@/engine/server.ts';
import { afterOf, readEventPage, streamEvents, wantsStream } from '@/app/_server/read-events.ts';
import { methods, route } from '@/app/_server/route.ts';
import { requireRun } from '@/app/_server/run-views.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.getRunEvents, async ({ params, query, request }) => {
    const { engine } = await server();
    const run = await requireRun(engine, params.id);
    const after = afterOf(request, query.after);
    if (wantsStream(request)) return streamEvents(engine, run.id, after, request.signal);
    return { status: 200, body: await readEventPage(engine, run, after, { limit: query.limit }) };
  }),
});

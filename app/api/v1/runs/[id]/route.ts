import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { requireRun, toRun } from '@/app/_server/run-views.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.getRun, async ({ params }) => {
    const { engine } = await server();
    return { status: 200, body: await toRun(engine, await requireRun(engine, params.id)) };
  }),
});

import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { requireRun } from '@/app/_server/run-views.ts';
import { server } from '@/app/_server/server.ts';
import { signalRun } from '@/app/_server/signal-run.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.signalRun, async ({ params, body }) => {
    const { engine } = await server();
    const run = await requireRun(engine, params.id);
    return { status: 202, body: await signalRun(engine, run.id, params.name, body) };
  }),
});

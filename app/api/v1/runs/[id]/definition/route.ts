import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { requireRun } from '@/app/_server/run-views.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.getRunDefinition, async ({ params }) => {
    const { engine } = await server();
    const run = await requireRun(engine, params.id);
    return { status: 200, body: await engine.definitionOfRun(run.id) };
  }),
});

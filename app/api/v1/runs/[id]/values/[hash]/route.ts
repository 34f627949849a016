import { operations } from '@/engine/server.ts';
import { ProblemError } from '@/app/_server/problem-error.ts';
import { methods, route } from '@/app/_server/route.ts';
import { requireRun } from '@/app/_server/run-views.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.getRunValue, async ({ params }) => {
    const { engine } = await server();
    const run = await requireRun(engine, params.id);
    const text = await engine.readLargeValue(run.id, params.hash);
    if (text === null) throw new ProblemError('value_not_found', `The run has no large value ${params.hash.slice(0, 12)}…; its events name those that it has.`);
    // The text as it is kept: nobody here has to read it.
    return new Response(text, { headers: { 'content-type': 'application/json', 'cache-control': 'private, max-age=31536000, immutable', etag: `"${params.hash}"` } });
  }),
});

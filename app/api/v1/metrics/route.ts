import { operations } from '@/engine/server.ts';
import { renderMetrics } from '@/app/_server/metrics.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.metrics, async () => {
    const { text, contentType } = await renderMetrics((await server()).engine.metrics());
    return new Response(text, { headers: { 'content-type': contentType } });
  }),
});

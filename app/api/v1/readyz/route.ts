import { operations } from '@/engine/server.ts';
import { readReadiness } from '@/app/_server/readiness.ts';
import { methods, route } from '@/app/_server/route.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.readiness, async () => {
    const body = await readReadiness();
    return { status: body.ok ? 200 : 503, body };
  }),
});

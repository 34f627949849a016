import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';
import { signalByKey } from '@/app/_server/signal-run.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.signalWorkflow, async ({ params, body }) => ({ status: 202, body: await signalByKey(await server(), params.id, params.name, body) })),
});

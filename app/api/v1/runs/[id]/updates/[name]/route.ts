import { operations } from '@/engine/server.ts';
import { updateRun } from '@/app/_server/talk-to-run.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.updateRun, async ({ params, body }) => updateRun((await server()).engine, params.id, params.name, body)),
});

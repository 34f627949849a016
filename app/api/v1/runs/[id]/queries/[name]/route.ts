import { operations } from '@/engine/server.ts';
import { queryRun } from '@/app/_server/talk-to-run.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.queryRun, async ({ params }) => queryRun((await server()).engine, params.id, params.name)),
});

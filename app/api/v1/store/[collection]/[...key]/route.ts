import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';
import { requireRecord } from '@/app/_server/store-views.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.getRecord, async ({ params }) => ({ status: 200, body: await requireRecord((await server()).engine, params.collection, params.key) })),
});

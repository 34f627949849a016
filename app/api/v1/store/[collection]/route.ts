import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';
import { findRecords } from '@/app/_server/store-views.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.listRecords, async ({ params, query }) => ({ status: 200, body: await findRecords((await server()).engine, params.collection, query) })),
});

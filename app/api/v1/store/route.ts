import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';
import { findCollections } from '@/app/_server/store-views.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.listCollections, async ({ query }) => ({ status: 200, body: await findCollections((await server()).engine, query) })),
});

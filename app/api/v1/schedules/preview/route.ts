import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';
import { previewSchedule } from '@/app/_server/trigger-views.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.previewSchedule, async ({ query }) => ({ status: 200, body: previewSchedule((await server()).engine, query) })),
});

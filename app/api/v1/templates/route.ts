import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { templates } from '@/app/_server/templates.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.listTemplates, async () => ({ status: 200, body: { items: await templates(), nextCursor: null } })),
});

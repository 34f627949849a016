import { operations } from '@/engine/server.ts';
import { pageOfList } from '@/app/_server/paging.ts';
import { methods, route } from '@/app/_server/route.ts';
import { templates } from '@/app/_server/templates.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.listTemplates, async ({ query }) => {
    const all = (await templates()).map((template, place) => ({ template, place }));
    const { items, nextCursor } = pageOfList(all, ({ template, place }) => [place, template.slug], query);
    return { status: 200, body: { items: items.map(({ template }) => template), nextCursor } };
  }),
});

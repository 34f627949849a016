import { operations, openApiDocument } from '@/engine/server.ts';
import { renderDocs } from '@/app/_server/docs-page.ts';
import { methods, route } from '@/app/_server/route.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.docs, () => new Response(renderDocs(openApiDocument()), { headers: { 'content-type': 'text/html; charset=utf-8' } })),
});

import { operations, openApiDocument } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({ GET: route(operations.openapi, () => ({ status: 200, body: openApiDocument() })) });

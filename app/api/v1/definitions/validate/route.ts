import { operations } from '@/engine/server.ts';
import { validationOf } from '@/app/_server/findings.ts';
import { methods, route } from '@/app/_server/route.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.validateDefinition, ({ body }) => ({ status: 200, body: validationOf(body.definition) })),
});

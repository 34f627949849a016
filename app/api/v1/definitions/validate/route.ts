import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';
import { validateDocument } from '@/app/_server/validate-definition.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  POST: route(operations.validateDefinition, async ({ body }) => ({ status: 200, body: await validateDocument(await server(), body.definition, body.workflow) })),
});

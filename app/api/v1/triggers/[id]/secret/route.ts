import { operations } from '@/engine/server.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';
import { newHookSecret } from '@/app/_server/trigger-views.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  PUT: route(operations.setHookSecret, async ({ params, body }) => {
    const secret = body.secret ?? newHookSecret();
    await (await server()).engine.setHookSecret(params.id, secret);
    return { status: 200, body: { secret } };
  }),
  DELETE: route(operations.removeHookSecret, async ({ params }) => {
    await (await server()).engine.setHookSecret(params.id, null);
    return { status: 204 };
  }),
});

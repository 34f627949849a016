import { operations } from '@/engine/server.ts';
import { listStream } from '@/app/_server/list-stream.ts';
import { methods, route } from '@/app/_server/route.ts';
import { server } from '@/app/_server/server.ts';
import { sseResponse } from '@/app/_server/sse.ts';

export const { GET, HEAD, POST, PUT, DELETE, PATCH } = methods({
  GET: route(operations.listStream, async ({ request }) => sseResponse(listStream((await server()).engine), request.signal)),
});

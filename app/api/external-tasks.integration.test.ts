import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExternalTask, Problem, Run } from '@/engine/index.ts';
import { createTestDatabase, type TestDatabase } from '@/engine/testing/database.ts';
import { useServer, type Server } from '@/app/_server/server.ts';
import { createEngineServer } from '@/app/_server/testing/engine-server.fixture.ts';
import { dispatch } from '@/app/_server/testing/route-files.ts';

let database: TestDatabase;
let server: Server;
let http: HttpServer;
let poller: ChildProcess | null = null;
let base = '';

beforeAll(async () => {
  database = await createTestDatabase();
  server = await createEngineServer(database, { worker: true });
  useServer(server);
  http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const left = new AbortController();
      response.on('close', () => left.abort());
      const body = Buffer.concat(chunks);
      const headers = Object.entries(request.headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
      void dispatch(new Request(`${base}${request.url}`, { method: request.method!, headers, signal: left.signal, ...(body.length === 0 ? {} : { body }) })).then(async (answer) => {
        response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
      });
    });
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  const { port } = http.address() as AddressInfo;
  process.env['PORT'] = String(port);
  base = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  poller?.kill('SIGKILL');
  http.closeAllConnections();
  await new Promise((done) => http.close(done));
  useServer(null);
  delete process.env['PORT'];
  await server?.close();
  await database?.drop();
});

async function post<T>(path: string, body: unknown): Promise<{ status: number; body: T }> {
  const answer = await fetch(`${base}/api/v1${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as T };
}
const definition = (queue: string) => ({
  heddle: 1, name: 'Outside',
  nodes: [{ id: 'start', type: 'start' }, { id: 'x', type: 'external', params: { queue, input: '{{ input }}' }, retry: { maximumAttempts: 2, initialInterval: '10ms' }, timeouts: { heartbeat: '90s' } }, { id: 'end', type: 'end', params: { output: '{{ nodes.x.output }}' } }],
  edges: [{ id: 'a', source: 'start', target: 'x' }, { id: 'b', source: 'x', target: 'end' }],
});
const poll = (queue: string, body: object) => post<{ tasks: ExternalTask[] }>(`/external-queues/${queue}/poll`, { worker: 'test', wait: '10s', ...body });

describe('a poller over HTTP', () => {
  it('in thirty lines does the work of an external step, and its failure is that of the step', async () => {
    poller = spawn(process.execPath, [fileURLToPath(new URL('../../examples/external-worker/worker.mjs', import.meta.url)), 'doubles'], { env: { ...process.env, HEDDLE_URL: base }, stdio: 'inherit' });
    const good = await post<Run>('/runs?wait=25s', { definition: definition('doubles'), input: { n: 21 } });
    expect(good.body).toMatchObject({ status: 'completed', output: { doubled: 42, attempt: 1, by: `example-${poller.pid}` } });
    const bad = await post<Run>('/runs?wait=25s', { definition: definition('doubles'), input: { fail: 'No paper.' } });
    expect(bad.body).toMatchObject({ status: 'failed', error: { type: 'Error', message: 'No paper.' } });
  });

  it('that dies loses its task after its lease, and the next one is given the same attempt', async () => {
    const run = (await post<Run>('/runs', { definition: definition('leases'), input: {} })).body;
    const [first] = (await poll('leases', { lease: '1s' })).body.tasks;
    expect(first).toMatchObject({ runId: run.id, attempt: 1, deliveries: 1, heartbeatTimeout: '1m30s' });
    const [second] = (await poll('leases', { wait: '20s' })).body.tasks;
    expect(second).toMatchObject({ id: first!.id, attempt: 1, deliveries: 2 });
    expect((await post<Problem>(`/external-tasks/${first!.id}/complete`, { token: first!.token })).body).toMatchObject({ status: 409, code: 'task_lost' });
    expect((await post(`/external-tasks/${second!.id}/heartbeat`, { token: second!.token, details: { half: true } })).body).toMatchObject({ state: 'held' });
    expect((await post(`/external-tasks/${second!.id}/complete`, { token: second!.token, output: 'done' })).body).toEqual({ runId: run.id, accepted: true });
    expect((await post(`/external-tasks/${second!.id}/complete`, { token: second!.token, output: 'done' })).body).toEqual({ runId: run.id, accepted: false });
  });

  it.each([
    ['a queue that cannot be', '/external-queues/No%20Queue/poll', { worker: 'w' }, '/queue'],
    ['a wait that is too long', '/external-queues/q/poll', { worker: 'w', wait: '2m' }, '/wait'],
    ['a lease that is too short', '/external-queues/q/poll', { worker: 'w', lease: '10ms' }, '/lease'],
    ['nobody’s poll', '/external-queues/q/poll', {}, '/worker'],
    ['a failure without an error', '/external-tasks/r.1/fail', { token: 't' }, '/error'],
  ])('is refused %s, by the field', async (_what, path, body, pointer) => {
    expect((await post<Problem>(path, body)).body).toMatchObject({ status: 422, code: 'invalid_request', problems: [{ pointer }] });
  });
});

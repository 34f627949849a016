import { createServer, type Server as TcpServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem, Readiness } from '@/engine/index.ts';
import { createEngine, createPrisma, createWorkflowStore } from '@/engine/server.ts';
import { createTestDatabase, testRedis, type TestDatabase } from '@/engine/testing/database.ts';
import { useServer, type Server } from '@/app/_server/server.ts';
import { call } from '@/app/_server/testing/route-files.ts';

/** An address where nobody listens: it was free a moment ago. */
async function deadPort(): Promise<number> {
  const server: TcpServer = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function serverOn(databaseUrl: string, redisUrl: string): Promise<Server> {
  const engine = await createEngine({ databaseUrl, redisUrl, redisPrefix: testRedis().prefix, waitForPostgres: false });
  const prisma = createPrisma(databaseUrl);
  return { engine, workflows: createWorkflowStore(prisma, engine.workspaceId), close: async () => void (await Promise.allSettled([engine.close(), prisma.$disconnect()])) };
}

let database: TestDatabase;
let noPostgres: Server;
let noRedis: Server;
let noTables: Server;
let empty: TestDatabase;

beforeAll(async () => {
  process.env['PORT'] = '3000';
  const port = await deadPort();
  [database, empty] = await Promise.all([createTestDatabase(), createTestDatabase({ empty: true })]);
  [noPostgres, noRedis, noTables] = await Promise.all([
    serverOn(`postgres://heddle:secret-word@127.0.0.1:${port}/heddle`, testRedis().url),
    serverOn(database.url, `redis://127.0.0.1:${port}`),
    serverOn(empty.url, testRedis().url),
  ]);
});

afterAll(async () => {
  useServer(null);
  await Promise.all([noPostgres?.close(), noRedis?.close(), noTables?.close()]);
  await Promise.all([database?.drop(), empty?.drop()]);
});

const ready = () => call<Readiness>('GET', '/api/v1/readyz');

describe('while something is away', () => {
  it('readyz is red and says that it is Postgres', async () => {
    useServer(noPostgres);
    const { status, body } = await ready();
    expect(status).toBe(503);
    expect(body.checks.postgres.ok).toBe(false);
    expect(JSON.stringify(body)).not.toContain('secret-word');
  });

  it('readyz is red and says that it is Redis', async () => {
    useServer(noRedis);
    const { status, body } = await ready();
    expect([status, body.checks.postgres.ok, body.checks.redis.ok, body.checks.migrations.ok]).toEqual([503, true, false, true]);
  });

  it('readyz is red and says that it is the migrations', async () => {
    useServer(noTables);
    const { status, body } = await ready();
    expect([status, body.checks.postgres.ok, body.checks.migrations.ok]).toEqual([503, true, false]);
  });

  it('healthz is green: the process answers', async () => {
    useServer(noPostgres);
    expect((await call('GET', '/api/v1/healthz')).status).toBe(200);
  });

  it.each(['/api/v1/workflows', '/api/v1/workflows/x', '/api/v1/runs', '/api/v1/runs/x', '/api/v1/approvals'])('%s answers 503 without a word of where the store is', async (path) => {
    useServer(noPostgres);
    const { status, body, headers } = await call<Problem>('GET', path);
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'unavailable', '1']);
    expect(JSON.stringify(body)).not.toMatch(/127\.0\.0\.1:|secret-word|ECONNREFUSED/);
  });

  it('reads and starts go on without Redis', async () => {
    useServer(noRedis);
    const definition = { heddle: 1, name: 'Plain', nodes: [{ id: 'start', type: 'start' }, { id: 'end', type: 'end', params: { output: 7 } }], edges: [{ id: 'e', source: 'start', target: 'end' }] };
    const { status, body } = await call<{ status: string; output: number }>('POST', '/api/v1/runs', { body: { definition } });
    expect([status, body.status, body.output]).toEqual([201, 'completed', 7]);
  });
});

import { createEngine, createPrisma, createWorker, createWorkflowStore } from '@/engine/server.ts';
import { testRedis, type TestDatabase } from '@/engine/testing/database.ts';
import type { Server } from '../server.ts';

/** What the routes work with in production, on a test's own database and prefix. Without a worker no task is executed. */
export async function createEngineServer(database: TestDatabase, options: { worker?: boolean } = {}): Promise<Server> {
  const redis = testRedis();
  const common = { databaseUrl: database.url, redisUrl: redis.url, redisPrefix: redis.prefix };
  const engine = await createEngine(common);
  const prisma = createPrisma(database.url);
  const worker = options.worker === true ? await createWorker(common) : null;
  return {
    engine,
    workflows: createWorkflowStore(prisma, engine.workspaceId),
    close: async () => {
      await worker?.stop(2_000);
      await Promise.all([engine.close(), prisma.$disconnect()]);
    },
  };
}

import { createEngine, createPrisma, createWorkflowStore } from '@/engine/server.ts';
import { testRedis, type TestDatabase } from '@/engine/testing/database.ts';
import type { Server } from '../server.ts';

/** What the routes work with in production, on a test's own database and prefix. */
export async function createEngineServer(database: TestDatabase): Promise<Server> {
  const redis = testRedis();
  const engine = await createEngine({ databaseUrl: database.url, redisUrl: redis.url, redisPrefix: redis.prefix });
  const prisma = createPrisma(database.url);
  return {
    engine,
    workflows: createWorkflowStore(prisma, engine.workspaceId),
    close: async () => {
      await Promise.all([engine.close(), prisma.$disconnect()]);
    },
  };
}

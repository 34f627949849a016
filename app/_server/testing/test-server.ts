import { createPrisma, createWorkflowStore, EngineError, type Engine } from '@/engine/server.ts';
import type { Server } from '../server.ts';

/** Real workflows on a real database, and an engine in which nothing runs: a route that starts something fails the test. */
export async function createTestServer(databaseUrl: string): Promise<Server> {
  const prisma = createPrisma(databaseUrl);
  const known: Partial<Engine> = {
    workspaceId: 'default',
    now: () => 1_800_000_000_000,
    lastRuns: async () => new Map(),
    readRun: async () => null,
    findRunByKey: async () => null,
    readApproval: async () => null,
    retryDeadLetter: async () => {
      throw new EngineError('dead_letter_not_found', 'There is no dead letter with this id.');
    },
  };
  const engine = new Proxy(known, {
    get(target, name) {
      if (name in target) return target[name as keyof Engine];
      throw new Error(`A request that should be refused reached engine.${String(name)}.`);
    },
  }) as Engine;
  return { engine, workflows: createWorkflowStore(prisma, 'default'), close: () => prisma.$disconnect() };
}

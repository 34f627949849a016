import { createEngine, createPrisma, createWorkflowStore, type Engine, type WorkflowStore } from '@/engine/server.ts';
import { readEnv } from './env.ts';
import { logger } from './logger.ts';

/** What routes work with: one of each in a process. */
export type Server = { readonly engine: Engine; readonly workflows: WorkflowStore; readonly close: () => Promise<void> };

/** On globalThis, because the development server and the bundler load this module more than once. */
const shared = globalThis as { heddleServer?: Promise<Server> | undefined };

/**
 * The engine and the stores of this process, started by whoever asks first.
 * @throws what the start failed with; the next call tries again
 */
export function server(): Promise<Server> {
  if (shared.heddleServer === undefined) {
    const starting = start();
    shared.heddleServer = starting;
    starting.catch(() => {
      if (shared.heddleServer === starting) shared.heddleServer = undefined;
    });
  }
  return shared.heddleServer;
}

/** Gives the routes of this process another server; tests do. */
export function useServer(given: Server | null): void {
  shared.heddleServer = given === null ? undefined : Promise.resolve(given);
}

async function start(): Promise<Server> {
  const env = readEnv(process.env);
  const engine = await createEngine({ databaseUrl: env.databaseUrl, redisUrl: env.redisUrl, log: logger(), waitForPostgres: false });
  const prisma = createPrisma(env.databaseUrl);
  return {
    engine,
    workflows: createWorkflowStore(prisma, engine.workspaceId),
    close: async () => {
      await Promise.all([engine.close(), prisma.$disconnect()]);
    },
  };
}

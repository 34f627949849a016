import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.ts';

export type { PrismaClient };

/** Prisma's client over a small pool of its own, for what is not hot. Close it with `$disconnect`. */
export function createPrisma(databaseUrl: string): PrismaClient {
  const adapter = new PrismaPg({ connectionString: databaseUrl, max: 4, application_name: 'heddle-prisma' }, { onPoolError: () => undefined, onConnectionError: () => undefined });
  return new PrismaClient({ adapter });
}

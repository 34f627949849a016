import { afterAll, beforeAll } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/engine/testing/database.ts';
import { useServer, type Server } from '../server.ts';
import { createEngineServer } from './engine-server.fixture.ts';

/** Lets the routes of this test file work on a database of its own, from before its tests until after them. Read its members in hooks and tests only. */
export function serveApi(options: { worker?: boolean } = {}): { readonly database: TestDatabase; readonly server: Server } {
  let database: TestDatabase | undefined;
  let server: Server | undefined;
  beforeAll(async () => {
    process.env['PORT'] = '3000';
    database = await createTestDatabase();
    server = await createEngineServer(database, options);
    useServer(server);
  });
  afterAll(async () => {
    useServer(null);
    delete process.env['PORT'];
    await server?.close();
    await database?.drop();
  });
  return {
    get database() { return database!; },
    get server() { return server!; },
  };
}

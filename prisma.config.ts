import { defineConfig } from 'prisma/config';

/** For `npx prisma …` on a connected machine; Heddle itself applies the migrations with scripts/migrate.ts. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});

import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';

const templatesSchema = z.object({ items: z.array(z.object({ slug: z.string(), definition: z.unknown(), sampleInput: z.unknown() })) });
const conflictSchema = z.object({ code: z.string() });

export type SeedTarget = { url: string; dataDir: string; databaseUrl: string; outsideUrl: string; say: (message: string) => void };

/**
 * Saves and publishes the examples on the first start, and lets one of them run to its end, so that there is something to look at.
 * Which database was seeded is remembered in the data directory: an example that somebody deletes stays deleted.
 * An interrupted seeding goes on where it stopped.
 */
export async function seed(target: SeedTarget): Promise<void> {
  const done = join(target.dataDir, `seeded-${createHash('sha256').update(identityOf(target.databaseUrl)).digest('hex').slice(0, 12)}`);
  if (existsSync(done)) return;
  const { items } = templatesSchema.parse(await call(target, 'GET', '/api/v1/templates'));
  if (items.length === 0) return;
  target.say(`Saving ${items.length} example workflows.`);
  for (const template of items) {
    const created = await call(target, 'POST', '/api/v1/workflows', { slug: template.slug, folder: 'Examples', definition: template.definition }, [409]);
    const existed = conflictSchema.safeParse(created).data?.code === 'slug_taken';
    if (!existed || (await call(target, 'GET', `/api/v1/workflows/${template.slug}/versions`, undefined, [404]).then(hasNoVersion))) {
      await call(target, 'POST', `/api/v1/workflows/${template.slug}/publish`, { note: 'As it ships.' });
    }
  }
  await markAsExamples(target.databaseUrl, items.map(({ slug }) => slug));
  const first = items.find(({ slug }) => slug === 'greeting');
  if (first !== undefined) await call(target, 'POST', '/api/v1/workflows/greeting/runs', { input: first.sampleInput, idempotencyKey: 'first-start' });
  writeFileSync(done, '', { mode: 0o600 });
}

function hasNoVersion(answer: unknown): boolean {
  const page = z.object({ items: z.array(z.unknown()) }).safeParse(answer);
  return page.success && page.data.items.length === 0;
}

/** The database without its password and port: those change. */
function identityOf(databaseUrl: string): string {
  const { hostname, pathname, username } = new URL(databaseUrl);
  return `${username}@${hostname}${pathname}`;
}

/** The API lets nobody claim that a workflow is one of ours. */
async function markAsExamples(databaseUrl: string, slugs: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'heddle-seed' });
  // Whoever waits for an answer is told by it; nobody else is to fall over a server that is stopped.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query("update workflows set example = true where workspace_id = 'default' and slug = any($1)", [slugs]);
  } finally {
    await client.end();
  }
}

async function call({ url }: SeedTarget, method: 'GET' | 'POST', path: string, body?: unknown, accepted: number[] = []): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { origin: url, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  if (!response.ok && !accepted.includes(response.status)) throw new Error(`The examples could not be saved: ${method} ${path} answered ${response.status}: ${text.slice(0, 1_000)}`);
  return JSON.parse(text);
}

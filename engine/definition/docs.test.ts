import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('docs/definition.md names every code a check can find', () => {
  const docs = readFileSync(new URL('../../docs/definition.md', import.meta.url), 'utf8');
  const folder = new URL('./checks/', import.meta.url);
  const sources = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8')).join('\n');
  const codes = new Set([...sources.matchAll(/\b(?:error|warn|skipped|make)\('([a-z_]+)'/g)].map(([, code]) => code!));
  expect(codes.size).toBeGreaterThan(60);
  for (const code of codes) expect(docs, code).toContain(`\`${code}\``);
});

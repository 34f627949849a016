import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { packStatic } from './build/pack-static.ts';
import { packedCopies, packedFor } from './packed-static.ts';

describe('a script of the build', () => {
  const copies = new Set(['chunks/a.js.br', 'chunks/a.css.br']);
  const ask = (url: string, accepted: string | undefined = 'gzip, deflate, br, zstd', more: { method?: string; range?: string } = {}) =>
    packedFor({ method: more.method ?? 'GET', url, headers: { 'accept-encoding': accepted, ...(more.range === undefined ? {} : { range: more.range }) } }, copies);

  it('is answered by its compressed copy', () => {
    expect(ask('/_next/static/chunks/a.js')).toEqual({ url: '/_next/static/chunks/a.js.br', headers: { 'content-encoding': 'br', 'content-type': 'application/javascript; charset=UTF-8', vary: 'Accept-Encoding' } });
    expect(ask('/_next/static/chunks/a.css?v=2', 'br;q=0.5')?.url).toBe('/_next/static/chunks/a.css.br?v=2');
    expect(ask('/_next/static/chunks/a.js', 'br', { method: 'HEAD' })).not.toBeNull();
  });
  it.each([['gzip'], ['br;q=0, gzip'], ['br; q=0.0'], [''], ['brotli']])('is answered as it is for one who accepts %j', (accepted) => {
    expect(ask('/_next/static/chunks/a.js', accepted)).toBeNull();
  });
  it('is answered as it is when there is no copy, when a part is asked for, and when it is not asked for at all', () => {
    expect(ask('/_next/static/chunks/b.js')).toBeNull();
    expect(ask('/_next/static/chunks/a.js', 'br', { range: 'bytes=0-9' })).toBeNull();
    expect(ask('/_next/static/chunks/a.js', 'br', { method: 'POST' })).toBeNull();
    expect(ask('/chunks/a.js')).toBeNull();
    expect(ask('/_next/static/../static/chunks/a.js')).toBeNull();
  });
});

it('the build puts a copy beside what is worth it, and takes an old one away', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heddle-static-'));
  try {
    const script = 'export const words = "one two three";\n'.repeat(200);
    writeFileSync(join(folder, 'long.js'), script);
    writeFileSync(join(folder, 'short.js'), 'export {};');
    writeFileSync(join(folder, 'short.js.br'), 'stale');
    writeFileSync(join(folder, 'font.woff2'), 'x'.repeat(5_000));
    await packStatic(folder);
    expect(packedCopies(folder)).toEqual(new Set(['long.js.br']));
    expect(brotliDecompressSync(readFileSync(join(folder, 'long.js.br'))).toString()).toBe(script);
    expect(packedCopies(join(folder, 'nowhere'))).toEqual(new Set());
  } finally {
    rmSync(folder, { recursive: true });
  }
});

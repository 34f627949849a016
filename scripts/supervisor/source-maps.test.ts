import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'heddle-maps-'));
const hook = pathToFileURL(join(import.meta.dirname, 'source-maps.mjs')).href;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(file: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', hook, file], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout;
}

describe('traces of a bundle', () => {
  it('name the file and the line they were written in', async () => {
    const source = join(folder, 'slip.ts');
    writeFileSync(source, "type Slip = { text: string };\n\nexport function slip({ text }: Slip): never {\n  throw new TypeError(text);\n}\n");
    writeFileSync(join(folder, 'main.ts'), "import { slip } from './slip.ts';\ntry {\n  slip({ text: 'a slip' });\n} catch (error) {\n  console.log((error as Error).stack);\n}\n");
    await build({ entryPoints: { bundle: join(folder, 'main.ts') }, outdir: folder, outExtension: { '.js': '.mjs' }, bundle: true, platform: 'node', format: 'esm', sourcemap: true, logLevel: 'silent' });
    const lines = run(join(folder, 'bundle.mjs')).split('\n');
    expect(lines[0]).toBe('TypeError: a slip');
    expect(lines[1]).toBe(`    at slip (${source}:4:9)`);
    expect(lines[2]).toBe(`    at ${join(folder, 'main.ts')}:3:3`);
  });

  it('are what they would be without a map, where there is none', () => {
    const plain = join(folder, 'plain.mjs');
    writeFileSync(plain, "function slip() { return new Error('plain'); }\nconsole.log(slip().stack);\nconst odd = {}; Error.captureStackTrace(odd); console.log(typeof odd.stack);\n");
    const [head, first, ...rest] = run(plain).split('\n');
    expect(head).toBe('Error: plain');
    expect(first).toBe(`    at slip (${pathToFileURL(plain).href}:1:26)`);
    expect(rest).toContain('string');
  });
});

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processStart } from '../servers/processes.ts';
import { LockedError, takeLock } from './lock.ts';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'heddle-lock-'));
  file = join(directory, 'lock');
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('the lock of a data directory', () => {
  it('is held once and freed', () => {
    const free = takeLock(file);
    expect(() => takeLock(file)).toThrow(LockedError);
    free();
    takeLock(file)();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('names the living process that holds it', async () => {
    const holder = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await once(holder, 'spawn');
    writeFileSync(file, JSON.stringify({ pid: holder.pid, startedAt: processStart(holder.pid ?? 0) }));
    expect(() => takeLock(file)).toThrow(new LockedError(holder.pid ?? 0));
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    takeLock(file)();
  });

  it('is taken over from a holder that was killed, also when another process has its number now', () => {
    writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt: 'another boot, another instant' }));
    takeLock(file);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ pid: process.pid, startedAt: processStart(process.pid) });
  });

  it('is taken over when it is damaged', () => {
    writeFileSync(file, '{"pid":');
    takeLock(file)();
  });

  it('does not free what is another’s by now', () => {
    const free = takeLock(file);
    writeFileSync(file, 'another');
    free();
    expect(readFileSync(file, 'utf8')).toBe('another');
  });

  it('goes to exactly one of many that find a dead holder at once', async () => {
    const dead = spawnSync(process.execPath, ['-e', '0']);
    writeFileSync(file, JSON.stringify({ pid: dead.pid, startedAt: 'long ago' }));
    const script = `import { register } from 'tsx/esm/api'; register(); const { takeLock } = await import(${JSON.stringify(new URL('lock.ts', import.meta.url).href)});
      try { takeLock(${JSON.stringify(file)}); process.stdout.write('taken'); setInterval(() => {}, 1000); } catch { process.stdout.write('refused'); }`;
    const contenders = Array.from({ length: 6 }, () => spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] }));
    const said = await Promise.all(contenders.map(async ({ stdout }) => String((await once(stdout, 'data'))[0])));
    for (const contender of contenders) contender.kill('SIGKILL');
    expect(said.sort()).toEqual(['refused', 'refused', 'refused', 'refused', 'refused', 'taken']);
  });
});

import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { processStart } from '../servers/processes.ts';

type Holder = { pid: number; startedAt: string };

/**
 * Takes a lock that only one living process holds. The file names its holder by process id and the instant that process began,
 * so a holder that was killed is told from a stranger who got its number later.
 * @returns what frees it. @throws LockedError naming the holder
 */
export function takeLock(file: string): () => void {
  mkdirSync(dirname(file), { recursive: true });
  const me: Holder = { pid: process.pid, startedAt: processStart(process.pid) ?? 'unknown' };
  const mine = JSON.stringify(me);
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, mine, { mode: 0o600 });
  chmodSync(draft, 0o600);
  try {
    for (let attempt = 0; attempt < 10; attempt++) {
      try {
        // A link appears whole or not at all, and never over another file.
        linkSync(draft, file);
        return () => free(file, mine);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
      const text = read(file);
      if (text === undefined) continue;
      const holder = parse(text);
      if (holder !== undefined && processStart(holder.pid) === holder.startedAt) throw new LockedError(holder.pid);
      clear(file, text);
    }
    throw new Error(`${file} cannot be taken: other processes keep taking it.`);
  } finally {
    rmSync(draft, { force: true });
  }
}

export class LockedError extends Error {
  constructor(readonly pid: number) {
    super(`It is held by process ${pid}.`);
    this.name = 'LockedError';
  }
}

/** Moves a dead holder's file away; if another process was faster and the moved file is a new one, it is put back. */
function clear(file: string, dead: string): void {
  const aside = `${file}.stale-${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (read(aside) !== dead) {
    try {
      linkSync(aside, file);
    } catch {
      // A third one holds it now; the second will see that its file is gone when it frees it.
    }
  }
  rmSync(aside, { force: true });
}

function free(file: string, mine: string): void {
  if (read(file) === mine) rmSync(file, { force: true });
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'pid' in value && 'startedAt' in value && typeof value.pid === 'number' && typeof value.startedAt === 'string') return { pid: value.pid, startedAt: value.startedAt };
  } catch {
    // Damaged: nobody can hold it.
  }
  return undefined;
}

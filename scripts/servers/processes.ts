import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The arguments a process runs with, joined by spaces; undefined when there is none with this id. */
export function processArguments(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || undefined;
    } catch {
      return undefined;
    }
  }
  return askPs(pid, 'args=');
}

/** When a process began, in a form that only serves to be compared: with it a process id is told from its reuse. */
export function processStart(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // Fields after the name, which may hold spaces and brackets itself; the 22nd of all is the start in ticks since boot.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z') return undefined;
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`;
    } catch {
      return undefined;
    }
  }
  return askPs(pid, 'lstart=');
}

function askPs(pid: number, column: string): string | undefined {
  const { status, stdout } = spawnSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : undefined;
}

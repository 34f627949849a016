import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const SAMPLE_MS = 100;

/** Resident memory of a process in MB (10^6 bytes), as the system tells it. @throws Error when the process is not there */
export function residentMb(pid: number): number {
  return (statusKb(pid) * 1_024) / 1e6;
}

export function residentOf(pids: readonly number[]): number[] {
  return pids.map(residentMb);
}

/** Watches processes until it is asked for the most that each of them took. Who has ended meanwhile is left out from then on. */
export function watchPeak(pids: readonly number[]): () => number[] {
  const most = new Map(pids.map((pid) => [pid, 0]));
  const look = (): void => {
    for (const [pid, before] of most) {
      try {
        most.set(pid, Math.max(before, residentMb(pid)));
      } catch {
        // It ended; what it took until then counts.
      }
    }
  };
  look();
  const timer = setInterval(look, SAMPLE_MS);
  return () => {
    clearInterval(timer);
    look();
    return [...most.values()];
  };
}

/** `96 and 98 MB` */
export function megabytes(values: readonly number[]): string {
  return `${values.map((value) => Math.round(value)).join(' and ')} MB`;
}

function statusKb(pid: number): number {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    // Not Linux, or the process is gone, which ps says too.
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim());
  }
  const found = /^VmRSS:\s+(\d+) kB/m.exec(text);
  if (found === null) throw new Error(`The process ${pid} has ended.`);
  return Number(found[1]);
}

import { readdirSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';

const LOOK_MS = 1_000;

/**
 * How busy others kept the machine while something was measured, 0 to 1; null where the system does not tell. A browser
 * ends before it is asked, and what its processes took is added to nobody's: they are looked at meanwhile.
 */
export function watchOthers(): () => number | null {
  const own = new Map<number, { first: number; last: number }>();
  const look = (): void => {
    for (const [pid, ticks] of ownTicks()) {
      const known = own.get(pid);
      if (known === undefined) own.set(pid, { first: before?.own.get(pid) ?? 0, last: ticks });
      else known.last = Math.max(known.last, ticks);
    }
  };
  const before = readTicks();
  const looking = before === null ? undefined : setInterval(look, LOOK_MS).unref();
  return () => {
    clearInterval(looking);
    const after = readTicks();
    if (before === null || after === null || after.total === before.total) return null;
    look();
    let taken = 0;
    for (const { first, last } of own.values()) taken += last - first;
    return Math.max(0, (after.busy - before.busy - taken) / (after.total - before.total));
  };
}

export function machineLine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `${cpus().length} × ${model}, Node ${process.versions.node}, load ${loadavg().map((load) => load.toFixed(2)).join(' ')}`;
}

/** Of all processors, and of this process and everything below it, by process. */
type Ticks = { total: number; busy: number; own: ReadonlyMap<number, number> };

function readTicks(): Ticks | null {
  try {
    const fields = readFileSync('/proc/stat', 'utf8').split('\n')[0]!.trim().split(/\s+/).slice(1, 9).map(Number);
    const total = fields.reduce((sum, ticks) => sum + ticks, 0);
    // Idle and waiting for a disk are not busy.
    return { total, busy: total - fields[3]! - fields[4]!, own: ownTicks() };
  } catch {
    return null;
  }
}

function ownTicks(): Map<number, number> {
  const processes = new Map<number, { parent: number; ticks: number }>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number);
      processes.set(Number(name), { parent: fields[1]!, ticks: fields[11]! + fields[12]! });
    } catch {
      // It ended meanwhile.
    }
  }
  const own = new Map<number, number>();
  for (const [pid, { ticks }] of processes) {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = processes.get(at)?.parent) {
      if (at !== process.pid) continue;
      own.set(pid, ticks);
      break;
    }
  }
  return own;
}

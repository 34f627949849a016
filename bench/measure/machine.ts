import { readdirSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';

/** Ticks of all processors, and those that this process and everything below it took. */
type Ticks = { total: number; busy: number; own: number };

/** How busy others kept the machine while something was measured, 0 to 1; null where the system does not tell. */
export function watchOthers(): () => number | null {
  const before = readTicks();
  return () => {
    const after = readTicks();
    if (before === null || after === null || after.total === before.total) return null;
    return Math.max(0, (after.busy - before.busy - Math.max(0, after.own - before.own)) / (after.total - before.total));
  };
}

export function machineLine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `${cpus().length} × ${model}, Node ${process.versions.node}, load ${loadavg().map((load) => load.toFixed(2)).join(' ')}`;
}

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

/** With the children a process has buried: a backend of Postgres that ended counts with its postmaster. */
function ownTicks(): number {
  const parents = new Map<number, { parent: number; ticks: number }>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number);
      parents.set(Number(name), { parent: fields[1]!, ticks: fields[11]! + fields[12]! + fields[13]! + fields[14]! });
    } catch {
      // It ended meanwhile.
    }
  }
  let own = 0;
  for (const [pid, { ticks }] of parents) {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at)?.parent) {
      if (at !== process.pid) continue;
      own += ticks;
      break;
    }
  }
  return own;
}

import { until } from '../servers/poll.ts';
import type { Log } from './log.ts';
import { readLeftovers } from './data-files.ts';

/** Ends what a killed start has left running, so that its ports and its work are free. The caller holds the lock of the data directory. */
export async function endLeftovers(dataDir: string, log: Log): Promise<void> {
  const left = readLeftovers(dataDir);
  if (left.length === 0) return;
  log.write('info', 'start', `The last start was killed; what it left running is ended first: ${left.map(({ name }) => name).join(', ')}.`);
  signalAll(left, 'SIGTERM');
  try {
    await until('Left processes do not end', async () => readLeftovers(dataDir).length === 0, { timeoutMs: 3_000 });
  } catch {
    signalAll(readLeftovers(dataDir), 'SIGKILL');
    await until('Left processes cannot be killed', async () => readLeftovers(dataDir).length === 0, { timeoutMs: 5_000 });
  }
}

function signalAll(processes: { pid: number }[], signal: NodeJS.Signals): void {
  for (const { pid } of processes) {
    try {
      process.kill(signal === 'SIGKILL' && process.platform !== 'win32' ? -pid : pid, signal);
    } catch {
      // Gone by itself.
    }
  }
}

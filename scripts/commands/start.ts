import { readConfiguration } from '../supervisor/configuration.ts';
import { startHeddle, type Heddle } from '../supervisor/heddle.ts';
import { createLog } from '../supervisor/log.ts';
import { onEnd } from '../supervisor/on-end.ts';

/** `npm start`: everything on one machine, until Ctrl-C. */
export async function run(_args: string[], development = false): Promise<void> {
  const giveUp = new AbortController();
  let heddle: Heddle | undefined;
  let stopping: Promise<void> | undefined;
  let askedAt = 0;
  let log = createLog('info');
  const stop = (reason: string) => {
    if (stopping !== undefined) {
      // Asked twice, or told by the terminal and by npm at once: only a second Ctrl-C after a while is impatience.
      if (reason === 'SIGINT' && Date.now() - askedAt > 1_000) process.exit(130);
      return;
    }
    askedAt = Date.now();
    log.write('info', 'start', 'Stopping.');
    giveUp.abort(new Stopped());
    stopping = (heddle?.stop() ?? Promise.resolve()).then(() => {
      if (heddle !== undefined) finish(0);
    });
  };
  const finish = (code: number) => {
    if (code === 0) log.write('info', 'start', 'Stopped.');
    process.exit(code);
  };
  onEnd(stop);
  try {
    const configuration = readConfiguration(process.env);
    log = createLog(configuration.logLevel);
    heddle = await startHeddle({ configuration, log, development, signal: giveUp.signal });
    const { servers, url } = heddle;
    log.write('info', 'start', `Heddle is ready: ${url}`, { url, postgres: servers.postgresKind, redis: servers.redisKind, workers: configuration.workers, data: configuration.dataDir });
    log.plain(`\n  Open ${url}\n  Ctrl-C stops it.\n\n`);
  } catch (error) {
    if (giveUp.signal.aborted) return finish(0);
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

class Stopped extends Error {
  constructor() {
    super('The start was given up.');
    this.name = 'Stopped';
  }
}

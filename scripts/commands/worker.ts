import { build } from '../build/build.ts';
import { readConfiguration } from '../supervisor/configuration.ts';
import { readRunning } from '../supervisor/data-files.ts';
import { createLog } from '../supervisor/log.ts';
import { onEnd } from '../supervisor/on-end.ts';
import { workerProgram } from '../supervisor/programs.ts';
import { Supervised } from '../supervisor/supervised.ts';

/** `npm run worker`: one more worker, for the servers that the environment names or for those of the `npm start` on this data directory. */
export async function run(): Promise<void> {
  try {
    const configuration = readConfiguration(process.env);
    const log = createLog(configuration.logLevel);
    const running = readRunning(configuration.dataDir);
    const databaseUrl = configuration.databaseUrl ?? running?.databaseUrl;
    const redisUrl = configuration.redisUrl ?? running?.redisUrl;
    if (databaseUrl === undefined || redisUrl === undefined) throw new Error(`No Heddle runs on ${configuration.dataDir}. Start it with npm start, or set DATABASE_URL and REDIS_URL to the servers that the worker shall serve.`);
    await build((message) => log.write('info', 'worker', message), { web: false });
    const program = workerProgram(configuration, { databaseUrl, redisUrl, outsideUrl: process.env['HEDDLE_OUTSIDE_URL'] ?? running?.outsideUrl ?? 'http://127.0.0.1:9' });
    const worker = new Supervised({ ...program, name: 'worker' }, log);
    worker.start();
    let stopping = false;
    onEnd(() => {
      if (stopping) return;
      stopping = true;
      void worker.stop().then(() => process.exit(0));
    });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

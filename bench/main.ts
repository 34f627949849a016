import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import pg from 'pg';
import { createEngine } from '../engine/server.ts';
import { anyFreePort } from '../scripts/servers/ports.ts';
import { readConfiguration } from '../scripts/supervisor/configuration.ts';
import { youngFirst } from '../scripts/supervisor/heap-flags.ts';
import { type Heddle, startHeddle } from '../scripts/supervisor/heddle.ts';
import { createLog } from '../scripts/supervisor/log.ts';
import type { Bench } from './bench-context.ts';
import { burst } from './measure/burst.ts';
import { machineLine, watchOthers } from './measure/machine.ts';
import { startProbe } from './measure/probe.ts';
import { publish } from './measure/publish.ts';
import { callTo, chainOf, fanOutOf, ticking } from './measure/workflows.ts';
import { readOptions } from './options.ts';
import { type Measured, SCALED_LINE, tableOf, writeJson } from './report.ts';
import { SCENARIOS } from './scenarios.ts';
import { WIDTH } from './scenarios/fan-out.ts';
import { commitRows } from './scenarios/raw-limits.ts';

/**
 * Measures a whole Heddle, started as `npm start` starts it on servers of its own, and prints one table.
 * @throws Error when an argument is not known or a scenario's runs did not end as they should; a bar that is missed only shows in the table
 */
export async function bench(args: string[], signal: AbortSignal): Promise<void> {
  const options = readOptions(args);
  const say = (message: string) => void process.stderr.write(`${message}\n`);
  const own = options.data === null ? mkdtempSync(join(tmpdir(), 'heddle-bench-')) : null;
  const undo: (() => unknown)[] = [];
  if (own !== null) undo.push(() => rmSync(own, { recursive: true, force: true }));
  try {
    const probe = await startProbe();
    undo.push(() => probe.close());
    process.env['HEDDLE_HTTP_ALLOW'] = [process.env['HEDDLE_HTTP_ALLOW'], probe.address].filter(Boolean).join(',');
    // Servers of the environment may hold something that is worth more than a figure.
    const configuration = { ...readConfiguration({ ...process.env, DATABASE_URL: '', REDIS_URL: '', HEDDLE_DATA: options.data ?? own!, LOG_LEVEL: 'error' }) };
    configuration.port ??= await anyFreePort();
    say('Starting.');
    const heddle = await startHeddle({
      configuration, log: createLog('error', process.stderr), seed: false, signal,
      // When something was committed is then known to the microsecond.
      postgresSettings: { track_commit_timestamp: 'on' },
      postgresPort: await anyFreePort(), redisPort: await anyFreePort(), ...(options.redis === null ? {} : { redisKind: options.redis }),
    });
    undo.push(() => heddle.stop());
    // This process starts runs as the web process does, and is told of its heap what that is told.
    youngFirst().forEach(setFlagsFromString);
    const engine = await createEngine({ databaseUrl: heddle.servers.databaseUrl, redisUrl: heddle.servers.redisUrl });
    undo.push(() => engine.close());
    const sql = new pg.Client({ connectionString: heddle.servers.databaseUrl, application_name: 'heddle bench' });
    // It breaks only when the server goes, and then the query that needs it says so.
    sql.on('error', () => undefined);
    await sql.connect();
    undo.push(() => sql.end());
    await publishAll(heddle, probe.url);
    const durability = await durabilityOf(sql);
    const conditions = {
      at: new Date().toISOString(), machine: machineLine(), postgres: `${heddle.servers.postgresKind} ${durability}`, redis: heddle.servers.redisKind,
      workers: `${configuration.workers} workers × ${configuration.concurrency}`,
    };
    say(`${conditions.machine}\nPostgres: ${conditions.postgres}\nRedis: ${conditions.redis}\n${conditions.workers}`);
    const context: Bench = { heddle, engine, sql, probe, options, signal, workers: conditions.workers, say, chainRate: once(() => measureChain(context)) };
    const figures: Measured[] = [];
    const failed: string[] = [];
    let before = await commitRows(heddle.servers.databaseUrl, 1);
    for (const name of options.scenarios) {
      signal.throwIfAborted();
      const began = performance.now();
      const others = watchOthers();
      const measured = await SCENARIOS[name](context).catch((error: unknown) => {
        // What the others measured is not lost with it.
        failed.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
        return [];
      });
      const share = others();
      const after = await commitRows(heddle.servers.databaseUrl, 1);
      figures.push(...measured.map((figure) => ({ ...figure, others: share, commitsPerSecond: (before + after) / 2 })));
      before = after;
      say(`${name}: ${((performance.now() - began) / 1_000).toFixed(1)} s`);
    }
    signal.throwIfAborted();
    process.stdout.write(`\n${conditions.machine}; Postgres: ${conditions.postgres}; Redis: ${conditions.redis}; ${conditions.workers}\n\n${tableOf(figures)}\n\n${SCALED_LINE}\n\n`);
    const file = options.json ?? join('bench', 'results', `${conditions.at.replaceAll(/[:.]/g, '-')}.json`);
    writeJson(file, conditions, figures);
    say(`Written to ${file}`);
    if (failed.length > 0) throw new Error(`What could not be measured:\n${failed.join('\n')}`);
  } finally {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  }
}

async function publishAll(heddle: Heddle, probeUrl: string): Promise<void> {
  const workflows = { 'bench-chain': chainOf(10), 'bench-fan-out': fanOutOf(WIDTH), 'bench-call': callTo(probeUrl), 'bench-ticking': ticking(60, '30ms') };
  for (const [slug, definition] of Object.entries(workflows)) await publish({ heddle }, slug, definition);
}

/** A figure without its durability would be worth nothing: it is read from the server, not from what it was told. */
async function durabilityOf(sql: pg.Client): Promise<string> {
  const { rows } = await sql.query<{ version: string; fsync: string; commit: string }>(`SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit`);
  const { version, fsync, commit } = rows[0]!;
  if (fsync !== 'on' || commit !== 'on') throw new Error(`The server is not durable: fsync ${fsync}, synchronous_commit ${commit}.`);
  return `${version}, fsync and synchronous_commit on`;
}

async function measureChain(context: Bench): Promise<number> {
  const rates: number[] = [];
  for (let time = 0; time < 4; time++) rates.push((await burst(context, { workflow: 'bench-chain', runs: 500, stepsEach: 10, answer: (n) => n + 10 })).stepsPerSecond);
  return rates.slice(1).sort((a, b) => a - b)[1]!;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

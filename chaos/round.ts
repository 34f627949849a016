import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../scripts/build/root.ts';
import { migrate } from '../scripts/migrate.ts';
import { anyFreePort } from '../scripts/servers/ports.ts';
import { until } from '../engine/testing/until.ts';
import { atRest } from './check/at-rest.ts';
import { OutsideLedger } from './check/ledger.ts';
import { OtherWorkspace } from './check/other-workspace.ts';
import { Watcher } from './check/watcher.ts';
import { callWitness, hearSchedules, tooWide, unheldOutcomes, watchNarrow } from './check/witness.ts';
import { type Fault, FAULTS_ALONE, schedule } from './faults/schedule.ts';
import { strike, type Targets } from './faults/strike.ts';
import { Fleet } from './fleet.ts';
import { NO_RATES, type Rates } from './inside/words.ts';
import { Clocks } from './load/clocks.ts';
import { NARROW } from './load/flows.ts';
import { Load } from './load/load.ts';
import { WebClient } from './load/web-client.ts';
import { machineLine } from '../bench/measure/machine.ts';
import type { ChaosOptions } from './options.ts';
import { buildPrograms } from './programs.ts';
import type { Round } from './report.ts';
import { OwnServers } from './servers.ts';
import { Sql } from './sql.ts';
import { Tally } from './tally.ts';

const RATES: Rates = { lostAnswers: 0.05, lostJobs: 0.02, doubledJobs: 0.02 };
const READY_MS = 60_000;
/** Each fault by itself takes this share of a round, but no longer than this each. */
const ALONE = { share: 0.45, mostMs: 2_500 };
const MIXED_MS = 1_500;
const LOOK_ASIDE_MS = 5_000;

type Undo = (() => unknown)[];

/**
 * One round: a Heddle of its own below `dataDir`, a load, faults, and what must hold all the same. What was violated stands
 * in the tally, and then the data stays where it is.
 * @throws when the round itself cannot be played
 */
export async function playRound(options: ChaosOptions, dataDir: string, say: (message: string) => void, signal: AbortSignal): Promise<Round> {
  const undo: Undo = [];
  const tally = new Tally(say);
  try {
    return await play(options, dataDir, { say, signal, undo, tally });
  } finally {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  }
}

type Context = { say: (message: string) => void; signal: AbortSignal; undo: Undo; tally: Tally };

async function play(options: ChaosOptions, dataDir: string, { say, signal, undo, tally }: Context): Promise<Round> {
  const programs = await buildPrograms(options.without);
  undo.push(() => programs.dispose());
  const servers = await OwnServers.start(dataDir);
  undo.push(() => tally.violations.length > 0 || rmSync(servers.databaseFolder, { recursive: true, force: true }));
  undo.push(() => servers.stop());
  await migrate(servers.databaseUrl);
  const ledger = await OutsideLedger.start(programs.outside);
  undo.push(() => ledger.stop());
  const env = { DATABASE_URL: servers.databaseUrl, REDIS_URL: servers.redisUrl, HEDDLE_OUTSIDE_URL: ledger.url, HEDDLE_CONCURRENCY: '20', HEDDLE_QUEUES: `default,${NARROW.queue}` };
  const fleet = new Fleet(programs.hooks, env, { count: tally.count, fault: tally.violated }, { seed: options.seed, rates: NO_RATES, logs: join(dataDir, 'logs') });
  undo.push(() => fleet.stop());
  const urls: string[] = [];
  for (let web = 0; web < options.webs; web++) {
    const port = await anyFreePort();
    urls.push(`http://127.0.0.1:${port}`);
    fleet.add({ role: 'web', program: join(ROOT, 'dist/web.mjs'), env: { HOST: '127.0.0.1', PORT: String(port) }, kept: true });
  }
  for (let worker = 0; worker < options.workers; worker++) fleet.add({ role: 'worker', program: programs.workers.usual, env: {}, kept: true });
  await until('every web process is ready', async () => (await Promise.all(urls.map(isReady))).every(Boolean), READY_MS);
  const sql = new Sql(servers.databaseUrl);
  undo.push(() => sql.close());
  const checks = new Sql(servers.databaseUrl);
  undo.push(() => checks.close());
  const giveUp = new AbortController();
  undo.push(() => giveUp.abort());
  const web = new WebClient(urls, AbortSignal.any([signal, giveUp.signal]), (call, { status, body }) => tally.violated(`${call} was answered ${status} ${String(body['code'])}; the log of its process says why`));
  const load = new Load({ sql, web, seed: options.seed, players: options.players, fault: tally.violated, count: tally.ended });
  undo.push(() => load.close());
  await load.prepare();
  const clocks = new Clocks({ sql: checks, web });
  await callWitness(checks);
  await hearSchedules(checks);
  await watchNarrow(checks);
  const other = await OtherWorkspace.found(checks, servers);
  await until('every worker is up', async () => (await checks.query(`SELECT FROM workers WHERE workspace_id = 'default' AND status = 'up'`)).rowCount === options.workers, READY_MS);
  const watcher = new Watcher(checks, load.known, ledger, tally.violated);
  undo.push(() => watcher.close());

  const beganAt = performance.now();
  say(`Faults for ${options.minutes} min from seed ${options.seed}.`);
  await clocks.begin();
  fleet.setRates(RATES);
  load.begin();
  const aside = lookAside(other, web, tally, say, load);
  undo.push(() => aside.close());
  await disturb(options, { fleet, servers, sql: checks, programs: programs.workers, count: tally.count }, tally, signal);
  fleet.setRates(NO_RATES);
  aside.close();
  say(`The faults are over; ${load.known.length} runs were started. Waiting for what is open.`);
  const unpaused = await clocks.stop();
  const left = await load.settle(options.settleSeconds * 1_000);
  say(left === 0 ? 'Everything has ended. Checking.' : `${left} runs have not ended. Checking.`);
  await watcher.finish();
  await ledger.read();
  for (const fault of [...unpaused, ...(await atRest(checks, servers.redisUrl, load.known)), ...(await clocks.faults()), ...(await unheldOutcomes(checks)), ...(await tooWide(checks, load.known)), ...(await other.touched()), ...(await other.seen(web))]) tally.violated(fault);
  return {
    at: new Date().toISOString(), options, machine: machineLine(), servers: servers.kinds, tookSeconds: (performance.now() - beganAt) / 1_000,
    known: load.known.length, scheduled: await clocks.count(), checked: watcher.checked, asked: ledger.asked, tally,
  };
}

/** Carries out the schedule; several faults may be under way at a time. Resolves when the last is over. */
async function disturb(options: ChaosOptions, targets: Targets, tally: Tally, signal: AbortSignal): Promise<void> {
  const lastsMs = options.minutes * 60_000;
  const faults = schedule(options.seed, lastsMs, { aloneMs: Math.min(ALONE.mostMs, (lastsMs * ALONE.share) / FAULTS_ALONE), mixedMs: MIXED_MS });
  const beganAt = performance.now();
  const waitUntil = async (atMs: number): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, beganAt + atMs - performance.now())));
    signal.throwIfAborted();
  };
  const under = faults.map(async (fault: Fault) => {
    await waitUntil(fault.atMs);
    await strike(fault, targets).catch((error: unknown) => tally.violated(`The fault "${fault.kind}" could not be made: ${error instanceof Error ? error.message : String(error)}`));
  });
  await Promise.all([...under, waitUntil(lastsMs)]);
}

/** Now and then: what the first workspace sees of the other one, and how far the round is. */
function lookAside(other: OtherWorkspace, web: WebClient, tally: Tally, say: (message: string) => void, load: Load): { close: () => void } {
  let busy = false;
  let looks = 0;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    if (++looks % 6 === 0) say(`${load.known.length} runs started, ${tally.total} ended, ${tally.violations.length} violations.`);
    void other.seen(web).then((faults) => faults.forEach(tally.violated), () => undefined).finally(() => (busy = false));
  }, LOOK_ASIDE_MS);
  return { close: () => clearInterval(timer) };
}

async function isReady(url: string): Promise<boolean> {
  const response = await fetch(`${url}/api/v1/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok === true;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../build/build.ts';
import { anyFreePort } from '../servers/ports.ts';
import { ensureBrowser } from '../testing/browser.ts';
import { onEnd } from '../supervisor/on-end.ts';
import { endTools, runTool, TOOLS } from '../testing/run-tool.ts';
import { startTestServers } from '../testing/servers.global-setup.ts';
import { sum, tallyCheck, tallyPlaywright, tallyVitest, type Tally } from '../testing/tally.ts';

/** Side by side, for the browser tests: while one of them waits for a lease or a lost connection, two keep both cores busy. */
const APPLICATIONS = 3;
/** A good part of what these tests do is waiting: for leases, for timers, for the disk, for processes to come up. More at a time fill it. */
const MANY_AT_A_TIME = '--maxWorkers=5';

/** `npm test`: everything, each stage whatever those before it said. The last line counts. */
export async function run(): Promise<void> {
  const reports = mkdtempSync(join(tmpdir(), 'heddle-reports-'));
  const tallies: Tally[] = [];
  const say = (message: string) => process.stdout.write(`${message}\n`);
  let ended = false;
  onEnd(() => {
    ended = true;
    endTools();
  });
  const stage = async (title: string, work: () => Promise<Tally>) => {
    if (ended) return void tallies.push(tallyCheck(1));
    const startedAt = Date.now();
    say(`\n── ${title}`);
    const tally = await work().catch((error: unknown) => {
      say(error instanceof Error ? error.message : String(error));
      return tallyCheck(1);
    });
    tallies.push(tally);
    say(`── ${title}: ${tally.passed} passed, ${tally.failed} failed in ${((Date.now() - startedAt) / 1_000).toFixed(1)} s`);
  };

  await stage('build', async () => {
    await build(say);
    return tallyCheck(0);
  });
  await Promise.all([
    stage('types', async () => tallyCheck(await runTool(TOOLS.types))),
    stage('lint', async () => tallyCheck(await runTool(TOOLS.lint))),
  ]);
  // Counting what the core's lines are run costs its generated tests twice their time; the unit tests run them all.
  await stage('unit tests', async () => vitest(join(reports, 'unit.json'), ['--project', 'unit', '--coverage'], {}));
  await stage('property and integration tests', async () => withServers((env) => vitest(join(reports, 'vitest.json'), ['--project', 'property', '--project', 'integration', MANY_AT_A_TIME], env)));
  await stage('crash tests', async () => withServers((env) => vitest(join(reports, 'crash.json'), ['--project', 'crash', MANY_AT_A_TIME], env)));
  await stage('browser tests', async () => browserTests(join(reports, 'browser.json'), say));

  rmSync(reports, { recursive: true, force: true });
  const { passed, failed } = sum(tallies);
  say(`\ntests: ${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

async function vitest(report: string, args: string[], env: Record<string, string>): Promise<Tally> {
  const code = await runTool([...TOOLS.vitest, ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], env);
  return tallyVitest(report, code);
}

async function withServers(work: (env: Record<string, string>) => Promise<Tally>): Promise<Tally> {
  const { servers, dispose } = await startTestServers();
  process.stdout.write(`Postgres: ${servers.postgresKind}, Redis: ${servers.redisKind}\n`);
  try {
    return await work({ HEDDLE_TEST_POSTGRES_URL: servers.databaseUrl, HEDDLE_TEST_REDIS_URL: servers.redisUrl });
  } finally {
    await dispose();
  }
}

async function browserTests(report: string, say: (message: string) => void): Promise<Tally> {
  const browser = ensureBrowser(say);
  say(`Browser: ${browser}`);
  const data = mkdtempSync(join(tmpdir(), 'heddle-e2e-'));
  const ports = new Set<number>();
  while (ports.size < APPLICATIONS) ports.add(await anyFreePort());
  try {
    const code = await runTool(TOOLS.playwright, { HEDDLE_BROWSER: browser, HEDDLE_E2E_DATA: data, HEDDLE_E2E_PORTS: [...ports].join(), HEDDLE_E2E_REPORT: report });
    return tallyPlaywright(report, code);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/testing/browser.ts';

/** Two applications side by side, each the production build as `npm start` runs it, on data of its own. `npm test` chooses ports and folder. */
const ports = (process.env['HEDDLE_E2E_PORTS'] ?? '4790,4791').split(',').map(Number);
const dataDir = process.env['HEDDLE_E2E_DATA'] ?? join(tmpdir(), `heddle-e2e-${userInfo().username}`);
const executablePath = findBrowser();
if (executablePath === undefined) throw new Error('No Chromium was found. npm test fetches one; or run npx playwright install chromium.');
/** One that runs already, for who works on a test: nothing is started or stopped then. */
const running = process.env['HEDDLE_E2E_URL'];
const urls = running === undefined ? ports.map((port) => `http://127.0.0.1:${port}`) : [running];

export default defineConfig<object, { applications: readonly string[] }>({
  testDir: 'e2e',
  // One worker for each application: what is shown in one file nobody disturbs from another.
  workers: urls.length,
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  outputDir: 'test-results',
  reporter: process.env['HEDDLE_E2E_REPORT'] === undefined ? 'list' : [['list'], ['json', { outputFile: process.env['HEDDLE_E2E_REPORT'] }]],
  use: {
    applications: urls,
    actionTimeout: 15_000,
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    permissions: ['clipboard-read', 'clipboard-write'],
    // Recording what every test does costs a third of the time; HEDDLE_E2E_TRACE=1 does, to find out why one fails.
    trace: process.env['HEDDLE_E2E_TRACE'] === undefined ? 'off' : { mode: 'retain-on-failure', screenshots: false, snapshots: true },
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
  ...(running === undefined ? { webServer: ports.map((port, index) => ({
    command: 'node scripts/run.mjs start',
    url: `http://127.0.0.1:${port}/api/v1/readyz`,
    env: { PORT: String(port), HOST: '127.0.0.1', HEDDLE_DATA: join(dataDir, String(index)), HEDDLE_WORKERS: '2', DATABASE_URL: '', REDIS_URL: '', LOG_LEVEL: 'warn' },
    timeout: 300_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 60_000 },
    stdout: 'pipe' as const,
    stderr: 'pipe' as const,
  })) } : {}),
});

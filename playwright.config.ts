import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/testing/browser.ts';

/** The production build as `npm start` runs it, on data of its own. `npm test` chooses port and folder. */
const port = Number(process.env['HEDDLE_E2E_PORT'] ?? 4_790);
const dataDir = process.env['HEDDLE_E2E_DATA'] ?? join(tmpdir(), `heddle-e2e-${userInfo().username}`);
const executablePath = findBrowser();
if (executablePath === undefined) throw new Error('No Chromium was found. npm test fetches one; or run npx playwright install chromium.');
/** One that runs already, for who works on a test: nothing is started or stopped then. */
const running = process.env['HEDDLE_E2E_URL'];
const url = running ?? `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: 'e2e',
  // One application, one database: the promises are shown one after the other.
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  outputDir: 'test-results',
  reporter: process.env['HEDDLE_E2E_REPORT'] === undefined ? 'list' : [['list'], ['json', { outputFile: process.env['HEDDLE_E2E_REPORT'] }]],
  use: {
    baseURL: url,
    actionTimeout: 15_000,
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    permissions: ['clipboard-read', 'clipboard-write'],
    // Pictures of every action would cost more time than the tests themselves.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: true },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
  ...(running === undefined ? { webServer: {
    command: 'node scripts/run.mjs start',
    url: `${url}/api/v1/readyz`,
    env: { PORT: String(port), HOST: '127.0.0.1', HEDDLE_DATA: dataDir, HEDDLE_WORKERS: '2', DATABASE_URL: '', REDIS_URL: '', LOG_LEVEL: 'warn' },
    timeout: 300_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 60_000 },
    stdout: 'pipe' as const,
    stderr: 'pipe' as const,
  } } : {}),
});

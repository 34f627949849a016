import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/testing/longest-first.ts';

/**
 * Which project a test belongs to stands in its name:
 * `x.test.ts` is pure and fast, `x.property.test.ts` generates, `x.integration.test.ts` needs Postgres and Redis,
 * `x.crash.test.ts` kills processes.
 */
const everywhere = ['app', 'bench', 'chaos', 'components', 'engine', 'examples', 'scripts'];
const named = (suffix: string) => everywhere.map((folder) => `${folder}/**/*.${suffix}`);
const special = ['**/*.property.test.{ts,tsx}', '**/*.integration.test.{ts,tsx}', '**/*.crash.test.{ts,tsx}'];
const ignored = ['**/node_modules/**', '.next/**', 'dist/**', 'e2e/**'];
const loadedByNode = { execArgv: ['--import', 'tsx'], experimental: { viteModuleRunner: false, nodeLoader: false } };
const servers = { globalSetup: ['scripts/testing/servers.global-setup.ts'] };

export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname } },
  oxc: { jsx: { runtime: 'automatic' } },
  test: {
    pool: 'forks',
    maxWorkers: 3,
    passWithNoTests: true,
    // What is waited for comes when it comes: the second that is the default is less than a machine held up may take.
    expect: { poll: { timeout: 10_000 } },
    sequence: { sequencer: LongestFirst },
    coverage: {
      provider: 'v8',
      include: ['engine/core/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.fixture.ts', '**/state-fixture.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 95, branches: 95 },
    },
    // Files share what a worker has loaded: loading the same modules for each took as long as the tests. So nothing may be left in a module or in globalThis that another file would find.
    // Generated tests are loaded by Node itself, through tsx: what vitest makes of an import costs a look-up at each call, a fifth of their time.
    projects: [
      { extends: true, test: { name: 'unit', include: named('test.{ts,tsx}'), exclude: [...ignored, ...special], testTimeout: 20_000, isolate: false, setupFiles: ['scripts/testing/real-timers.setup.ts'] } },
      { extends: true, test: { name: 'property', include: named('property.test.{ts,tsx}'), exclude: ignored, testTimeout: 300_000, isolate: false, ...loadedByNode } },
      { extends: true, test: { name: 'integration', include: named('integration.test.{ts,tsx}'), exclude: ignored, testTimeout: 30_000, hookTimeout: 60_000, isolate: false, ...servers } },
      { extends: true, test: { name: 'crash', include: named('crash.test.{ts,tsx}'), exclude: ignored, testTimeout: 300_000, hookTimeout: 120_000, ...servers } },
    ],
  },
});

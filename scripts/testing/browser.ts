import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { ROOT } from '../build/root.ts';

/** Debian's Chromium without windows: tests take a seventh less time with it, but it draws fewer frames. */
const SHELL = 'chromium-headless-shell';
const WHOLE = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const ELSEWHERE = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];

/** What a browser is for: `tests` want the quickest, `frames` the one that people have. Either takes the other. */
export type BrowserUse = 'tests' | 'frames';

/** A Chromium that runs here, without installing anything; undefined when there is none. */
export function findBrowser(use: BrowserUse = 'tests'): string | undefined {
  const names = use === 'tests' ? [SHELL, ...WHOLE] : [...WHOLE, SHELL];
  const installed = names.flatMap((name) => {
    const { status, stdout } = spawnSync('/bin/sh', ['-c', 'command -v "$1"', 'sh', name], { encoding: 'utf8' });
    return status === 0 ? [stdout.trim()] : [];
  });
  return [process.env['HEDDLE_BROWSER'] ?? '', ...installed, ...ELSEWHERE, chromium.executablePath()].find((path) => path !== '' && existsSync(path) && runs(path));
}

/** Finds a browser or fetches one, by whichever way works. @throws one line that says what to install */
export function ensureBrowser(say: (message: string) => void, use: BrowserUse = 'tests'): string {
  const found = findBrowser(use);
  if (found !== undefined) return found;
  say('No Chromium was found; fetching one with Playwright.');
  attempt(process.execPath, [join(ROOT, 'node_modules/@playwright/test/cli.js'), 'install', 'chromium'], 300_000);
  const fetched = findBrowser();
  if (fetched !== undefined) return fetched;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('Installing Debian’s Chromium.');
    attempt('apt-get', ['update'], 120_000);
    for (const name of use === 'tests' ? [SHELL, 'chromium'] : ['chromium', SHELL]) {
      if (findBrowser() === undefined) attempt('apt-get', ['install', '-y', '--no-install-recommends', name], 600_000);
    }
  }
  const installed = findBrowser();
  if (installed === undefined) throw new Error('The browser tests need Chromium: run `npx playwright install --with-deps chromium`, or install the package chromium of your system, or set HEDDLE_BROWSER to the path of one.');
  return installed;
}

function runs(path: string): boolean {
  return spawnSync(path, ['--version', '--no-sandbox'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

function attempt(command: string, args: string[], timeoutMs: number): void {
  spawnSync(command, args, { stdio: 'ignore', timeout: timeoutMs, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}

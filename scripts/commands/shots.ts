import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { ROOT } from '../build/build.ts';
import { readConfiguration } from '../supervisor/configuration.ts';
import { startHeddle } from '../supervisor/heddle.ts';
import { createLog } from '../supervisor/log.ts';
import { ensureBrowser } from '../testing/browser.ts';

const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const THEMES = ['light', 'dark'] as const;
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

type Shot = { name: string; path: string; prepare?: (page: Page) => Promise<void> };

/**
 * `npm run shots`: starts the product on data of its own, gives it something to show, and takes a picture of every page
 * in both themes and both sizes, into `.shots/`. With `--readme` it takes only the pictures of the README.
 */
export async function run(args: string[]): Promise<void> {
  const say = (message: string): void => void process.stdout.write(`${message}\n`);
  const executablePath = ensureBrowser(say);
  const dataDir = mkdtempSync(join(tmpdir(), 'heddle-shots-'));
  const heddle = await startHeddle({ configuration: { ...readConfiguration({ NODE_ENV: 'production' }), dataDir }, log: createLog('warn') });
  const browser = await chromium.launch({ executablePath, args: ARGS });
  try {
    if (args.includes('--readme')) await readmePictures(browser, heddle.url, say);
    else await everything(browser, heddle.url, say);
  } finally {
    await browser.close();
    await heddle.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  process.exit(0);
}

async function everything(browser: Browser, url: string, say: (message: string) => void): Promise<void> {
  const shots = await whatToShow(url);
  const folder = join(ROOT, '.shots');
  mkdirSync(folder, { recursive: true });
  for (const theme of THEMES) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      const context = await browser.newContext({ viewport, colorScheme: theme, reducedMotion: 'reduce' });
      const page = await context.newPage();
      for (const shot of shots) {
        await open(page, `${url}${shot.path}`);
        await shot.prepare?.(page);
        const path = join(folder, `${shot.name}-${theme}-${size}.png`);
        await page.screenshot({ path });
        say(path);
      }
      await context.close();
    }
  }
}

async function readmePictures(browser: Browser, url: string, say: (message: string) => void): Promise<void> {
  const folder = join(ROOT, 'docs', 'pictures');
  mkdirSync(folder, { recursive: true });
  const context = await browser.newContext({ viewport: SIZES.desktop, colorScheme: 'light', deviceScaleFactor: 1, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await open(page, `${url}/workflows/booking-saga`);
  await page.locator('.react-flow__node', { hasText: 'Flight' }).first().click();
  await settled(page);
  await page.screenshot({ path: join(folder, 'editor.png') });
  // The payment is slow, so that the run is seen while it works.
  const run = await start(url, 'booking-saga', { fault: { service: 'payments', mode: 'slow', times: 1 } });
  await page.goto(`${url}/runs/${run}`);
  await page.locator('.react-flow__node').filter({ hasText: 'Payment' }).first().waitFor();
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: join(folder, 'run.png') });
  await context.close();
  say(`The pictures are in ${folder}.`);
}

/** Runs and requests that give every page something to show. */
async function whatToShow(url: string): Promise<Shot[]> {
  const booked = await start(url, 'booking-saga', {}, true);
  const undone = await start(url, 'booking-saga', { fault: { service: 'payments', mode: 'refuse', times: 9 } }, true);
  const analysed = await start(url, 'document-analysis', {}, true);
  const gathered = await start(url, 'parent-and-children', {}, true);
  const waiting = await start(url, 'risk-assessment', { customer: 'Shady Offshore Ltd', amount: 25_000, threshold: 50 });
  const requests = await until(async () => (await get<{ items: { id: string }[] }>(url, '/api/v1/approvals')).items);
  return [
    { name: 'workflows', path: '/workflows' },
    { name: 'editor', path: '/workflows/booking-saga' },
    { name: 'editor-step', path: '/workflows/booking-saga', prepare: async (page) => void (await page.locator('.react-flow__node', { hasText: 'Flight' }).first().click().catch(() => undefined), await settled(page)) },
    { name: 'versions', path: '/workflows/booking-saga/versions' },
    { name: 'runs', path: '/runs' },
    { name: 'run-completed', path: `/runs/${booked}` },
    { name: 'run-undone', path: `/runs/${undone}` },
    { name: 'run-agents', path: `/runs/${analysed}` },
    { name: 'run-map', path: `/runs/${gathered}` },
    { name: 'run-waiting', path: `/runs/${waiting}` },
    { name: 'run-past', path: `/runs/${undone}?at=8` },
    { name: 'approvals', path: '/approvals' },
    ...requests.slice(0, 1).map(({ id }) => ({ name: 'approval', path: `/approvals/${encodeURIComponent(id)}` })),
    { name: 'workers', path: '/workers' },
    { name: 'settings', path: '/settings' },
    { name: 'not-found', path: '/runs/00000000-0000-7000-8000-000000000000' },
  ];
}

async function start(url: string, workflow: string, input: object, wait = false): Promise<string> {
  const response = await fetch(`${url}/api/v1/workflows/${workflow}/runs${wait ? '?wait=30s' : ''}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ input }) });
  if (!response.ok) throw new Error(`${workflow} could not be started: ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}

async function get<T>(url: string, path: string): Promise<T> {
  const response = await fetch(`${url}${path}`);
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
  return (await response.json()) as T;
}

async function until<T>(read: () => Promise<T[]>): Promise<T[]> {
  for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const found = await read();
    if (found.length > 0) return found;
  }
  return [];
}

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address, { waitUntil: 'load' });
  await settled(page);
}

/** Skeletons gone, fonts there, the canvas fitted. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.locator('[data-skeleton], [aria-busy="true"]').first().waitFor({ state: 'detached', timeout: 8_000 }).catch(() => undefined);
  await page.waitForTimeout(700);
}

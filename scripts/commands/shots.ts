import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import { ROOT } from '../build/root.ts';
import { readConfiguration } from '../supervisor/configuration.ts';
import { startHeddle } from '../supervisor/heddle.ts';
import { createLog } from '../supervisor/log.ts';
import { ensureBrowser } from '../testing/browser.ts';
import { dressed, LOOKS, nameOf, open, settled, SIZES, type Look } from './shots/look.ts';
import { Product } from './shots/product.ts';
import { scenes, type Scene } from './shots/scenes.ts';

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

type Say = (message: string) => void;

/**
 * `npm run shots`: starts the product on data of its own, gives it something to show, and takes a picture of every page,
 * dialog and form in both themes and both sizes, into `.shots/`. With `--readme` it takes only the pictures of the README.
 * `--only=PATTERN` takes those whose name matches (`^inspector-`, `light-phone$`), `--url=…` shows one that runs already.
 */
export async function run(args: string[]): Promise<void> {
  const say: Say = (message) => void process.stdout.write(`${message}\n`);
  const option = (name: string): string | undefined => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const browser = await chromium.launch({ executablePath: ensureBrowser(say), args: ARGS });
  const running = option('url');
  const own = running === undefined ? await startOwn() : null;
  const url = own?.url ?? running!;
  try {
    if (args.includes('--readme')) await readmePictures(browser, url, say);
    else await everything(browser, url, new RegExp(option('only') ?? ''), say);
  } finally {
    await browser.close();
    await own?.stop();
  }
  process.exit(process.exitCode ?? 0);
}

async function startOwn(): Promise<{ url: string; stop: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'heddle-shots-'));
  const heddle = await startHeddle({ configuration: { ...readConfiguration({ NODE_ENV: 'production' }), dataDir }, log: createLog('warn') });
  return {
    url: heddle.url,
    stop: async () => {
      await heddle.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function everything(browser: Browser, url: string, only: RegExp, say: Say): Promise<void> {
  const all = await scenes(new Product(url));
  const folder = join(ROOT, '.shots');
  mkdirSync(folder, { recursive: true });
  for (const look of LOOKS) {
    const wanted = all.filter(({ name, desktopOnly }) => only.test(`${name}-${nameOf(look)}`) && !(desktopOnly && look.size === 'phone'));
    if (wanted.length > 0) await take(browser, url, look, wanted, folder, say);
  }
}

async function take(browser: Browser, url: string, look: Look, wanted: readonly Scene[], folder: string, say: Say): Promise<void> {
  const context = await dressed(browser, url, look);
  for (const scene of wanted) {
    const path = join(folder, `${scene.name}-${nameOf(look)}.png`);
    const page = await context.newPage();
    page.setDefaultTimeout(6_000);
    if (scene.tall !== undefined && look.size === 'desktop') await page.setViewportSize({ ...SIZES[look.size], height: scene.tall });
    await open(page, `${url}${scene.path}`);
    // One scene that cannot be set must not cost the others their pictures; it shows as far as it came.
    await scene.prepare?.(page).catch((error: unknown) => {
      say(`${scene.name} (${nameOf(look)}): ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
      process.exitCode = 1;
    });
    await page.screenshot({ path });
    await page.close();
    say(path);
  }
  await context.close();
}

async function readmePictures(browser: Browser, url: string, say: Say): Promise<void> {
  const folder = join(ROOT, 'docs', 'pictures');
  mkdirSync(folder, { recursive: true });
  const context = await browser.newContext({ viewport: SIZES.desktop, colorScheme: 'light', deviceScaleFactor: 1, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await open(page, `${url}/workflows/booking-saga`);
  await page.locator('.react-flow__node', { hasText: 'Flight' }).first().click();
  await settled(page);
  await page.screenshot({ path: join(folder, 'editor.png') });
  // The payment is slow, so that the run is seen while it works.
  const run = await new Product(url).start('booking-saga', { fault: { service: 'payments', mode: 'slow', times: 1 } });
  await page.goto(`${url}/runs/${run}`);
  await page.locator('.react-flow__node').filter({ hasText: 'Payment' }).first().waitFor();
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: join(folder, 'run.png') });
  await context.close();
  say(`The pictures are in ${folder}.`);
}

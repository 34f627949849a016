import { chromium, type Browser, type Page } from '@playwright/test';
import { ensureBrowser } from '../../scripts/testing/browser.ts';
import { median, percentile } from '../measure/statistics.ts';
import { droppedShare, type TraceEvent, workPerFrame } from './frames.ts';

const WINDOW = { width: 1440, height: 900 } as const;
const FRAME_MS = 1_000 / 60;
const GESTURE_MS = 3_000;
const GESTURES = 5;
const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];

export type Smoothness = { /** Work of the main thread per frame by its own processor time, 95th percentile, ms. */ p95: number; /** The same by the wall clock. */ wallP95: number; /** 0 to 1 */ dropped: number; frames: number };
/** What a gesture does at each of its moments, until it is over. */
export type Gesture = (elapsedMs: number) => Promise<void>;

/** A Chromium that draws without a graphics card. */
export class Stage {
  private constructor(private readonly browser: Browser) {}

  static async open(say: (message: string) => void): Promise<Stage> {
    const executablePath = ensureBrowser(say, 'frames');
    return new Stage(await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] }));
  }

  /** A page of somebody who was never here. */
  async page(): Promise<Page> {
    const context = await this.browser.newContext({ viewport: WINDOW, locale: 'en-US' });
    // Functions sent to the page were given their names by the loader of TypeScript, which is not there.
    await context.addInitScript({ content: 'globalThis.__name ??= (named) => named;' });
    return await context.newPage();
  }

  /** From the address to what is awaited, and painted, ms: the median of several visitors. The last one stays. */
  async visit(url: string, times: number, there: (page: Page) => Promise<unknown>): Promise<{ ms: number; page: Page }> {
    const took: number[] = [];
    for (let time = 1; ; time++) {
      const page = await this.page();
      const before = performance.now();
      await page.goto(url, { waitUntil: 'commit' });
      await there(page);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      took.push(performance.now() - before);
      if (time === times) return { ms: median(took), page };
      await page.context().close();
    }
  }

  /** Watches each frame of several gestures, one after the other: something else on the machine costs any one of them some frames. @param begin makes ready for one, the first being 1: what it does is not watched */
  async watch(page: Page, begin: (time: number) => Promise<Gesture>): Promise<Smoothness[]> {
    const watched: Smoothness[] = [];
    for (let time = 1; time <= GESTURES; time++) {
      watched.push(await this.watchOne(page, await begin(time)));
      await page.mouse.up();
    }
    return watched;
  }

  private async watchOne(page: Page, gesture: Gesture): Promise<Smoothness> {
    await this.browser.startTracing(page, { categories: CATEGORIES });
    // To begin a trace, and to gather it, takes frames that are not the gesture's: what came is counted between the two.
    await page.evaluate(() => {
      const seen: number[] = [];
      Object.assign(globalThis, { __frames: seen, __watching: true });
      const frame = (at: number): void => {
        seen.push(at);
        if ((globalThis as unknown as { __watching: boolean }).__watching) requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
    const began = performance.now();
    for (let elapsed = 0; elapsed < GESTURE_MS; elapsed = performance.now() - began) await gesture(elapsed);
    const at = await page.evaluate(() => {
      Object.assign(globalThis, { __watching: false });
      return (globalThis as unknown as { __frames: number[] }).__frames;
    });
    const trace = await this.browser.stopTracing();
    const { traceEvents } = JSON.parse(trace.toString('utf8')) as { traceEvents: TraceEvent[] };
    const work = workPerFrame(traceEvents);
    if (work.length === 0) throw new Error('The browser traced no frame.');
    return { p95: percentile(work.map((frame) => frame.work), 0.95), wallP95: percentile(work.map((frame) => frame.wall), 0.95), dropped: droppedShare(at, FRAME_MS), frames: work.length };
  }

  /** The longest that the main thread of a page was busy in one piece since it was opened, ms; 0 when never for 50 ms or longer. */
  async longestTask(page: Page): Promise<number> {
    return await page.evaluate(async () => {
      const seen: number[] = [0];
      const observer = new PerformanceObserver((list) => seen.push(...list.getEntries().map((entry) => entry.duration)));
      observer.observe({ type: 'longtask', buffered: true });
      // What was kept for it is handed over in a task of its own.
      await new Promise((resolve) => setTimeout(resolve, 100));
      observer.disconnect();
      return Math.max(...seen);
    });
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

/** Where a pointer is that goes round a point, once in two seconds; with a negative radius it begins upwards and leftwards. */
export function circle(centre: { x: number; y: number }, radius: number, elapsedMs: number): { x: number; y: number } {
  const angle = (elapsedMs / 2_000) * 2 * Math.PI;
  return { x: centre.x + radius * Math.sin(angle), y: centre.y + radius * (1 - Math.cos(angle)) };
}

import type { Page } from '@playwright/test';
import { longRun } from '../measure/long-run.ts';
import type { Bench, Figure } from '../bench-context.ts';
import { smooth } from '../browser/smooth.ts';
import { type Gesture, Stage } from '../browser/stage.ts';

const VISITS = 3;
const LONG_MS = 120_000;

/** History and timeline of a run of many events in a Chromium: how soon they are there, and how smoothly they scroll. */
export async function reading(bench: Bench): Promise<Figure[]> {
  const stage = await Stage.open(bench.say);
  try {
    return await readOn(bench, stage);
  } finally {
    await stage.close();
  }
}

async function readOn(bench: Bench, stage: Stage): Promise<Figure[]> {
  const { id, events, times } = await longRun(bench);
  const there = (place: string) => async (page: Page): Promise<void> => {
    await page.locator(`[data-testid="run-status"][data-seq="${events}"]`).waitFor({ timeout: LONG_MS });
    await page.locator(`[data-testid="${place}"] :is([data-row], [role="listitem"])`).first().waitFor({ timeout: LONG_MS });
  };
  const of = `${events.toLocaleString('en')} events`;
  const timeline = await stage.visit(`${bench.heddle.url}/runs/${id}`, VISITS, there('timeline'));
  const longest = await stage.longestTask(timeline.page);
  // The loop shows its rounds, so that there is something to scroll through.
  await timeline.page.locator('[data-row="rounds"]').dblclick();
  await timeline.page.locator('[data-row="rounds[0]"]').waitFor({ timeout: LONG_MS });
  const rolled = await stage.watch(timeline.page, () => scrolling(timeline.page, 'timeline'));
  const zoomed = await stage.watch(timeline.page, () => zooming(timeline.page));
  const before = performance.now();
  await timeline.page.getByRole('radio', { name: 'History' }).click();
  await there('history')(timeline.page);
  const switched = performance.now() - before;
  const read = await stage.watch(timeline.page, () => scrolling(timeline.page, 'history'));
  await timeline.page.context().close();
  return [
    { name: 'timeline opens', value: timeline.ms / 1_000, unit: 's', conditions: `address → the whole history of ${of} folded and its rows painted, a new visitor each time, median of ${VISITS}`, bar: { below: 2 } },
    { name: 'timeline opens, longest task', value: longest, unit: 'ms/task', conditions: `what the main thread did in one piece until then, for the last of these visitors`, bar: null },
    ...smooth('timeline, scrolling', rolled, `${times.toLocaleString('en')} rounds of ${of}`, null),
    ...smooth('timeline, zooming', zoomed, `along the axis, in and out again, over ${times.toLocaleString('en')} rounds`, null),
    { name: 'history opens', value: switched / 1_000, unit: 's', conditions: `from the timeline of ${of} to the list of its events`, bar: { below: 2 } },
    ...smooth('history, scrolling', read, of, null),
  ];
}

async function scrolling(page: Page, place: string): Promise<Gesture> {
  await page.getByTestId(place).hover();
  return async (elapsedMs) => page.mouse.wheel(0, elapsedMs % 2_000 < 1_500 ? 240 : -480);
}

/** Draws along the axis into a stretch of it, and shows the whole again. */
async function zooming(page: Page): Promise<Gesture> {
  const box = (await page.getByTestId('timeline-axis').boundingBox())!;
  const to = (place: number): Promise<void> => page.mouse.move(box.x + box.width * place, box.y + box.height / 2);
  let step = 0;
  return async () => {
    const at = step++ % 12;
    if (at === 11) return page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2);
    await to(0.2 + at * 0.05);
    if (at === 0) await page.mouse.down();
    if (at === 10) await page.mouse.up();
  };
}

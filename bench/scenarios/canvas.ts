import type { Page } from '@playwright/test';
import { untilOver } from '../measure/burst.ts';
import { post } from '../measure/http.ts';
import { publish } from '../measure/publish.ts';
import { until } from '../measure/until.ts';
import type { Bench, Figure } from '../bench-context.ts';
import { meadow } from '../browser/meadow.ts';
import { smooth } from '../browser/smooth.ts';
import { circle, type Gesture, Stage } from '../browser/stage.ts';

const SIZES = [200, 1_000, 2_000] as const;
const EVENTS_PER_S = 500;
/** What a round of a bed of the meadow says, whatever its size; what really came is counted and told. */
const EVENTS_A_ROUND = 22;
const PER_BED = 20;
const VISITS = 3;
const LONG_MS = 120_000;
const RADIUS = 160;

/** The canvas in a Chromium: how soon it is there, and how smoothly it follows the hand. */
export async function canvas(bench: Bench): Promise<Figure[]> {
  const stage = await Stage.open(bench.say);
  try {
    const figures: Figure[] = [];
    for (const nodes of bench.options.quick ? SIZES.slice(0, 1) : SIZES) figures.push(...(await drawing(bench, stage, nodes)));
    return figures;
  } finally {
    await stage.close();
  }
}

async function drawing(bench: Bench, stage: Stage, nodes: number): Promise<Figure[]> {
  const { engine, heddle } = bench;
  const slug = `bench-meadow-${nodes}`;
  const definition = meadow(nodes, Math.round(((nodes / PER_BED) * EVENTS_A_ROUND * 1_000) / EVENTS_PER_S));
  // What is dragged and dropped is another drawing afterwards: what is dragged under a test run begins with one of its own.
  for (const each of [slug, `${slug}-tested`]) await publish(bench, each, definition);
  const of = `${nodes.toLocaleString('en')} nodes`;

  const editor = await stage.visit(`${heddle.url}/workflows/${slug}`, VISITS, (page) => cards(page));
  const panned = await stage.watch(editor.page, (time) => panning(editor.page, time));
  const dragged = await stage.watch(editor.page, (time) => dragging(editor.page, time));
  await editor.page.context().close();

  const tester = await stage.visit(`${heddle.url}/workflows/${slug}-tested`, 1, (page) => cards(page));
  const tested = await startTest(bench, tester.page, nodes);
  const draggedLive = await stage.watch(tester.page, (time) => dragging(tester.page, time));
  const testedPerSecond = await tested.perSecond();
  await tester.page.context().close();
  await end(bench, tested.run);

  const { run } = await engine.startRun({ workflow: slug, input: {} });
  await untilGrown(bench, run.id, nodes);
  const live = await stage.visit(`${heddle.url}/runs/${run.id}`, 1, (page) => cards(page));
  const counted = await counting(bench, run.id);
  const followed = await stage.watch(live.page, (time) => panning(live.page, time));
  const perSecond = await counted();
  await live.page.context().close();
  await end(bench, run.id);

  const bars = nodes === 200 ? { idle: 8, live: 12, dropped: 1 } : nodes === 2_000 ? { idle: 40, live: 40, dropped: null } : null;
  return [
    { name: `canvas, ${of}, opens`, value: editor.ms / 1_000, unit: 's', conditions: `address → cards painted in the editor, a new visitor each time, median of ${VISITS}`, bar: nodes === 2_000 ? { below: 3 } : null },
    ...smooth(`canvas, ${of}, panning`, panned, 'the editor', bars && { p95: bars.idle, dropped: bars.dropped }),
    ...smooth(`canvas, ${of}, dragging`, dragged, 'a card of the editor', bars && { p95: bars.idle, dropped: bars.dropped }),
    ...smooth(`canvas, ${of}, live`, followed, `panning a run that says ${told(perSecond)}; its page was there after ${(live.ms / 1_000).toFixed(1)} s`, bars && { p95: bars.live, dropped: bars.dropped }),
    ...smooth(`canvas, ${of}, live, dragging`, draggedLive, `a card of the editor over which a test run says ${told(testedPerSecond)}`, bars && { p95: bars.live, dropped: bars.dropped }),
  ];
}

function told(perSecond: number): string {
  return `${Math.round(perSecond).toLocaleString('en')} events/s`;
}

/** Starts a test run of what is drawn, whose results lie over the editor's canvas. @returns it, and what it has said in a second since then */
async function startTest(bench: Bench, page: Page, nodes: number): Promise<{ run: string; perSecond: () => Promise<number> }> {
  await page.getByTestId('run').click();
  await page.getByTestId('run-here').click();
  const bar = page.getByTestId('test-run');
  await bar.waitFor({ timeout: LONG_MS });
  const run = (await bar.getAttribute('data-run'))!;
  await untilGrown(bench, run, nodes);
  return { run, perSecond: await counting(bench, run) };
}

async function seqOf({ sql }: Bench, run: string): Promise<number> {
  return (await sql.query<{ seq: number }>('SELECT seq FROM runs WHERE id = $1', [run])).rows[0]!.seq;
}

async function untilGrown(bench: Bench, run: string, nodes: number): Promise<void> {
  await until(async () => (await seqOf(bench, run)) > nodes, 'The meadow does not grow', LONG_MS);
}

/** @returns tells the events in a second since it was called */
async function counting(bench: Bench, run: string): Promise<() => Promise<number>> {
  const [seq, at] = [await seqOf(bench, run), performance.now()];
  return async () => (((await seqOf(bench, run)) - seq) / (performance.now() - at)) * 1_000;
}

async function end(bench: Bench, run: string): Promise<void> {
  await post(bench.heddle.url, `/api/v1/runs/${run}/cancel`, { reason: 'It was watched long enough.' });
  await untilOver(bench, [run]);
}

async function cards(page: Page): Promise<void> {
  await page.locator('.hc-card').first().waitFor({ timeout: LONG_MS });
}

/** The empty canvas is taken by a place where nothing lies. */
async function panning(page: Page, time: number): Promise<Gesture> {
  await released(page);
  const from = await page.evaluate((margin) => {
    for (let y = margin; y < innerHeight - margin; y += 12) for (let x = margin; x < innerWidth - margin; x += 12) if (document.elementFromPoint(x, y)?.classList.contains('react-flow__pane')) return { x, y };
    return null;
  }, RADIUS);
  if (from === null) throw new Error('There is no empty place on the canvas.');
  return await holding(page, from, time);
}

/** The card next to the middle is one like most: the edges of the start reach across the whole drawing. */
async function dragging(page: Page, time: number): Promise<Gesture> {
  await released(page);
  const from = await page.evaluate((margin) => {
    const within: { x: number; y: number; away: number }[] = [];
    for (const card of document.querySelectorAll('.react-flow__node .hc-card .hc-head')) {
      const { left, top, width, height } = card.getBoundingClientRect();
      const at = { x: left + width / 2, y: top + height / 2 };
      const near = at.x > margin && at.y > margin && at.x < innerWidth - margin && at.y < innerHeight - 2 * margin;
      if (near && card.contains(document.elementFromPoint(at.x, at.y))) within.push({ ...at, away: Math.hypot(at.x - innerWidth / 2, at.y - innerHeight / 2) });
    }
    return within.sort((one, other) => one.away - other.away)[0] ?? null;
  }, RADIUS);
  if (from === null) throw new Error('There is no card within reach.');
  return await holding(page, from, time);
}

/** While the canvas is held or a card is carried nothing on it is found under the pointer. */
async function released(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await page.locator('.hc-canvas:not([data-held], [data-carrying])').waitFor();
}

/** Each gesture ends half a circle from where it began: the next one leads back, though with another card when that is nearer to the middle by then. */
async function holding(page: Page, from: { x: number; y: number }, time: number): Promise<Gesture> {
  const radius = (time % 2 === 0 ? -RADIUS : RADIUS) / 2;
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  return async (elapsedMs) => {
    const { x, y } = circle(from, radius, elapsedMs);
    await page.mouse.move(x, y);
  };
}

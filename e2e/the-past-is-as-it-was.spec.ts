import { looks } from './support/canvas.ts';
import { farApart } from './support/definitions.ts';
import { expect, test, type Page } from './support/heddle.ts';

type Look = { seq: number; live: boolean; nodes: Record<string, string> };

/** The canvas once it stands still: twice the same, with a painting between. */
async function still(page: Page, seq: number): Promise<Look> {
  const read = async (): Promise<Look> => {
    const canvas = page.getByTestId('run-canvas');
    return { seq: Number(await canvas.getAttribute('data-seq')), live: (await canvas.getAttribute('data-live')) === 'true', nodes: await looks(page) };
  };
  let last: Look | null = null;
  await expect.poll(async () => {
    const now = await read();
    const same = now.seq === seq && JSON.stringify(now) === JSON.stringify(last);
    last = now;
    return same;
  }, { intervals: [250] }).toBe(true);
  return last!;
}

test('an address with a moment shows the canvas as the live run had it then', async ({ page, api }) => {
  const signals = 4;
  const run = await api.startNew(near(signals));
  await page.goto(`/runs/${run.id}`);
  const seen: Look[] = [];
  for (let signal = 1; signal <= signals; signal++) {
    await expect.poll(async () => (await api.run(run.id)).waitingFor.map((wait) => ('name' in wait ? wait.name : ''))).toEqual([`s${signal}`]);
    seen.push(await still(page, (await api.run(run.id)).lastSeq));
    await api.signal(run.id, `s${signal}`);
  }
  await expect.poll(async () => (await api.run(run.id)).status).toBe('completed');
  expect(seen.every(({ live }) => live)).toBe(true);
  expect(new Set(seen.map(({ nodes }) => JSON.stringify(nodes))).size, 'each moment had a look of its own').toBe(signals);

  for (const { seq, nodes } of [...seen].reverse()) {
    await page.goto(`/runs/${run.id}?at=${seq}`);
    await expect(page.getByTestId('run-canvas')).toHaveAttribute('data-live', 'false');
    expect((await still(page, seq)).nodes, `as it was after event ${seq}`).toEqual(nodes);
  }
});

/** The same steps, near enough to be seen together. */
function near(signals: number): ReturnType<typeof farApart> {
  const apart = farApart(signals);
  return { ...apart, nodes: apart.nodes.map((node, at) => ({ ...node, position: { x: (at % 4) * 240, y: Math.floor(at / 4) * 160 } })) };
}

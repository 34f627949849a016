import { expectRun, expectSeq } from './support/canvas.ts';
import { farApart } from './support/definitions.ts';
import { expect, test, type Page } from './support/heddle.ts';

/** Whether the card of a step stands wholly within the canvas. */
async function isInSight(page: Page, node: string): Promise<boolean> {
  const [card, canvas] = await Promise.all([page.locator(`.react-flow__node[data-id="${node}"]`).boundingBox(), page.getByTestId('run-canvas').boundingBox()]);
  return card !== null && canvas !== null && card.x >= canvas.x && card.y >= canvas.y && card.x + card.width <= canvas.x + canvas.width && card.y + card.height <= canvas.y + canvas.height;
}
const place = (page: Page) => page.locator('.react-flow__viewport').getAttribute('style');

test('the canvas of a live run goes where the run is, until it is moved by hand', async ({ page, api }) => {
  const run = await api.startNew(farApart(4));
  await page.goto(`/runs/${run.id}`);
  const follow = page.getByTestId('follow');
  await expect(follow).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => isInSight(page, 's1')).toBe(true);
  await api.signal(run.id, 's1');
  await expect.poll(() => isInSight(page, 's2')).toBe(true);

  // A click on the canvas is no move; dragging it is.
  const canvas = (await page.getByTestId('run-canvas').boundingBox())!;
  await page.mouse.click(canvas.x + canvas.width / 2, canvas.y + 60);
  await expect(follow).toHaveAttribute('aria-pressed', 'true');
  await page.mouse.move(canvas.x + canvas.width / 2, canvas.y + 60);
  await page.mouse.down();
  await page.mouse.move(canvas.x + canvas.width / 2 + 80, canvas.y + 90, { steps: 4 });
  await page.mouse.up();
  await expect(follow).toHaveAttribute('aria-pressed', 'false');
  // The last of the drag may be drawn after the first of it was heard.
  const atRest = async (): Promise<string | null> => {
    let last = await place(page);
    await expect.poll(async () => {
      const [before, now] = [last, await place(page)];
      last = now;
      return now === before;
    }, { intervals: [150], message: 'the canvas is at rest' }).toBe(true);
    return last;
  };
  const left = await atRest();
  await api.signal(run.id, 's2');
  await expect(page.locator('[data-node="s3"]')).toHaveAttribute('data-look', 'waiting');
  // The page has heard of it and painted it: whatever would follow the run has had its turn.
  await expectSeq(page, (await api.waitsFor(run.id, 's3')).lastSeq);
  expect(await atRest()).toBe(left);

  await follow.focus();
  await page.keyboard.press('Enter');
  await expect(follow).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => isInSight(page, 's3')).toBe(true);

  await page.getByRole('button', { name: 'Zoom out' }).click();
  await expect(follow).toHaveAttribute('aria-pressed', 'false');
  await follow.press(' ');
  await api.signal(run.id, 's3');
  await expect.poll(() => isInSight(page, 's4')).toBe(true);

  await api.signal(run.id, 's4');
  await expectRun(page, 'completed');
  await expect(follow).toHaveCount(0);
});

import { expectRun, expectSeq, looks, timeline } from './support/canvas.ts';
import { manyRounds } from './support/definitions.ts';
import { expect, test } from './support/heddle.ts';
import { isRunStream, listen } from './support/wire.ts';

const ROUNDS = 3_500;
const PAGE = 5_000;

test('a run with a long past is read in pages, followed from there on, and gone through', async ({ page, api }) => {
  test.setTimeout(120_000);
  const run = await api.startNew(manyRounds(ROUNDS));
  const { lastSeq } = await api.waitsFor(run.id, 'go');
  expect(lastSeq).toBeGreaterThan(2 * PAGE);

  await test.step('each event comes once: in pages what was, by one stream what comes', async () => {
    const wire = await listen(page, run.id);
    await page.goto(`/runs/${run.id}`);
    await expectSeq(page, lastSeq);
    await expect(page.getByTestId('live-badge')).toHaveAttribute('data-connection', 'open');
    const asked = wire.requests.filter(({ path }) => path.startsWith(`/api/v1/runs/${run.id}/events`));
    const pages = Array.from({ length: Math.ceil(lastSeq / PAGE) }, (_, at) => `after=${at * PAGE}&limit=${Math.min(PAGE, lastSeq - at * PAGE)}`);
    expect(asked.filter(({ isStream }) => !isStream).map(({ path }) => path.slice(path.indexOf('?') + 1))).toEqual(pages);
    expect(asked.filter(isRunStream(run.id)).map(({ path }) => path.slice(path.indexOf('?') + 1))).toEqual([`after=${lastSeq}`]);
    expect(wire.seqs, 'nothing of the past comes again').toEqual([]);
    await expect.poll(() => looks(page)).toEqual({ start: 'completed', rounds: 'completed', square: 'completed', hold: 'waiting', end: 'pending' });
    expect(await timeline(page)).toMatchObject({ start: 'completed', rounds: 'completed', hold: 'waiting' });
  });

  await test.step('its rounds are scrolled through', async () => {
    const tree = page.getByTestId('timeline');
    await tree.locator('[data-row="rounds"]').dblclick();
    await expect(tree.locator('[data-row="rounds[0]"]')).toBeVisible();
    await tree.press('End');
    await expect(tree.locator('[data-row="end"], [data-row="hold"]').last()).toBeVisible();
    await tree.press('ArrowUp');
    await tree.press('ArrowUp');
    await expect(tree.locator(`[data-row="rounds[${ROUNDS - 1}]"]`)).toBeVisible();
  });

  await test.step('a line of its history is opened and shut, and the lines stand as they stood', async () => {
    await page.getByRole('radio', { name: 'History' }).click();
    const history = page.getByTestId('history');
    const line = (seq: number) => history.locator(`[data-seq="${seq}"]`);
    const gap = async () => Math.round((await line(3).boundingBox())!.y - (await line(2).boundingBox())!.y);
    const shut = await gap();
    await line(2).getByRole('button', { name: 'Details' }).click();
    await expect.poll(gap).toBeGreaterThan(shut);
    await line(2).getByRole('button', { name: 'Details' }).click();
    await expect.poll(gap).toBe(shut);
    await line(2).hover();
    await line(2).getByRole('button', { name: 'Rewind to this moment' }).click();
    await expect(page.getByTestId('run-canvas')).toHaveAttribute('data-seq', '2');
    await page.getByTestId('go-live').click();
    await expect(page.getByTestId('run-canvas')).toHaveAttribute('data-live', 'true');
  });

  await test.step('a moment in the address is shown, and the run is followed to its end', async () => {
    await page.goto(`/runs/${run.id}?at=1500`);
    await expect(page.getByTestId('run-canvas')).toHaveAttribute('data-seq', '1500');
    await page.getByTestId('go-live').click();
    const wire = await listen(page, run.id);
    await api.signal(run.id, 'go');
    await expectRun(page, 'completed');
    const truth = await api.run(run.id);
    await expectSeq(page, truth.lastSeq);
    expect(wire.navigations).toEqual([]);
  });
});

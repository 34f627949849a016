import { expectRun, nodeOf } from './support/canvas.ts';
import { handingOn } from './support/definitions.ts';
import { expect, test } from './support/heddle.ts';

const input = { title: 'The long one', body: 'x'.repeat(400_000) };

test('a large value is told by its size, opened at its address, and part of a new run', async ({ page, api }) => {
  const run = await api.startNew(handingOn(), { input });
  await page.goto(`/runs/${run.id}`);
  await expectRun(page, 'completed');
  const panel = page.getByTestId('run-panel');
  await expect(panel.getByTestId('large-value').first()).toContainText('Large value, 391 KB');
  await expect(panel.getByTestId('large-value').first()).toContainText('map of 2 keys');

  await nodeOf(page, 'pack').click();
  const told = page.getByTestId('large-value').first();
  await expect(told).toBeVisible();
  const [opened] = await Promise.all([page.context().waitForEvent('page'), told.getByRole('link', { name: 'Open' }).click()]);
  await opened.waitForLoadState();
  expect(JSON.parse(await opened.locator('body').innerText())).toEqual(input);
  await opened.close();

  // Run again begins with the value itself.
  await page.getByRole('button', { name: 'Run again…' }).click();
  await page.getByTestId('start-again').click();
  await expect(page).not.toHaveURL(new RegExp(run.id));
  await expectRun(page, 'completed');
  const again = page.url().split('/').at(-1)!;
  expect((await api.run(again)).input).toEqual((await api.run(run.id)).input);
  expect(await api.replay(again)).toMatchObject({ ok: true });
});

import { violations } from './support/axe.ts';
import { waitingForSignal } from './support/definitions.ts';
import { expect, PHONE, test } from './support/heddle.ts';

test('the timeline of a run is zoomed, moved along and shown whole by key, and says so', async ({ page, api }) => {
  const run = await api.startNew(waitingForSignal());
  await api.waitsFor(run.id, 'go');
  await api.signal(run.id, 'go');
  await api.ended(run.id);
  await page.goto(`/runs/${run.id}`);
  const tree = page.getByTestId('timeline');
  const after = tree.locator('[data-row="after"]');
  await expect(after).toBeVisible();
  const whole = page.getByRole('button', { name: 'Show the whole' });
  const bar = tree.locator('[data-row="after"] [data-kind]').last();
  const span = page.getByTestId('timeline-span');
  const width = async (): Promise<number> => (await bar.boundingBox())!.width;

  // Tab comes to it, and it is seen that it has the focus.
  await page.getByRole('radio', { name: 'Timeline' }).focus();
  for (let presses = 0; presses < 6 && !(await tree.evaluate((element) => element === document.activeElement)); presses++) await page.keyboard.press('Tab');
  await expect(tree).toBeFocused();
  expect(await tree.evaluate((element) => getComputedStyle(element).outlineStyle)).not.toBe('none');

  for (let presses = 0; presses < 10 && (await after.getAttribute('aria-selected')) !== 'true'; presses++) await page.keyboard.press('ArrowDown');
  await expect(after).toHaveAttribute('aria-selected', 'true');
  const first = await width();
  await page.keyboard.press('+');
  await expect(whole).toBeVisible();
  await expect.poll(width).toBeGreaterThan(first);
  await expect(span).toHaveText(/\+.+ – \+.+/);

  const shown = await span.innerText();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(span).not.toHaveText(shown);
  await expect(after, 'the row stays').toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('-');
  await page.keyboard.press('-');
  await expect(whole).toHaveCount(0);
  await expect.poll(width).toBeCloseTo(first, 0);

  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await expect(whole).toBeVisible();
  await page.keyboard.press('0');
  await expect(whole).toHaveCount(0);
  // However short the stretch, its instants are told apart.
  for (let presses = 0; presses < 6; presses++) await page.keyboard.press('+');
  await expect(whole).toBeVisible();
  const instants = await page.getByTestId('timeline-axis').locator('.tabular').allInnerTexts();
  expect(instants.length).toBeGreaterThan(1);
  expect(new Set(instants).size).toBe(instants.length);
  await page.keyboard.press('0');
  // A key of the browser stays one.
  await page.keyboard.press('ControlOrMeta+0');
  await expect(whole).toHaveCount(0);

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys of this page' })).toContainText('Zoom round the bar of the row');
  await expect(page.getByRole('dialog', { name: 'Keys of this page' })).toContainText('Borders of the panels');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('on a phone the keys of a run are listed too, by key and from the menu', async ({ page, api }) => {
  const run = await api.startNew(waitingForSignal());
  await page.setViewportSize(PHONE);
  await page.goto(`/runs/${run.id}`);
  await expect(page.getByTestId('run-canvas')).toBeVisible();
  const sheet = page.getByRole('dialog', { name: 'Keys of this page' });
  await page.keyboard.press('?');
  await expect(sheet).toBeVisible();
  await expect(sheet).toContainText('Timeline');
  await expect(sheet, 'it has one panel').not.toContainText('Borders of the panels');
  expect(await page.evaluate(() => document.documentElement.scrollWidth), 'nothing sticks out').toBeLessThanOrEqual(PHONE.width);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Keys' }).click();
  await expect(sheet).toBeVisible();
  await api.terminate(run.id);
});

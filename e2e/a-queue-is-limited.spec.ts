import { violations } from './support/axe.ts';
import { define } from './support/definitions.ts';
import { dress, expect, PHONE, test } from './support/heddle.ts';

test('a task queue is limited on the page of workers, and a mistake is said at its field', async ({ page, api, browser, baseURL }) => {
  const queue = `mail-${Date.now().toString(36)}`;
  // Nobody serves it: what is shown does not change by itself.
  const run = await api.startNew(define('Mails', [{ id: 'start', type: 'start' }, { id: 'send', type: 'code', taskQueue: queue, params: { source: 'return 1;', input: {} } }], [['start', 'send']]));
  await page.goto('/workers');
  const row = page.locator(`[data-row="${queue} false"]`);
  await expect(row).toBeVisible();
  await row.getByRole('button', { name: `Limits of ${queue}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Attempts at once').fill('some');
  await dialog.getByTestId('confirm').click();
  await expect(dialog.getByText('A whole number from 0 to 10,000.')).toBeVisible();
  await expect(dialog.getByLabel('Attempts at once')).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await dialog.getByLabel('Attempts at once').fill('5');
  await dialog.getByLabel('Begin at most').fill('100');
  await dialog.getByLabel('Within').fill('a while');
  await dialog.getByTestId('confirm').click();
  await expect(dialog.getByLabel('Within')).toBeFocused();
  await dialog.getByLabel('Within').fill('1m');
  await dialog.getByTestId('confirm').click();
  await expect(dialog).toHaveCount(0);
  await expect(row).toContainText('5 at once · 100 per 1 m');

  const context = await browser.newContext({ ...(baseURL === undefined ? {} : { baseURL }), viewport: PHONE, reducedMotion: 'reduce' });
  await dress(context, baseURL ?? '', { theme: 'dark', language: 'zh' });
  const phone = await context.newPage();
  await phone.goto('/workers');
  await expect(phone.locator(`[data-row="${queue} false"]`)).toContainText('同时最多 5 个 · 每 1 分最多 100 个');
  await phone.locator(`[data-row="${queue} false"]`).getByRole('button', { name: `${queue} 的限制` }).click();
  await expect(phone.getByRole('dialog').getByLabel('同时执行数')).toHaveValue('5');
  expect(await violations(phone)).toEqual([]);
  expect(await phone.evaluate(() => document.documentElement.scrollWidth), 'nothing sticks out').toBeLessThanOrEqual(PHONE.width);
  await phone.getByRole('button', { name: '取消限制' }).click();
  await expect(phone.getByRole('dialog')).toHaveCount(0);
  await context.close();

  // The page that was open all the while has heard of it.
  await expect(row).not.toContainText('at once');
  // Its task waits for nobody, so a cancelled run would wait out the grace of its step.
  await api.terminate(run.id);
});

test('a run whose step nobody takes says so, and what holds its queue back', async ({ page, api }) => {
  const queue = `gpu-${Date.now().toString(36)}`;
  const run = await api.startNew(define('Renders', [{ id: 'start', type: 'start' }, { id: 'render', type: 'code', taskQueue: queue, params: { source: 'return 1;', input: {} } }], [['start', 'render']]));
  await page.goto(`/runs/${run.id}`);
  const note = page.getByTestId('nobody-takes');
  await expect(note).toContainText(`No worker serves the queue “${queue}”`, { timeout: 20_000 });
  await expect(page.getByTestId('nobody-takes-brief')).toHaveText(`No worker serves the queue “${queue}”`);
  expect(await violations(page)).toEqual([]);
  await note.getByRole('link', { name: 'Workers' }).click();
  await expect(page).toHaveURL(/\/workers$/);

  await api.limit(queue, 0);
  await page.goto(`/runs/${run.id}`);
  await page.locator('[data-node="render"]').click();
  await expect(page.getByRole('tab', { name: 'Input' })).toBeVisible();
  await expect(note).toContainText(`The queue “${queue}” is held back`, { timeout: 20_000 });
  await page.request.delete(`/api/v1/task-queues/${queue}/limits`);
  await api.terminate(run.id);
  await expect(note).toHaveCount(0);
});

import type { Page } from '@playwright/test';
import { violations } from './support/axe.ts';
import { Drawing } from './support/draw.ts';
import { dress, expect, PHONE, test } from './support/heddle.ts';

/** Publishes by the dialog and leaves it. */
async function publish(page: Page): Promise<void> {
  await page.getByTestId('publish').click();
  await page.getByTestId('publish-confirm').click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** What starts by itself goes on when a test has failed, and would be seen by those that come after. */
let drawn: string | null = null;
test.afterEach(async ({ api }) => {
  if (drawn !== null) await api.deleteWorkflow(drawn);
  drawn = null;
});

test('a schedule that is drawn and published starts runs by itself, until it is paused', async ({ page, api, browser, baseURL }) => {
  test.setTimeout(120_000);
  const draw = new Drawing(page, api);
  await draw.blank();
  const { slug } = draw;
  drawn = slug;
  await draw.select('start');
  await draw.openTab('Settings');
  await draw.choose('Started by', 'A schedule');
  const settings = page.getByRole('tabpanel', { name: 'Settings' });

  await test.step('what is wrong with it is said at its field, and what is right is previewed', async () => {
    await draw.write('Cron expression', '0 25 * * *');
    await expect(settings).toContainText('The hour "25" is not one of 0–23.');
    await expect(page.getByTestId('next-times')).toHaveCount(0);
    await draw.write('Cron expression', '0 9 * * 1-5');
    await draw.write('Time zone', 'Europe/Berlin');
    await expect(page.getByTestId('next-times').getByRole('listitem')).toHaveCount(5);
    for (const line of await page.getByTestId('next-times').getByRole('listitem').allTextContents()) expect(line).toContain('09:00:00');
    await expect(draw.node('start')).toContainText('every weekday 09:00 · Europe/Berlin');
    expect(await violations(page)).toEqual([]);
  });

  await test.step('published, it starts a run without anybody', async () => {
    // The other of the two: what the one said goes with it.
    await page.getByRole('radio', { name: 'Every', exact: true }).click();
    await draw.write('Every', '5s');
    await expect(draw.node('start')).toContainText('every 5 s');
    await draw.write('Input of each run', '{ "at": "{{ scheduledAt }}" }');
    await expect(settings.getByText('There is nothing called')).toHaveCount(0);
    await expect(page.getByTestId('proof')).toContainText('Sound');
    await expect(settings).toContainText('It starts runs once it is published.');
    await publish(page);
    const card = page.getByTestId('trigger');
    await expect(card).toContainText('Last run', { timeout: 30_000 });
    await card.getByRole('link').first().click();
    await expect(page).toHaveURL(/\/runs\//);
    await expect(page.getByText('a schedule', { exact: true })).toBeVisible();
  });

  await test.step('the list of workflows shows it, and pauses it', async () => {
    await page.goto('/workflows');
    const row = page.getByRole('row').filter({ has: page.locator(`a[href="/workflows/${slug}"]`) });
    await row.getByTestId('trigger-chip').filter({ visible: true }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByTestId('next-times').getByRole('listitem')).toHaveCount(5);
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Pause' }).click();
    await page.getByLabel('Reason').fill('Enough for now.');
    await page.getByTestId('confirm').click();
    await expect(dialog.getByTestId('trigger')).toHaveAttribute('data-paused', 'true');
    await expect(dialog).toContainText('Enough for now.');
    await dialog.getByRole('button', { name: 'Start now' }).click();
    await expect(page.getByText('A run was started.', { exact: true })).toBeVisible();
  });

  await test.step('on a phone, in Chinese, too', async () => {
    const context = await browser.newContext({ ...(baseURL === undefined ? {} : { baseURL }), viewport: PHONE, reducedMotion: 'reduce' });
    await dress(context, baseURL ?? '', { theme: 'dark', language: 'zh' });
    const phone = await context.newPage();
    await phone.goto('/workflows');
    await phone.getByRole('row').filter({ has: phone.locator(`a[href="/workflows/${slug}"]`) }).getByTestId('trigger-chip').filter({ visible: true }).click();
    await expect(phone.getByRole('dialog').getByTestId('trigger')).toContainText('每 5 秒');
    expect(await violations(phone)).toEqual([]);
    expect(await phone.evaluate(() => document.documentElement.scrollWidth), 'nothing sticks out').toBeLessThanOrEqual(PHONE.width);
    await context.close();
  });
});

test('a webhook that is drawn and published starts a run by a POST, and its old address none', async ({ page, api, request }) => {
  test.setTimeout(90_000);
  const draw = new Drawing(page, api);
  await draw.blank();
  await draw.select('start');
  await draw.openTab('Settings');
  await draw.choose('Started by', 'A webhook');
  await expect(page.getByRole('tabpanel', { name: 'Settings' })).toContainText('Its address is made when it is published.');
  await expect(draw.node('start')).toContainText('webhook');
  await publish(page);
  const card = page.getByTestId('trigger');
  const url = await card.getByTestId('hook-url').innerText();
  const answer = await request.post(url, { data: { from: 'outside' } });
  expect(answer.status()).toBe(202);
  const { runId } = (await answer.json()) as { runId: string };
  await expect(card).toContainText('Last run');
  expect((await api.run(runId)).trigger).toBe('webhook');

  await card.getByRole('button', { name: 'Set a secret' }).click();
  await expect(card.getByTestId('hook-secret')).toContainText('whsec_');
  expect((await request.post(url, { data: {} })).status()).toBe(401);
  await expect(card.getByTestId('trigger-problem')).toContainText('signed requests only');
  expect(await violations(page)).toEqual([]);

  await card.getByRole('button', { name: 'New address' }).click();
  await page.getByTestId('confirm').click();
  await expect(card.getByTestId('hook-url')).not.toHaveText(url);
  expect((await request.post(url, { data: {} })).status()).toBe(404);
});

import { violations } from './support/axe.ts';
import { waitingForSignal } from './support/definitions.ts';
import { callMe, DESKTOP, dress, expect, LOOKS, PHONE, test, type Page } from './support/heddle.ts';
import type { Api } from './support/api.ts';

/** A workflow of its own with this many runs that wait. */
async function waiting(api: Api, count: number): Promise<{ slug: string; ids: string[] }> {
  const { slug } = await api.createWorkflow(waitingForSignal());
  await api.publish(slug);
  const ids: string[] = [];
  for (let begun = 0; begun < count; begun += 10) ids.push(...(await Promise.all(Array.from({ length: Math.min(10, count - begun) }, () => api.start(slug)))).map(({ id }) => id));
  return { slug, ids };
}
const row = (page: Page, id: string) => page.locator(`[data-row="${id}"]`);
const toolbar = (page: Page) => page.getByRole('toolbar', { name: 'What to do with these runs' });
const statuses = async (api: Api, ids: readonly string[]): Promise<string[]> => Promise.all(ids.map(async (id) => (await api.run(id)).status));

test('runs are ticked by keyboard and cancelled at once, after a word about the consequences; those that are over are left alone', async ({ page, api }) => {
  await callMe(page, 'Ada');
  const { slug, ids } = await waiting(api, 4);
  const [one, two, over, beside] = ids as [string, string, string, string];
  await api.signal(over, 'go');
  await expect.poll(() => statuses(api, [over])).toEqual(['completed']);
  await page.goto(`/runs?workflow=${slug}`);
  await row(page, one).focus();
  await page.keyboard.press('Space');
  for (const id of [two, over]) await row(page, id).getByRole('checkbox').first().click();
  await expect(toolbar(page).getByRole('status')).toHaveText('3 selected');
  await expect(toolbar(page).getByRole('button', { name: 'Resume' })).toBeDisabled();
  await toolbar(page).getByRole('button', { name: 'Cancel' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel 2 runs?' });
  await expect(dialog).toContainText('open sagas undo what they did');
  await expect(dialog).toContainText('1 selected run cannot take it');
  await dialog.getByLabel('Reason').fill('The event was called off.');
  await dialog.getByRole('button', { name: 'Cancel 2 runs' }).click();
  await expect(page.getByText('2 runs were asked to stop').first()).toBeVisible();
  await expect(toolbar(page)).toHaveCount(0);
  await expect.poll(() => statuses(api, ids)).toEqual(['cancelled', 'cancelled', 'completed', 'running']);
  const asked = (await api.events(one)).find((event) => event.type === 'run.cancel_requested');
  expect(asked).toMatchObject({ data: { reason: 'The event was called off.', by: 'Ada' } });
  await api.cancel(beside);
});

test('all runs that match are reached, also those that the list has not loaded', async ({ page, api }) => {
  const { slug, ids } = await waiting(api, 57);
  await page.goto(`/runs?workflow=${slug}`);
  await page.getByRole('checkbox', { name: 'All', exact: true }).click();
  await expect(toolbar(page).getByRole('status')).toHaveText('50 selected');
  await toolbar(page).getByRole('button', { name: 'Select all that match (57)' }).click();
  await expect(toolbar(page).getByRole('status')).toHaveText('All that match: 57');
  await toolbar(page).getByRole('button', { name: 'Pause' }).click();
  const dialog = page.getByRole('dialog', { name: 'Pause 57 runs?' });
  await expect(dialog).toContainText('57 runs match.');
  await dialog.getByRole('button', { name: 'Pause 57 runs' }).click();
  await expect(page.getByText('57 runs are paused').first()).toBeVisible();
  expect(new Set(await statuses(api, ids))).toEqual(new Set(['paused']));

  // Ticks do not outlive the filter they were made under.
  await page.getByRole('checkbox', { name: 'All', exact: true }).click();
  await page.getByRole('button', { name: 'Any status' }).click();
  await page.getByRole('dialog', { name: 'Status' }).getByRole('button', { name: 'Open', exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(toolbar(page)).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'All', exact: true }).click();
  await toolbar(page).getByRole('button', { name: /^Select all that match/ }).click();
  await toolbar(page).getByRole('button', { name: 'Terminate' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Terminate 57 runs' }).click();
  await expect(page.getByText('57 runs were terminated').first()).toBeVisible();
  expect(new Set(await statuses(api, ids))).toEqual(new Set(['terminated']));
});

test('a run that refuses is listed with its reason, and the others are done', async ({ page, api }) => {
  const { slug, ids } = await waiting(api, 2);
  const [one, two] = ids as [string, string];
  await page.goto(`/runs?workflow=${slug}`);
  await page.getByRole('checkbox', { name: 'All', exact: true }).click();
  await toolbar(page).getByRole('button', { name: 'Pause' }).click();
  const dialog = page.getByRole('dialog', { name: 'Pause 2 runs?' });
  await api.cancel(two);
  await expect.poll(() => statuses(api, [two])).toEqual(['cancelled']);
  await dialog.getByRole('button', { name: 'Pause 2 runs' }).click();
  const told = page.getByRole('dialog', { name: '1 of 2 did not take it' });
  await expect(told).toContainText('1 run is paused');
  await expect(told).toContainText('The run is over: it is cancelled.');
  await expect(told.getByRole('link')).toHaveAttribute('href', `/runs/${two}`);
  await told.getByRole('button', { name: 'Close' }).last().click();
  expect(await statuses(api, [one, two])).toEqual(['paused', 'cancelled']);
  await api.cancel(one);
});

test('a page of a batch that does not answer is said, and gone on with from there', async ({ page, api, allowed }) => {
  allowed.push(/503/);
  const { slug, ids } = await waiting(api, 3);
  await page.goto(`/runs?workflow=${slug}`);
  await page.getByRole('checkbox', { name: 'All', exact: true }).click();
  await toolbar(page).getByRole('button', { name: 'Cancel' }).click();
  await page.route('**/api/v1/runs/batch', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify({ type: 'about:blank', title: 'The store cannot be reached', status: 503, code: 'unavailable', detail: 'Postgres does not answer.', requestId: 'r' }) }));
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel 3 runs' }).click();
  const told = page.getByRole('dialog', { name: 'Interrupted after 0 runs' });
  await expect(told.getByText('Postgres does not answer.')).toBeVisible();
  await page.unroute('**/api/v1/runs/batch');
  await told.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('3 runs were asked to stop').first()).toBeVisible();
  await expect.poll(async () => new Set(await statuses(api, ids))).toEqual(new Set(['cancelled']));
});

for (const look of LOOKS) {
  test(`the bar and its dialog can be used by everybody, ${look.theme} and ${look.language}, on a phone too`, async ({ browser, api, baseURL }) => {
    const { slug, ids } = await waiting(api, 2);
    const context = await browser.newContext({ baseURL: baseURL!, colorScheme: look.theme });
    await dress(context, baseURL!, look);
    const page = await context.newPage();
    for (const viewport of [DESKTOP, PHONE]) {
      await page.setViewportSize(viewport);
      await page.goto(`/runs?workflow=${slug}`);
      for (const id of ids) await row(page, id).getByRole('checkbox').filter({ visible: true }).first().click();
      const bar = page.getByRole('toolbar');
      await expect(bar).toBeVisible();
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      await bar.getByRole('button').filter({ hasText: /Terminate|终止/ }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await violations(page)).toEqual([]);
    }
    await context.close();
    for (const id of ids) await api.cancel(id);
  });
}

import { ticking, waitingForSignal } from './support/definitions.ts';
import { expect, test, type Page } from './support/heddle.ts';

/** Keeps the script that holds a text from the page until it is given back. */
async function rob(page: Page, text: string): Promise<{ tried: () => number; giveBack: () => void }> {
  let [tries, robbed] = [0, true];
  await page.route('**/_next/static/chunks/*.js*', async (route) => {
    const response = await route.fetch();
    const script = await response.text();
    if (!robbed || !script.includes(text)) return route.fulfill({ response, body: script });
    tries++;
    return route.abort();
  });
  return { tried: () => tries, giveBack: () => void (robbed = false) };
}

test('a page that stumbles says so, and comes back when it is tried again', async ({ page, allowed }) => {
  allowed.push(/Cannot read properties of null/);
  // No error that the API may answer but one that nobody thought of: a worker that is nothing.
  await page.route('**/api/v1/workers?*', (route) => route.fulfill({ json: { items: [null], nextCursor: null } }));
  await page.goto('/workers');
  await expect(page.getByTestId('crashed')).toContainText('This page stumbled');
  await page.unroute('**/api/v1/workers?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByTestId('crashed')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Workers' }).first()).toBeVisible();
});

test('what a page could not fetch while it had no connection is there once it has one again', async ({ page, api, allowed }) => {
  allowed.push(/Failed to load resource|ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const script = await rob(page, 'more-containers');
  const run = await api.startNew(ticking(150, '500ms'));
  await page.goto(`/runs/${run.id}`);
  await expect.poll(script.tried, { message: 'it was tried, and tried again' }).toBeGreaterThan(1);
  await expect(page.getByTestId('run-canvas')).toBeVisible();
  await expect(page.getByTestId('iteration-bar')).toHaveCount(0);
  script.giveBack();
  await page.context().setOffline(true);
  await expect(page.getByText(/offline since/)).toBeVisible();
  // What says more of a step is fetched with the first that is chosen.
  await page.locator('.react-flow__node[data-id="start"]').click();
  await expect(page.getByRole('status', { name: 'Loading…' })).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByTestId('iteration-bar')).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Output' })).toBeVisible();
  await expect(page.getByTestId('crashed')).toHaveCount(0);
  await api.terminate(run.id);
});

test('the key sheet of a run that could not be fetched comes as soon as it can be', async ({ page, api, allowed }) => {
  allowed.push(/Failed to load resource|ERR_FAILED/);
  const script = await rob(page, 'Keys of this page');
  const run = await api.startNew(waitingForSignal());
  await page.goto(`/runs/${run.id}`);
  await expect(page.getByTestId('timeline')).toBeVisible();
  await page.keyboard.press('?');
  await expect.poll(script.tried).toBeGreaterThan(0);
  await expect(page.getByTestId('run-canvas')).toBeVisible();
  script.giveBack();
  await expect(page.getByRole('dialog', { name: 'Keys of this page' })).toBeVisible();
  await api.terminate(run.id);
});

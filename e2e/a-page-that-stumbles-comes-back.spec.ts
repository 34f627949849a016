import { expect, test } from './support/heddle.ts';

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

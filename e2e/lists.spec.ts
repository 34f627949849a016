import type { Locator } from '@playwright/test';
import { expectRun } from './support/canvas.ts';
import { waitingForSignal } from './support/definitions.ts';
import { expect, test, type Page } from './support/heddle.ts';
import { listen, repeated } from './support/wire.ts';

const workflowRow = (page: Page, slug: string): Locator => page.getByRole('table', { name: 'Workflows' }).getByRole('row').filter({ has: page.locator(`a[href="/workflows/${slug}"]`) });

test('the examples are there on the first start, with a finished run to look at', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/workflows$/);
  // In their folder: what other tests have drawn since would fill the first page.
  await page.goto('/workflows?folder=Examples');
  for (const slug of ['greeting', 'notification', 'monthly-report', 'order-processing', 'booking-saga', 'parent-and-children', 'company-strategy-analysis', 'exploration', 'dialectical-simulation', 'purchase', 'risk-assessment', 'document-analysis', 'strategy-dag', 'strategy-research', 'strategy-supervisor', 'strategy-debate', 'composition', 'upgrade']) await expect(workflowRow(page, slug), slug).toBeVisible();
  await workflowRow(page, 'greeting').getByRole('link', { name: /^Run Completed/ }).last().click();
  await expectRun(page, 'completed');
});

test('a template becomes a workflow, and the list shows it at once', async ({ page, api }) => {
  await page.goto('/workflows');
  await page.getByRole('button', { name: 'New workflow' }).click();
  await page.getByRole('menuitem', { name: 'From a template…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Templates' });
  await dialog.getByRole('button', { name: /^Booking saga/ }).click();
  await dialog.getByRole('button', { name: 'Use this template' }).click();
  await page.waitForURL(/\/workflows\/booking-saga-/);
  const slug = new URL(page.url()).pathname.split('/').at(-1)!;
  expect((await api.workflow(slug)).definition.nodes).toHaveLength((await api.workflow('booking-saga')).definition.nodes.length);
  await page.goto('/workflows');
  await expect(page.getByRole('table', { name: 'Workflows' }).locator(`a[href="/workflows/${slug}"]:visible`)).toHaveText('Booking saga');
  await api.deleteWorkflow(slug);
});

test('a run is started from the list with its input form, and watched', async ({ page, api }) => {
  await page.goto('/workflows?folder=Examples');
  const row = workflowRow(page, 'greeting');
  await row.getByRole('button', { name: 'Start a run…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Start Greeting' });
  await dialog.getByRole('textbox').first().fill('Lin');
  await dialog.getByRole('button', { name: 'Start run' }).last().click();
  await page.waitForURL(/\/runs\//);
  await expectRun(page, 'completed');
  const run = await api.run(new URL(page.url()).pathname.split('/').at(-1)!);
  expect(JSON.stringify(run.output)).toContain('Lin');
});

test('an input that breaks its schema is refused in the form, field by field, and starts nothing', async ({ page, api }) => {
  const before = (await api.runs('&workflow=booking-saga')).length;
  await page.goto('/workflows?folder=Examples');
  const row = workflowRow(page, 'booking-saga');
  await row.getByRole('button', { name: 'Start a run…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Start Booking saga' });
  await dialog.getByLabel('Nights').fill('99');
  await dialog.getByRole('button', { name: 'Start run' }).last().click();
  await expect(dialog.getByText('At most 60')).toBeVisible();
  expect((await api.runs('&workflow=booking-saga')).length).toBe(before);
});

test('the list of workflows says so when nothing matches, and when it cannot be read', async ({ page, allowed }) => {
  allowed.push(/500/, /ERR_FAILED/);
  await page.goto('/workflows?q=no-such-thing-at-all');
  await expect(page.getByText('No workflow matches')).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: 'Clear filters' }).last().click();
  await expect(page.locator('a[href="/workflows/greeting"]:visible')).toBeVisible();

  await page.route('**/api/v1/workflows?*', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify({ type: 'about:blank', title: 'Something broke', status: 500, code: 'internal', detail: 'The list could not be read.', requestId: 'req-77' }) }));
  await page.goto('/workflows');
  await expect(page.getByText('The list could not be read.')).toBeVisible();
  await expect(page.getByText(/req-77/)).toBeVisible();
  await page.unroute('**/api/v1/workflows?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('a[href="/workflows/greeting"]:visible')).toBeVisible();
});

test('a first start without workflows offers a template and an empty canvas', async ({ page }) => {
  await page.route('**/api/v1/workflows?*', (route) => route.fulfill({ json: { items: [], nextCursor: null } }));
  await page.goto('/workflows');
  await expect(page.getByText('Nothing is drawn yet')).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: 'Templates' }).click();
  await expect(page.getByRole('dialog', { name: 'Templates' })).toBeVisible();
});

test('a choice that does not hold every workflow says so', async ({ page, allowed }) => {
  allowed.push(/400/);
  const everyChoice = (url: URL): boolean => url.pathname === '/api/v1/workflows' && url.searchParams.get('limit') === '200';
  // More pages than a choice takes.
  await page.route(everyChoice, async (route) => {
    const answer = await route.fetch({ url: new URL('/api/v1/workflows?limit=200', route.request().url()).href });
    const { items } = (await answer.json()) as { items: object[] };
    const cursor = new URL(route.request().url()).searchParams.get('cursor') ?? '0';
    await route.fulfill({ json: { items: items.slice(0, 2).map((item) => ({ ...item, id: `${cursor}-${Math.random()}` })), nextCursor: String(Number(cursor) + 1) } });
  });
  await page.goto('/runs');
  await expect(page.getByText('Only the 20 workflows that changed last are known here.')).toBeVisible();
  await page.unroute(everyChoice);

  await page.route(everyChoice, (route) => route.fulfill({ status: 400, contentType: 'application/problem+json', body: JSON.stringify({ type: 'about:blank', title: 'No', status: 400, code: 'invalid', detail: 'No.' }) }));
  await page.goto('/workflows');
  const failed = page.getByText('Not all workflows could be read.');
  await expect(failed).toBeVisible();
  await page.unroute(everyChoice);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(failed).toHaveCount(0);
});

test('the filters of the list of runs stand in its address and hold after a reload', async ({ page, api }) => {
  const [done, open] = [await api.start('greeting', {}, '30s'), await api.startNew(waitingForSignal())];
  await page.goto('/runs');
  const row = (id: string) => page.locator(`[data-row="${id}"]`);
  await expect(row(done.id)).toBeVisible();
  await expect(row(open.id)).toBeVisible();

  await page.getByRole('button', { name: 'Any status' }).click();
  await page.getByRole('dialog', { name: 'Status' }).getByRole('button', { name: 'Open', exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(row(done.id)).toHaveCount(0);
  await expect(row(open.id)).toBeVisible();
  await page.reload();
  await expect(row(open.id)).toBeVisible();
  await expect(row(done.id)).toHaveCount(0);

  await page.getByRole('button', { name: 'Clear filters' }).click();
  // Letter by letter, quicker than the address follows: none of them is lost.
  const search = page.getByRole('searchbox', { name: 'Search by id, workflow or key' });
  await search.pressSequentially(done.id);
  await expect(search).toHaveValue(done.id);
  await expect(page).toHaveURL((url) => url.searchParams.get('q') === done.id);
  await expect(row(done.id)).toBeVisible();
  await expect(row(open.id)).toHaveCount(0);
  await api.cancel(open.id);
});

test('the list of runs follows what happens without being asked again and again', async ({ page, api }) => {
  // Runs that other promises left open would make the list change while it is to be quiet.
  for (const left of await api.runs('&status=running')) await api.cancel(left.id).catch(() => undefined);
  await expect.poll(async () => (await api.runs('&status=running')).length).toBe(0);
  const wire = await listen(page);
  await page.goto('/runs');
  await expect(page.getByRole('table', { name: 'Runs' })).toBeVisible();
  const run = await api.startNew(waitingForSignal());
  const row = page.locator(`[data-row="${run.id}"] [role=cell]:visible`);
  await expect(row.getByText('Waiting', { exact: true })).toBeVisible();
  await api.signal(run.id, 'go');
  await expect(row.locator('[data-status="completed"]:visible')).toBeVisible();
  const settled = wire.requests.length;
  // Quiet means quiet: nothing is read while nothing happens.
  const quietSince = Date.now();
  await expect.poll(() => Date.now() - quietSince, { timeout: 10_000 }).toBeGreaterThan(4_000);
  expect(wire.requests.length - settled, JSON.stringify(wire.requests.slice(settled))).toBeLessThanOrEqual(2);
  expect(repeated(wire.requests)['/api/v1/stream'] ?? 1).toBe(1);
});

test('a run that does not exist says so and shows the way back', async ({ page, allowed }) => {
  allowed.push(/404/);
  await page.goto('/runs/no-such-run');
  await expect(page.getByRole('heading', { name: 'There is no such run' }).first()).toBeVisible();
  await page.getByRole('link', { name: 'All runs' }).click();
  await expect(page).toHaveURL(/\/runs$/);
});

import type { Locator } from '@playwright/test';
import type { Definition } from '../engine/index.ts';
import { violations } from './support/axe.ts';
import { expectRun } from './support/canvas.ts';
import { callMe, dress, expect, LOOKS, PHONE, test, type Page } from './support/heddle.ts';

let made = 0;
/** Enters by a form or by a hook, holds until it is told to go, and takes an update of its total meanwhile. */
function counting(): Definition {
  return {
    heddle: 1, name: `Counting ${Date.now().toString(36)}${(made += 1)}`,
    queries: { total: 'vars.total' },
    updates: { add: { schema: { type: 'object', required: ['amount'], properties: { amount: { type: 'integer', title: 'Amount' } } }, set: { total: '{{ vars.total + payload.amount }}' }, result: '{{ vars.total }}' } },
    settings: { searchAttributes: { orderId: '{{ input.orderId }}' } },
    nodes: [
      { id: 'form', type: 'start', name: 'Form' }, { id: 'hook', type: 'start', name: 'Hook' }, { id: 'zero', type: 'set', name: 'Zero', params: { vars: { total: 1 } } },
      { id: 'hold', type: 'signal', name: 'Hold', params: { name: 'go' } }, { id: 'end', type: 'end', name: 'End', params: { output: '{{ vars.total }}' } },
    ].map((node, index) => ({ params: {}, typeVersion: 1, position: { x: index * 240, y: 0 }, ...node })),
    edges: [['form', 'zero'], ['hook', 'zero'], ['zero', 'hold'], ['hold', 'end']].map(([source, target], index) => ({ id: `e${index}`, source: source!, target: target! })),
  } as unknown as Definition;
}
async function choose(page: Page, item: string): Promise<Locator> {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: item }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  return dialog;
}
const runIn = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1)!;

test('a run is asked and told from its page, and what it takes stands in its history with reason and name', async ({ page, api, allowed }) => {
  allowed.push(/422/);
  await callMe(page, 'Ada');
  const run = await api.startNew(counting(), { input: { orderId: 'A-17' } });
  // Before it holds there is no total to answer with.
  await api.waitsFor(run.id, 'go');
  await page.goto(`/runs/${run.id}`);
  let dialog = await choose(page, 'Query…');
  await expect(dialog.getByTestId('query-answer')).toContainText('1');
  await dialog.getByRole('combobox', { name: 'Query' }).click();
  await page.getByRole('option', { name: 'status (of every run)' }).click();
  await expect(dialog.getByTestId('query-answer')).toContainText('waitingFor');
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  dialog = await choose(page, 'Update…');
  await expect(dialog).toContainText('Sets total.');
  await dialog.getByTestId('send-update').click();
  await expect(dialog.getByTestId('update-answer'), 'nothing is sent without what is required').toHaveCount(0);
  await dialog.getByLabel('Amount').fill('4');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Four more');
  await dialog.getByTestId('send-update').click();
  await expect(dialog.getByTestId('update-answer')).toContainText('5');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  expect((await api.events(run.id)).filter(({ type }) => type === 'update.received').map(({ data }) => data)).toMatchObject([{ name: 'add', reason: 'Four more', by: 'Ada' }]);

  await api.signal(run.id, 'go');
  await expectRun(page, 'completed');
  expect((await api.run(run.id)).output).toBe(5);
  await page.getByRole('button', { name: 'More actions' }).click();
  await expect(page.getByRole('menuitem', { name: 'Query…' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'Update…' })).toHaveCount(0);
});

test('a run that is run again enters by the start that it entered by, unless another is chosen', async ({ page, api }) => {
  const run = await api.startNew(counting(), { input: { orderId: 'A-18' }, entry: 'hook' });
  await page.goto(`/runs/${run.id}`);
  const dialog = await choose(page, 'Run again…');
  await expect(dialog.getByRole('combobox', { name: 'Enter by' })).toHaveText('Hook');
  await dialog.getByTestId('start-again').click();
  await page.waitForURL((url) => /\/runs\/./.test(url.pathname) && !url.pathname.includes(run.id));
  expect((await api.events(runIn(page)))[0]!.data).toMatchObject({ entry: 'hook' });
});

test('the list of runs is narrowed by attribute and by the end of a span, in its address', async ({ page, api }) => {
  const run = await api.startNew(counting(), { input: { orderId: `B-${Date.now()}` }, key: `key-${Date.now()}` });
  const other = await api.startNew(counting(), { input: { orderId: 'C-1' } });
  const row = (id: string): Locator => page.locator(`[data-row="${id}"]`);
  await page.goto('/runs');
  await expect(row(other.id)).toBeVisible();
  await page.getByRole('button', { name: 'More filters' }).click();
  await page.getByRole('textbox', { name: 'Name of the attribute' }).fill('orderId');
  await page.getByRole('textbox', { name: 'Value of the attribute' }).fill(String(run.searchAttributes['orderId']));
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(row(other.id)).toHaveCount(0);
  await page.reload();
  await expect(row(run.id)).toBeVisible();
  await expect(row(other.id)).toHaveCount(0);
  await page.getByRole('button', { name: /^Take away: orderId/ }).click();
  await expect(row(other.id)).toBeVisible();
  await page.goto(`/runs?key=${run.key}`);
  await expect(row(run.id)).toBeVisible();
  await expect(row(other.id)).toHaveCount(0);
  await page.goto('/runs?before=2020-01-01T00:00:00.000Z');
  await expect(page.getByText('No run matches')).toBeVisible();
});

for (const look of LOOKS) {
  test(`asking, telling and narrowing can be used by everybody, ${look.theme} and ${look.language}, on a phone too`, async ({ browser, api, baseURL }) => {
    const run = await api.startNew(counting(), { input: { orderId: 'D-1' } });
    await api.waitsFor(run.id, 'go');
    const context = await browser.newContext({ viewport: PHONE, reducedMotion: 'reduce' });
    await dress(context, baseURL!, look);
    const page = await context.newPage();
    const open = async (at: number): Promise<void> => {
      await page.goto(`/runs/${run.id}`);
      await page.getByRole('button', { name: look.language === 'en' ? 'More actions' : '更多操作' }).click();
      await page.getByRole('menuitem', { name: [/^(Query…|查询…)$/, /^(Update…|更新…)$/][at]! }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    };
    for (const at of [0, 1]) {
      await open(at);
      if (at === 0) await expect(page.getByTestId('query-answer')).toContainText('1');
      expect(await violations(page)).toEqual([]);
    }
    await page.goto('/runs?key=k&attribute=orderId%3AD-1&version=1&before=2999-01-01T00:00:00.000Z');
    await page.getByRole('button', { name: look.language === 'en' ? 'More filters' : '更多筛选' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await context.close();
  });
}

import type { Page, Route } from '@playwright/test';
import { answers, click, inTurn, press, settled } from './look.ts';
import type { Product } from './product.ts';
import type { Scene } from './scenes.ts';

/** Takes an order, adds to it when it is told to, and ends when it is packed. */
const ORDER = {
  heddle: 1, name: 'Packing',
  input: { type: 'object', required: ['customer'], properties: { customer: { type: 'string', title: 'Customer' }, gift: { type: 'boolean', title: 'As a gift' } } },
  queries: { count: 'vars.count' },
  updates: { add: { schema: { type: 'object', required: ['amount'], properties: { amount: { type: 'integer', title: 'Amount', minimum: 1 } } }, set: { count: 'vars.count + update.amount' }, result: 'vars.count' } },
  nodes: [
    { id: 'start', type: 'start', name: 'Start' },
    { id: 'count', type: 'set', name: 'Count', params: { vars: { count: 1 } } },
    { id: 'packed', type: 'signal', name: 'Packed', params: { name: 'packed', schema: { type: 'object', properties: { parcels: { type: 'integer', title: 'Parcels' } } } } },
    { id: 'end', type: 'end', name: 'End' },
  ].map((node, index) => ({ params: {}, position: { x: index * 260, y: 0 }, ...node })),
  edges: [['start', 'count'], ['count', 'packed'], ['packed', 'end']].map(([source, target], index) => ({ id: `e${index}`, source, target })),
};

const menu = (item: string) => inTurn(click('header [aria-haspopup="menu"]'), click(`[data-id="${item}"]`));
const rowMenu = (icon: string) => inTurn(click('[data-row]:has-text("Booking saga") [aria-haspopup="menu"]:visible'), click(`[role="menuitem"]:has(svg.lucide-${icon})`));
const making = (icon: string) => inTurn(click('header button:has-text("workflow"), header button:has-text("工作流")'), click(`[role="menuitem"]:has(svg.lucide-${icon})`));
const field = (number: number) => click(`main button.field >> nth=${number}`);

/** Every question that is asked before something is done, and what opens beside a list. */
export async function asking(product: Product, { waiting, undone, failed, gathered }: Record<'waiting' | 'undone' | 'failed' | 'gathered', string>): Promise<Scene[]> {
  const order = await product.create(ORDER);
  await product.publish(order);
  const packing = await product.start(order, { customer: 'Ada' });
  const at = (name: string, path: string, prepare: NonNullable<Scene['prepare']>, more: Partial<Scene> = {}): Scene => ({ name, path, prepare, ...more });
  return [
    at('run-signal', `/runs/${packing}`, menu('menu-signal')),
    at('run-update', `/runs/${packing}`, menu('menu-update')),
    at('run-query', `/runs/${packing}`, menu('menu-query')),
    at('run-again', `/runs/${undone}`, menu('menu-again')),
    at('run-pause', `/runs/${packing}`, click('header button:has(svg.lucide-pause)')),
    at('run-terminate', `/runs/${packing}`, menu('menu-terminate')),
    at('run-retry', `/runs/${failed}`, click('header button:has(svg.lucide-rotate-cw)')),
    at('run-proof', `/runs/${undone}`, inTurn(click('[data-testid="prove-replay"]:visible'), async (page) => page.getByTestId('replay-result').locator('svg').waitFor(), (page) => settled(page, 300))),
    at('run-keys', `/runs/${undone}`, press('?')),
    at('run-iterations', `/runs/${gathered}`, click('[data-testid="iteration-bar"] [aria-haspopup]')),
    at('runs-status', '/runs', field(0)),
    at('runs-more-filters', '/runs?version=1', click('main button.field:has-text("More filters"), main button.field:has-text("更多")')),
    at('runs-saved', '/runs?status=failed', click('main button:has(svg.lucide-bookmark)')),
    at('runs-batch', '/runs?status=running', inTurn(async (page) => page.getByRole('checkbox').filter({ visible: true }).nth(1).check(), click('[role="toolbar"] button:has(svg.lucide-octagon-x)'))),
    at('list-run-dialog', '/workflows', rowMenu('play')),
    at('list-rename', '/workflows', rowMenu('folder-pen')),
    at('list-delete', '/workflows', rowMenu('trash-2')),
    at('list-templates', '/workflows', making('layout-template')),
    at('list-import', '/workflows', making('upload')),
    at('versions-restore', '/workflows/booking-saga/versions', click('[data-testid="restore"]')),
    ...saving(product, at),
    ...letters(waiting, at),
  ];
}

type At = (name: string, path: string, prepare: NonNullable<Scene['prepare']>, more?: Partial<Scene>) => Scene;

/** What the editor says when a draft cannot be saved as it is. */
function saving(product: Product, at: At): Scene[] {
  // Each look begins with a workflow of its own, which is changed once.
  const changed = async (page: Page, before: (slug: string) => Promise<unknown>): Promise<void> => {
    const slug = await product.create(ORDER);
    await page.goto(`${product.url}/workflows/${slug}`);
    await page.locator('.react-flow__node[data-id="packed"]').waitFor();
    await settled(page);
    await before(slug);
    await page.locator('.react-flow__node[data-id="packed"]').dispatchEvent('click');
    await page.getByTestId('canvas').focus();
    await page.keyboard.press('Delete');
  };
  const told = (state: string) => async (page: Page): Promise<void> => {
    await page.locator(`[data-testid="save-state"][data-save="${state}"]`).waitFor({ timeout: 20_000 });
  };
  const onSave = (page: Page, answer: (route: Route) => Promise<void>) => () => page.route('**/api/v1/workflows/*', (route) => (route.request().method() === 'PUT' ? answer(route) : route.fallback()));
  return [
    at('editor-conflict', '/workflows', inTurn((page) => changed(page, (slug) => product.save(slug, { ...ORDER, name: 'Packing and sending' })), told('conflict'), async (page) => page.getByRole('dialog').waitFor(), (page) => settled(page, 500))),
    at('editor-offline', '/workflows', inTurn((page) => changed(page, onSave(page, (route) => route.abort('internetdisconnected'))), told('offline'))),
    at('editor-refused', '/workflows', inTurn(
      (page) => changed(page, onSave(page, (route) => route.fulfill({ status: 413, contentType: 'application/problem+json', body: JSON.stringify({ type: 'about:blank', title: 'The body is too large', status: 413, detail: 'The definition has 5.2 MB and is larger than 5 MB, the most that one may have. Move what is large into files or into workflows of their own.', code: 'body_too_large', requestId: 'r-1', problems: [] }) }))),
      told('refused'), click('[data-testid="save-state"]'),
    )),
  ];
}

/** A step that three workers were lost over. */
function letters(run: string, at: At): Scene[] {
  const letter = { id: 'letter-1', runId: run, path: 'trip/flight', node: 'flight', attempt: 1, workflow: 'Booking saga', at: '2026-01-05T09:30:00.000Z', error: { code: 'worker_lost', message: 'Three workers were lost while they did this step.' } };
  const listed = answers('**/api/v1/dead-letters*', 200, { items: [letter], nextCursor: null });
  return [at('letters', '/workers', listed), at('letters-dismiss', '/workers', inTurn(listed, click('[data-testid="dismiss"]:visible')))];
}

import type { Page } from '@playwright/test';
import { choose, inTurn, settled } from './look.ts';
import type { Product } from './product.ts';
import type { Scene } from './scenes.ts';

const node = (id: string, type: string, name: string, x: number, y: number, params: object = {}): object => ({ id, type, name, params, position: { x, y } });

/** Started every morning, by a program outside, and by whoever wants to. */
const SELF_STARTING = {
  heddle: 1, name: 'Stock take',
  input: { type: 'object', properties: { since: { type: 'string', title: 'Since' } } },
  nodes: [
    node('hand', 'start', 'By hand', 0, 0),
    node('morning', 'start', 'Every morning', 0, 140, { on: 'schedule', cron: '30 6 * * 1-5', timezone: 'Europe/Berlin', overlap: 'skip', catchUp: '12h', input: { since: '{{ scheduledAt }}' } }),
    node('asked', 'start', 'The till asks', 0, 280, { on: 'webhook' }),
    node('count', 'transform', 'Count', 300, 140, { value: '{{ input }}' }),
    node('end', 'end', 'End', 560, 140),
  ],
  edges: [['hand', 'count'], ['morning', 'count'], ['asked', 'count'], ['count', 'end']].map(([source, target], index) => ({ id: `e${index}`, source, target })),
};
/** Each run takes longer than the next is away: the schedule says so. */
const SLOW = {
  heddle: 1, name: 'Longer than its hour',
  nodes: [node('often', 'start', 'Often', 0, 0, { on: 'schedule', every: '5s' }), node('rest', 'wait', 'Rest', 260, 0, { for: '1d' }), node('end', 'end', 'End', 520, 0)],
  edges: [['often', 'rest'], ['rest', 'end']].map(([source, target], index) => ({ id: `e${index}`, source, target })),
};

const press = (name: RegExp) => async (page: Page): Promise<void> => {
  await page.getByRole('button', { name }).first().click();
  await settled(page, 300);
};
const chip = (slug: string) => async (page: Page): Promise<void> => {
  await page.getByRole('row').filter({ has: page.locator(`a[href="/workflows/${slug}"]`) }).getByTestId('trigger-chip').filter({ visible: true }).first().click();
  await page.getByTestId('trigger').first().waitFor();
  await settled(page, 400);
};
/** What starts runs by itself: while it is drawn, when it is published, and where it is looked after. */
export async function starting(product: Product): Promise<Scene[]> {
  const slug = await product.create(SELF_STARTING);
  const unpublished = await product.create({ ...SELF_STARTING, name: 'Stock take, not published' });
  const wrong = await product.create({ ...SELF_STARTING, name: 'Stock take at a wrong hour', nodes: SELF_STARTING.nodes.map((each) => ('id' in each && each.id === 'morning' ? { ...each, params: { on: 'schedule', cron: '30 25 * * *' } } : each)) });
  const slow = await product.create(SLOW);
  await product.publish(slug);
  await product.publish(slow);
  await product.untilTriggerTells(slow);
  return [
    { name: 'start-schedule', path: `/workflows/${slug}`, tall: 1_400, prepare: choose('morning') },
    { name: 'start-schedule-unpublished', path: `/workflows/${unpublished}`, tall: 1_400, prepare: choose('morning') },
    { name: 'start-schedule-wrong', path: `/workflows/${wrong}`, tall: 1_400, prepare: choose('morning') },
    { name: 'start-schedule-problem', path: `/workflows/${slow}`, tall: 1_400, prepare: choose('often') },
    { name: 'start-webhook', path: `/workflows/${slug}`, tall: 1_400, prepare: choose('asked') },
    { name: 'start-webhook-secret', path: `/workflows/${slug}`, tall: 1_400, prepare: inTurn(choose('asked'), press(/Set a secret|New secret|设置密钥|更换密钥/), secretShown) },
    { name: 'start-webhook-new-address', path: `/workflows/${slug}`, prepare: inTurn(choose('asked'), press(/New address|更换地址/)) },
    { name: 'triggers-dialog', path: '/workflows', tall: 1_200, prepare: chip(slug) },
    { name: 'triggers-pause', path: '/workflows', prepare: inTurn(chip(slug), press(/^Pause$|^暂停$/)) },
    { name: 'triggers-problem', path: '/workflows', prepare: chip(slow) },
  ];
}

/** The first picture of it makes one; the others are asked before they make another. */
async function secretShown(page: Page): Promise<void> {
  const shown = page.getByTestId('hook-secret');
  if (!(await shown.isVisible())) await page.getByTestId('confirm').click();
  await shown.waitFor();
  await settled(page, 200);
}

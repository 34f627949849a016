import type { Definition } from '../engine/index.ts';
import { violations } from './support/axe.ts';
import { nodeOf } from './support/canvas.ts';
import { expect, test } from './support/heddle.ts';

const definition = (limit: number, name: string): Definition => ({
  heddle: 1, name, input: { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } },
  nodes: [
    { id: 'start', type: 'start' }, { id: 'big', type: 'condition', name: 'Big', params: { if: `{{ input.n > ${limit} }}` } }, { id: 'much', type: 'transform', name: 'Much', params: { value: 1 } }, { id: 'little', type: 'transform', name: 'Little', params: { value: 1 } },
  ].map((node, index) => ({ name: node.id, params: {}, position: { x: index * 240, y: 0 }, ...node })),
  edges: [{ id: 'e1', source: 'start', target: 'big' }, { id: 'e2', source: 'big', target: 'much', branch: 'true' }, { id: 'e3', source: 'big', target: 'little', branch: 'false' }],
} as unknown as Definition);

test('a draft is held against past runs, from the command and from where one publishes, and a row opens its run', async ({ page, api }) => {
  const name = `Held ${Date.now().toString(36)}`;
  const { slug } = await api.createWorkflow(definition(10, name));
  await page.goto(`/workflows/${slug}`);
  await expect(nodeOf(page, 'big')).toBeVisible();
  await page.keyboard.press('Shift+B');
  await expect(page.getByRole('dialog').getByText('No run has ended yet')).toBeVisible();
  await api.publish(slug);
  for (const n of [5, 15, 25]) await api.start(slug, { input: { n } }, '30s');
  await api.save(slug, () => definition(20, name));

  await page.reload();
  await page.getByTestId('publish').click();
  await page.getByTestId('publish-back-test-look').click();
  await expect(page.getByTestId('publish-back-test')).toContainText('1 of 3 runs would take another branch');
  await page.getByRole('button', { name: 'See the runs' }).click();
  await expect(page.getByTestId('back-test-headline')).toHaveText('1 of 3 runs would take another branch');
  const rows = page.getByTestId('back-tested');
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText('“Big” leaves by false instead of true');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'the same 2' }).click();
  await expect(rows).toHaveCount(2);
  await page.getByRole('button', { name: 'All 3' }).click();
  await rows.first().click();
  await expect(page).toHaveURL(/\/runs\//);
  await expect(page.getByTestId('run-status')).toHaveAttribute('data-status', 'completed');
});

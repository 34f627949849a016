import type { Page } from '@playwright/test';
import { settled } from './look.ts';
import type { Product } from './product.ts';
import type { Scene } from './scenes.ts';

const NODES = [
  { id: 'start', type: 'start', name: 'Order' },
  { id: 'greet', type: 'transform', name: 'Greet', params: { value: 'Hello {{ input.name }}' } },
  { id: 'hold', type: 'signal', name: 'Hold', params: { name: 'go' } },
  { id: 'half', type: 'transform', name: 'Half', params: { value: '{{ input.n / 2 }}' } },
  { id: 'end', type: 'end', name: 'End', params: { output: '{{ nodes.greet.output }}, {{ nodes.half.output }}' } },
];

/** Greets, waits to be told, halves a number and ends. */
function greeting(name: string, changed: Record<string, object> = {}): object {
  const nodes = NODES.map((node, index) => ({ params: {}, position: { x: index * 260, y: 0 }, ...node, ...changed[node.id] }));
  const edges = NODES.slice(1).map(({ id }, index) => ({ id: `e${index}`, source: NODES[index]!.id, target: id }));
  const input = { type: 'object', required: ['name', 'n'], properties: { name: { type: 'string', title: 'Name' }, n: { type: 'integer', title: 'Number' } } };
  return { heddle: 1, name, input, nodes, edges };
}

/** A step that a worker does, after a pause, and one that nobody has finished. */
const HALFWAY = {
  heddle: 1, name: 'Halfway',
  nodes: [
    { id: 'start', type: 'start', name: 'Start' },
    { id: 'pause', type: 'wait', name: 'Pause', params: { for: '1s' } },
    { id: 'fetch', type: 'code', name: 'Fetch', params: { source: 'return { n: 21, names: ["Ada", "Lin"] };', input: {} } },
    { id: 'score', type: 'code', name: 'Score', params: { source: 'return { score: input.n * 2 };', input: { n: '{{ nodes.fetch.output.n }}' } } },
    { id: 'broken', type: 'transform', name: 'Unfinished', params: { value: '{{ nodes.nobody.output }}' } },
  ].map((node, index) => ({ params: {}, position: { x: index * 260, y: 0 }, ...node })),
  edges: [['start', 'pause'], ['pause', 'fetch'], ['fetch', 'score'], ['score', 'broken']].map(([source, target], index) => ({ id: `e${index}`, source, target })),
};

const select = async (page: Page, id: string): Promise<void> => {
  await page.locator(`.react-flow__node[data-id="${id}"]`).dispatchEvent('click');
  await settled(page, 200);
};
const key = async (page: Page, name: string): Promise<void> => {
  // The sheet of a phone has the focus; keys of the canvas are for the canvas.
  await page.getByTestId('canvas').focus();
  await page.keyboard.press(name);
};
const action = (name: RegExp) => async (page: Page): Promise<void> => {
  await page.locator('header [aria-haspopup="menu"]').first().click();
  await page.getByRole('menuitem', { name }).click();
  await page.getByRole('dialog').waitFor();
  await settled(page, 800);
};

/** What is tried while designing, and what changes a run: each with what it says before it does anything. */
export async function changing(product: Product): Promise<Scene[]> {
  const input = { name: 'Lin', n: 8 };
  const slug = await product.create(greeting('Greeting'));
  await product.publish(slug);
  const holding = await product.start(slug, input);
  for (const n of [4, 6]) await product.signal(await product.start(slug, { name: 'Ada', n }), 'go');
  const failed = await product.start(slug, { name: 'Lin', n: 8 });
  await product.save(slug, greeting('Greeting', { half: { params: { value: '{{ input.n / 0 }}' } }, greet: { params: { value: 'Good morning {{ input.name }}' }, name: 'Greet well' } }));
  await product.publish(slug);
  const broken = await product.start(slug, input);
  for (const run of [failed, broken]) await product.signal(run, 'go');
  // Each look begins anew with a workflow of which nothing has been run.
  const halfway = async (page: Page): Promise<void> => {
    const fresh = await product.create(HALFWAY);
    await page.goto(`${product.url}/workflows/${fresh}`);
    await page.locator('.react-flow__node[data-id="score"]').waitFor();
    await settled(page);
  };
  const upToScore = async (page: Page): Promise<void> => {
    await halfway(page);
    await select(page, 'score');
    await key(page, 'Control+Shift+Enter');
    await page.locator('[data-testid="test-run"][data-status="completed"]').waitFor({ timeout: 20_000 });
    await settled(page, 500);
  };
  const at = (name: string, path: string, prepare?: Scene['prepare'], more: Partial<Scene> = {}): Scene => ({ name, path, ...(prepare === undefined ? {} : { prepare }), ...more });
  return [
    at('test-missing', '/workflows', async (page) => { await halfway(page); await select(page, 'score'); await key(page, 'Shift+Enter'); await page.getByTestId('missing').waitFor(); await settled(page, 300); }, { desktopOnly: true }),
    at('test-results', '/workflows', upToScore, { desktopOnly: true }),
    at('test-input', '/workflows', async (page) => { await upToScore(page); await page.getByRole('tab', { name: /^(Input|输入)$/ }).click(); await settled(page, 300); }, { desktopOnly: true }),
    at('test-stale', '/workflows', async (page) => {
      await upToScore(page);
      await select(page, 'fetch');
      await page.getByTestId('inspector-title').click();
      await page.getByRole('tab').first().click();
      await page.locator('.cm-content').first().click();
      await page.keyboard.type(' ');
      await settled(page, 600);
    }, { desktopOnly: true }),
    at('extract', '/workflows', async (page) => { await halfway(page); await select(page, 'fetch'); await key(page, 'Control+Alt+g'); await page.getByRole('dialog').waitFor(); await settled(page, 300); }, { desktopOnly: true }),
    at('extract-refused', '/workflows', async (page) => { await halfway(page); await select(page, 'broken'); await key(page, 'Control+Alt+g'); await settled(page, 600); }, { desktopOnly: true }),
    at('back-test-differs', `/workflows/${slug}`, async (page) => { await page.keyboard.press('Shift+B'); await page.getByTestId('back-tested').first().waitFor(); await settled(page, 300); }),
    at('publish-changes', `/workflows/${slug}`, async (page) => { await page.keyboard.press('Shift+P'); await settled(page, 800); }),
    at('versions-compared', `/workflows/${slug}/versions?from=1&to=2`),
    at('fork', `/runs/${broken}`, action(/^(Fork|分叉)/)),
    at('take-back', `/runs/${holding}`, action(/^(Take back|回退)/)),
    at('move', `/runs/${holding}`, action(/^(Move to|迁移)/)),
    at('change-parameters', `/runs/${holding}`, action(/^(Change parameters|修改参数…)/)),
    at('retry-with-others', `/runs/${broken}`, action(/^(Retry with|修改参数后)/)),
    at('go-on-to', `/runs/${holding}`, action(/^(Go on to|快进)/)),
    at('runs-chosen', '/runs', async (page) => { await page.getByRole('checkbox').nth(1).check(); await settled(page, 300); }),
    at('run-loading', `/runs/${holding}`, async (page) => { await page.route('**/api/v1/runs/**', () => undefined); await page.reload({ waitUntil: 'commit' }); await page.waitForTimeout(1_200); }),
    at('workflows-loading', '/workflows', async (page) => { await page.route('**/api/v1/**', () => undefined); await page.reload({ waitUntil: 'commit' }); await page.waitForTimeout(1_200); }),
    at('runs-loading', '/runs', async (page) => { await page.route('**/api/v1/**', () => undefined); await page.reload({ waitUntil: 'commit' }); await page.waitForTimeout(1_200); }),
  ];
}

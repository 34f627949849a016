import { definitionSchema } from '../engine/index.ts';
import { Drawing } from './support/draw.ts';
import { DESKTOP, dress, expect, LOOKS, PHONE, test } from './support/heddle.ts';

test('typing what a step is called and Enter adds that step, filled in at once, into the box that waits for it', async ({ page, api }) => {
  const draw = new Drawing(page, api);
  await draw.blank();
  await draw.select('end');
  await draw.openTab('Output');

  // "Map" is also a keyword of a transform, whose family comes first.
  await page.getByTestId('add-step').click();
  await page.getByRole('combobox', { name: 'Search steps' }).pressSequentially('map');
  await expect(page.getByTestId('palette').getByRole('option').first()).toHaveAttribute('data-testid', 'palette-map');
  await page.keyboard.press('Enter');
  await expect(draw.node('map')).toHaveAttribute('data-selected', 'true');
  await expect(page.getByRole('tab', { name: 'Settings' })).toHaveAttribute('aria-selected', 'true');

  // An empty box says how it is filled.
  await draw.node('map').getByRole('button', { name: 'Add a step' }).click();
  await expect(page.getByTestId('palette')).toContainText('Add into Map');
  await page.keyboard.type('agent');
  await page.keyboard.press('Enter');
  await expect(draw.node('agent')).toBeVisible();
  await expect(draw.node('map').getByRole('button', { name: 'Add a step' })).toHaveCount(0);
  expect((await draw.saved()).nodes.find(({ id }) => id === 'agent')).toMatchObject({ parent: 'map', params: { prompt: '{{ toJson(item) }}' } });

  // An expression without its braces is seen for what it is.
  await page.getByTestId('canvas').locator('.react-flow__node[data-id="map"] .hc-caption b').click();
  await draw.write('Items', 'input.list');
  await expect(page.getByText('An expression stands in braces here: {{ input.list }}')).toBeVisible();
  await page.getByRole('button', { name: 'Take it as an expression' }).click();
  expect((await draw.saved()).nodes.find(({ id }) => id === 'map')?.params['items']).toBe('{{ input.list }}');
});

for (const look of LOOKS) {
  test(`what a step is for is read whole in the palette, in ${look.language}, on a phone too`, async ({ page, api, context, baseURL }) => {
    await dress(context, baseURL!, look);
    const { slug } = await api.createWorkflow((await api.workflow('greeting')).definition);
    for (const size of [DESKTOP, PHONE]) {
      await page.setViewportSize(size);
      await page.goto(`/workflows/${slug}`);
      await page.getByTestId('add-step').click();
      const summaries = page.getByTestId('palette').locator('[data-summary]');
      await expect(summaries.first()).toBeVisible();
      const all = await summaries.evaluateAll((lines) => lines.map((line) => ({ text: line.textContent, cut: line.scrollHeight > line.clientHeight || line.scrollWidth > line.clientWidth })));
      expect(all.length).toBeGreaterThan(15);
      expect(all.filter(({ cut }) => cut).map(({ text }) => text)).toEqual([]);
    }
  });
}

test('a case that is added takes the keyboard, and its edge keeps to it while it gets its name', async ({ page, api }) => {
  const draw = new Drawing(page, api);
  await draw.blank();
  const ways = await draw.pullOut(draw.out('start'), { x: 420, y: 640 }, 'switch');
  await draw.connect(draw.out(ways, 'first'), draw.entry('end'));
  await draw.select(ways);
  await page.getByRole('button', { name: 'Add a case' }).click();
  await expect(page.getByRole('textbox', { name: 'Name of case 2' })).toBeFocused();
  await page.keyboard.type('bug');

  // On the way to its name it is called like the other one for a moment.
  const first = page.getByRole('textbox', { name: 'Name of case 1' });
  await first.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('bugfix');
  await page.keyboard.press('Enter');
  await expect(draw.out(ways, 'bugfix')).toBeAttached();
  const saved = await draw.saved();
  expect(saved.edges.filter(({ source }) => source === ways)).toMatchObject([{ branch: 'bugfix', target: 'end' }]);
  expect(saved.nodes.find(({ id }) => id === ways)?.params['cases']).toMatchObject([{ id: 'bugfix' }, { id: 'bug' }]);
});

test('a name that cannot be one says why, and neither undo nor redo takes the keyboard', async ({ page, api }) => {
  const draw = new Drawing(page, api);
  await draw.blank();
  const ways = await draw.pullOut(draw.out('start'), { x: 420, y: 640 }, 'switch');
  await draw.connect(draw.out(ways, 'first'), draw.entry('end'));
  await draw.select(ways);
  const name = page.getByRole('textbox', { name: 'Name of case 1' });
  await name.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('error');
  await expect(name).toHaveAccessibleDescription('“error” is a branch that is there already. It stays “first”.');
  await page.keyboard.type('_4xx');
  await expect(name).toHaveAccessibleDescription('');
  await page.keyboard.press('Enter');
  await expect(draw.out(ways, 'error_4xx')).toBeAttached();
  expect((await draw.saved()).edges.filter(({ source }) => source === ways)).toMatchObject([{ branch: 'error_4xx', target: 'end' }]);

  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Tab');
  await expect(name).toHaveValue('error_4xx');
  await expect(name).toHaveAccessibleDescription(/^A name starts with a letter .* It stays “error_4xx”\.$/);

  await page.getByRole('button', { name: 'Add a case' }).click();
  const second = page.getByRole('textbox', { name: 'Name of case 2' });
  await expect(second).toBeFocused();
  await page.getByTestId('undo').click();
  await expect(second).toHaveCount(0);
  await page.getByTestId('redo').click();
  await expect(second).toBeVisible();
  await expect(second).not.toBeFocused();
});

test('the choice of an approval gets another name by way of none, and its edge keeps to it', async ({ page, api }) => {
  const draw = new Drawing(page, api);
  await draw.blank();
  const ask = await draw.pullOut(draw.out('start'), { x: 420, y: 640 }, 'approval');
  await draw.connect(draw.out(ask, 'rejected'), draw.entry('end'));
  await draw.select(ask);
  const choices = page.getByRole('list', { name: 'Choices' });
  await choices.getByRole('textbox', { name: 'Entry 2' }).click();
  await page.keyboard.press('End');
  for (let at = 0; at < 'rejected'.length; at++) await page.keyboard.press('Backspace');
  await page.keyboard.type('declined');
  await page.keyboard.press('Tab');
  await expect(draw.out(ask, 'declined')).toBeAttached();
  const saved = await draw.saved();
  expect(saved.nodes.find(({ id }) => id === ask)?.params['outcomes']).toEqual(['approved', 'declined']);
  expect(saved.edges.filter(({ source }) => source === ask)).toMatchObject([{ branch: 'declined', target: 'end' }]);
});

test('a name takes an edge when it is entered and not on the way to it, and what compares it goes along as one entry', async ({ page, api }) => {
  const draw = new Drawing(page, api);
  const { slug } = await api.createWorkflow(definitionSchema.parse({
    heddle: 1,
    name: 'Naming',
    nodes: [
      { id: 'start', type: 'start', position: { x: 0, y: 0 } },
      { id: 'review', type: 'approval', name: 'Review', position: { x: 300, y: 0 }, params: { title: 'Well?', due: '1d', outcomes: ['yes', 'no'] } },
      { id: 'end', type: 'end', position: { x: 900, y: 0 }, params: { output: '{{ nodes.review.output.outcome == "yes" }}' } },
    ],
    edges: [{ id: 'in', source: 'start', target: 'review' }, { id: 'yes', source: 'review', branch: 'yes', target: 'end' }, { id: 'lost', source: 'review', branch: 'ok', target: 'end' }],
  }));
  await page.goto(`/workflows/${slug}`);
  await draw.select('review');
  const first = page.getByRole('list', { name: 'Choices' }).getByRole('textbox', { name: 'Entry 1' });
  const branches = async () => (await draw.saved()).edges.map(({ branch }) => branch ?? null);
  await first.fill('ok');
  await first.pressSequentially('ay');
  await page.keyboard.press('Enter');
  await expect(draw.out('review', 'okay')).toBeAttached();
  expect(await branches()).toEqual([null, 'okay', 'ok']);
  expect((await draw.saved()).nodes.find(({ id }) => id === 'end')?.params['output']).toBe('{{ nodes.review.output.outcome == "okay" }}');

  await page.getByTestId('undo').click();
  await expect(first).toHaveValue('yes');
  expect(await branches()).toEqual([null, 'yes', 'ok']);
  expect((await draw.saved()).nodes.find(({ id }) => id === 'end')?.params['output']).toBe('{{ nodes.review.output.outcome == "yes" }}');

  // Escape gives the name back, and to go to another step takes it.
  await first.fill('nothing');
  await page.keyboard.press('Escape');
  await expect(first).toHaveValue('yes');
  await first.fill('fine');
  await page.getByTestId('canvas').locator('.react-flow__node[data-id="end"]').click();
  await expect(draw.out('review', 'fine')).toBeAttached();
  expect(await branches()).toEqual([null, 'fine', 'ok']);
});

test('a click on the circle below a step of a saga asks what undoes it', async ({ page, api }) => {
  const draw = new Drawing(page, api);
  await draw.blank();
  const saga = await draw.dropFromPalette('saga', { x: 500, y: 250 });
  await draw.node(saga).getByRole('button', { name: 'Add a step' }).click();
  await page.getByTestId('palette-http').click();
  await draw.node('http').hover();
  await draw.out('http', 'compensate').click();
  await page.getByTestId('palette').getByTestId('palette-http').click();
  const saved = await draw.saved();
  expect(saved.edges).toContainEqual(expect.objectContaining({ source: 'http', target: 'http2', kind: 'compensate' }));
  expect(saved.nodes.find(({ id }) => id === 'http2')).toMatchObject({ name: 'Undo HTTP request', parent: saga });
});

test('what is not proven is named, and a press goes to the field that mends it', async ({ page, api }) => {
  const draw = new Drawing(page, api);
  await draw.blank();
  const wait = await draw.pullOut(draw.out('start'), { x: 420, y: 640 }, 'signal');
  await expect(page.getByTestId('proof')).toHaveAttribute('data-proof', 'open');
  await page.getByTestId('proof').click();
  const problems = page.getByTestId('problems');
  await expect(problems).not.toContainText('Nothing to mend');
  await page.getByTestId('canvas').locator('.react-flow__node[data-id="end"]').click();
  await problems.getByRole('button', { name: '“Wait for signal” may wait for ever.' }).click();
  await expect(draw.node(wait)).toHaveAttribute('data-selected', 'true');
  await expect(page.getByRole('textbox', { name: 'Give up after' })).toBeFocused();
  await page.keyboard.type('2d');
  await expect(page.getByTestId('proof')).toHaveAttribute('data-proof', 'sound');
});

test('what a person adds is called in that person’s language', async ({ page, api, context, baseURL }) => {
  await context.addCookies([{ name: 'heddle-language', value: 'zh', url: baseURL! }]);
  const draw = new Drawing(page, api);
  await page.goto('/workflows');
  await page.getByRole('button', { name: '新建工作流' }).click();
  await page.getByRole('menuitem', { name: '空白工作流' }).click();
  await page.waitForURL(/\/workflows\/[^/]+$/);
  await expect(draw.node('start')).toContainText('开始');
  await page.getByTestId('add-step').click();
  await page.getByTestId('palette-http').click();
  expect((await draw.saved()).nodes.map(({ name }) => name)).toEqual(['开始', '结束', 'HTTP 请求']);
});

test('a step that failed shows its error, and no answer that it did not give', async ({ page, api }) => {
  const { slug } = await api.createWorkflow({
    heddle: 1,
    name: 'It throws',
    nodes: [
      { id: 'start', type: 'start', typeVersion: 1, name: 'Start', position: { x: 0, y: 0 }, params: {} },
      { id: 'throw', type: 'code', typeVersion: 1, name: 'Throw', position: { x: 260, y: 0 }, params: { source: "throw new Error('no luck');" }, retry: { maximumAttempts: 1 } },
    ],
    edges: [{ id: 'e1', source: 'start', target: 'throw' }],
  });
  await page.goto(`/workflows/${slug}`);
  await page.getByTestId('run').click();
  await page.getByTestId('run-start').click();
  await page.waitForURL(/\/runs\//);
  await expect(page.getByTestId('run-status')).toHaveAttribute('data-status', 'failed', { timeout: 30_000 });
  await page.locator('.react-flow__node[data-id="throw"]').click();
  const output = page.getByRole('tabpanel', { name: 'Output' });
  await expect(page.getByText('no luck').first()).toBeVisible();
  await expect(output).toHaveText('');
});

import { violations } from './support/axe.ts';
import { looks, nodeOf } from './support/canvas.ts';
import { halfway } from './support/definitions.ts';
import { Drawing } from './support/draw.ts';
import { expect, test } from './support/heddle.ts';

test('one step is run alone and everything up to one, with pinned data, and what comes of it stands on the canvas', async ({ page, api }) => {
  test.setTimeout(120_000);
  const { slug } = await api.createWorkflow(halfway());
  await page.goto(`/workflows/${slug}`);
  const draw = new Drawing(page, api);
  const bar = page.getByTestId('test-run');
  const ended = async (): Promise<string> => {
    await expect(bar).toHaveAttribute('data-status', 'completed', { timeout: 30_000 });
    return (await bar.getAttribute('data-run'))!;
  };
  const output = page.getByRole('tabpanel', { name: 'Output' });

  const first = await test.step('a step of which nothing is known says what it lacks, and leads on', async () => {
    await draw.select('score');
    await page.keyboard.press('Shift+Enter');
    await expect(page.getByTestId('missing')).toContainText('Fetch');
    await page.getByTestId('missing-run-up-to').click();
    const run = await ended();
    await expect.poll(() => looks(page)).toMatchObject({ start: 'completed', pause: 'completed', fetch: 'completed', score: 'completed', broken: '' });
    await expect(output).toContainText('42');
    expect((await api.events(run))[0]!.data).toMatchObject({ trigger: 'test', part: { upTo: 'score' } });
    expect((await api.replay(run)).ok).toBe(true);
    return run;
  });

  await test.step('pinned, its data is taken instead of running it', async () => {
    await draw.select('fetch');
    await page.keyboard.press('p');
    await expect.poll(async () => (await draw.saved()).nodes.find(({ id }) => id === 'fetch')?.ui?.pinned).toEqual({ n: 21 });
    await draw.select('score');
    await page.keyboard.press('ControlOrMeta+Shift+Enter');
    await expect(bar).not.toHaveAttribute('data-run', first);
    const run = await ended();
    // The pause leads only to what is pinned: nobody waits for it.
    expect((await api.run(run)).steps.map(({ path, status }) => [path, status])).toEqual([['start', 'completed'], ['fetch', 'completed'], ['score', 'completed']]);
    await expect(nodeOf(page, 'fetch')).not.toHaveAttribute('data-look', /./);
    await expect(nodeOf(page, 'score')).toHaveAttribute('data-look', 'completed');
  });

  await test.step('alone, a step takes what its neighbours gave', async () => {
    const before = await bar.getAttribute('data-run');
    await draw.select('score');
    await draw.openTab('Settings');
    await draw.write('Source', 'return { score: input.n * 3 };');
    // What stands there was of other parameters: it says so, where it is drawn and where it is read, until it is run again.
    await expect(nodeOf(page, 'score').getByRole('img', { name: 'Its parameters changed since' })).toBeVisible();
    await expect(page.getByTestId('test-stale')).toBeVisible();
    await draw.openTab('Input');
    await expect(page.getByTestId('readable')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await draw.openTab('Output');
    await expect(page.getByTestId('stale')).toContainText('Its parameters changed since');
    expect(await violations(page)).toEqual([]);
    await page.getByTestId('run-node').click();
    await expect(bar).not.toHaveAttribute('data-run', before!);
    await ended();
    await expect(output).toContainText('63');
    await expect(page.getByTestId('stale')).toHaveCount(0);
    await expect(nodeOf(page, 'score')).not.toHaveAttribute('data-stale', /./);
    await expect(page).toHaveURL(new RegExp(`/workflows/${slug}$`));
    await bar.getByRole('button', { name: 'Put the results away' }).click();
    await expect(bar).toHaveCount(0);
    await expect(nodeOf(page, 'score')).not.toHaveAttribute('data-look', /./);
  });
});

test('what a step can read is dragged into its parameter, or put there by the keyboard', async ({ page, api }) => {
  const { slug } = await api.createWorkflow(halfway());
  await page.goto(`/workflows/${slug}`);
  const draw = new Drawing(page, api);
  await draw.select('score');
  await page.keyboard.press('ControlOrMeta+Shift+Enter');
  await expect(page.getByTestId('test-run')).toHaveAttribute('data-status', 'completed', { timeout: 30_000 });
  const value = async (): Promise<unknown> => (await draw.saved()).nodes.find(({ id }) => id === 'broken')?.params['value'];

  await draw.select('broken');
  await draw.openTab('Settings');
  await page.getByRole('textbox', { name: 'Value', exact: true }).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await draw.openTab('Input');
  await page.getByRole('button', { name: 'Show what is in “Score”' }).click();
  await page.locator('[data-reference="nodes.score.output.score"]').hover();
  await page.mouse.down();
  await page.getByRole('tab', { name: 'Settings' }).hover();
  const field = page.getByRole('textbox', { name: 'Value', exact: true });
  await field.hover();
  await field.hover();
  await page.mouse.up();
  await expect.poll(value).toBe('{{ nodes.score.output.score }}');

  await draw.openTab('Input');
  await page.getByRole('button', { name: 'Insert nodes.fetch.output into…' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(field).toBeFocused();
  await expect.poll(value).toBe('{{ nodes.score.output.score }} {{ nodes.fetch.output }}');
});

test('a selection becomes a sub-workflow that runs in its place, and one undo brings it back', async ({ page, api }) => {
  test.setTimeout(90_000);
  const { slug } = await api.createWorkflow(halfway());
  await page.goto(`/workflows/${slug}`);
  const draw = new Drawing(page, api);
  await draw.select('fetch');
  await page.keyboard.press('Shift+J');
  await page.keyboard.press('ControlOrMeta+Alt+G');
  // What is unfinished would be so there, too: it cannot be run, and says why.
  await expect(page.getByText('What comes out could not be run').first()).toBeVisible();

  await page.keyboard.press('Escape');
  for (const id of ['fetch', 'score']) await expect(nodeOf(page, id), 'nothing is selected').not.toHaveAttribute('data-selected', 'true');
  await draw.select('fetch');
  await page.keyboard.down('Shift');
  await nodeOf(page, 'score').click({ position: { x: 60, y: 12 } });
  await page.keyboard.up('Shift');
  for (const id of ['fetch', 'score']) await expect(nodeOf(page, id)).toHaveAttribute('data-selected', 'true');
  await page.keyboard.press('ControlOrMeta+Alt+G');
  await page.getByRole('textbox', { name: 'Name' }).fill('Look it up');
  await page.getByTestId('extract-confirm').click();
  await expect.poll(async () => (await draw.saved()).nodes.map(({ id, type }) => `${id} ${type}`)).toEqual(['start start', 'pause wait', 'lookItUp child', 'broken transform']);
  const { workflow } = (await draw.saved()).nodes[2]!.params;
  expect((await api.workflow(String(workflow))).definition.nodes.map(({ id }) => id)).toEqual(['start2', 'fetch', 'score', 'end']);

  await draw.select('lookItUp');
  await page.keyboard.press('ControlOrMeta+Shift+Enter');
  await expect(page.getByTestId('test-run')).toHaveAttribute('data-status', 'completed', { timeout: 30_000 });
  await expect(nodeOf(page, 'lookItUp')).toHaveAttribute('data-look', 'completed');

  await page.getByTestId('undo').click();
  await expect.poll(async () => (await draw.saved()).nodes.map(({ id }) => id)).toEqual(['start', 'pause', 'fetch', 'score', 'broken']);
});

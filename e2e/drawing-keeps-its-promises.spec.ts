import { Drawing } from './support/draw.ts';
import { violations } from './support/axe.ts';
import { expect, test, type Page } from './support/heddle.ts';

test('undo restores what delete took away: a container, its inside and every edge', async ({ page, api }) => {
  const saga = await api.workflow('booking-saga');
  const { slug } = await api.createWorkflow({ ...saga.definition, name: 'Booking to delete' });
  const draw = new Drawing(page, api);
  await page.goto(`/workflows/${slug}`);
  await expect(draw.node('book')).toBeVisible();
  const before = { definition: await draw.saved(), ids: (await draw.ids()).sort(), edges: await draw.edges() };

  await page.locator('.react-flow__node[data-id="book"] .hc-caption').click();
  await page.keyboard.press('Delete');
  await expect(draw.node('book')).toHaveCount(0);
  await expect.poll(async () => (await draw.ids()).sort()).toEqual(['cancelled', 'confirmed', 'end', 'start']);
  expect(await draw.edges()).toEqual(['e10', 'e11']);
  await expect.poll(async () => (await api.workflow(slug)).definition.nodes.length, { message: 'the draft is saved without it' }).toBe(4);

  await page.getByTestId('undo').click();
  await expect.poll(async () => (await draw.ids()).sort()).toEqual(before.ids);
  await expect.poll(() => draw.edges()).toEqual(before.edges);
  await expect.poll(async () => (await api.workflow(slug)).definition).toEqual(before.definition);

  // One node and its edges, by the keyboard; and forward again.
  await draw.select('flight');
  await page.keyboard.press('Delete');
  await expect(draw.node('flight')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(draw.node('flight')).toBeVisible();
  await expect.poll(() => draw.edges()).toEqual(before.edges);
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(draw.node('flight')).toHaveCount(0);
  await page.getByTestId('undo').click();
  await expect.poll(async () => (await api.workflow(slug)).definition).toEqual(before.definition);
});

test('a cycle cannot be drawn, and the refusal says why', async ({ page, api }) => {
  const { slug } = await api.createWorkflow((await api.workflow('booking-saga')).definition);
  const draw = new Drawing(page, api);
  await page.goto(`/workflows/${slug}`);
  await expect(draw.node('payment')).toBeVisible();
  // It opens so that it can be read, and its end stands beyond the border then.
  await page.keyboard.press('1');
  await draw.zoomOut(60);
  const edges = await draw.edges();

  await draw.hold(draw.out('payment'), draw.entry('hotel'));
  await expect(page.locator('.he-refusal')).toHaveText('That would make a circle. Use a loop to do things again.');
  await page.mouse.up();
  await expect(page.locator('.he-refusal')).toHaveCount(0);
  expect(await draw.edges()).toEqual(edges);

  // Neither can the border of a container be crossed, nor an edge led into a start.
  await draw.hold(draw.out('payment'), draw.entry('end'));
  await expect(page.locator('.he-refusal')).toHaveText(/cannot cross the border of a container/);
  await page.mouse.up();
  expect(await draw.edges()).toEqual(edges);
  expect((await draw.saved()).edges).toHaveLength(edges.length);
});

test('nothing that was drawn is lost by a reload', async ({ page, api }) => {
  const draw = new Drawing(page, api);
  await draw.blank();
  const agent = await draw.dropFromPalette('agent', { x: 600, y: 250 });
  await draw.saved();
  await page.reload();
  await expect(draw.node(agent)).toBeVisible();
  expect((await draw.saved()).nodes.map(({ type }) => type)).toEqual(['start', 'end', 'agent']);
});

test('a draft that another tab has saved is not written over: both sides are seen, and one is chosen', async ({ page, api, allowed }) => {
  allowed.push(/409/);
  const { slug } = await api.createWorkflow((await api.workflow('booking-saga')).definition);
  const draw = new Drawing(page, api);
  await page.goto(`/workflows/${slug}`);
  await expect(draw.node('payment')).toBeVisible();
  const other = await page.context().newPage();
  await other.goto(`/workflows/${slug}`);
  await new Drawing(other, api).select('payment');
  await other.keyboard.press('Delete');
  await expect.poll(async () => (await api.workflow(slug)).definition.nodes.some(({ id }) => id === 'payment'), { message: 'the other tab has saved' }).toBe(false);
  await other.close();

  await draw.select('flight');
  await page.keyboard.press('Delete');
  const [mine, theirs] = [page.getByRole('dialog').locator('section').nth(0), page.getByRole('dialog').locator('section').nth(1)];
  // Drawn and in sight: a card beyond the border of its picture is there for a script alone.
  await expect(mine.locator('.hc-card[data-node="payment"]')).toBeInViewport();
  await expect(theirs.locator('.hc-card[data-node="flight"]')).toBeInViewport();
  await expect(mine.locator('.hc-card[data-node="flight"]')).toHaveCount(0);
  expect((await api.workflow(slug)).definition.nodes.map(({ id }) => id)).toContain('flight');

  await page.getByTestId('take-theirs').click();
  await expect(draw.node('flight')).toBeVisible();
  await expect(draw.node('payment')).toHaveCount(0);
});

test('what a tab held when it ended is offered by the next, whatever another tab has saved meanwhile; a tab that lives keeps its own', async ({ page, context, api }) => {
  const { slug } = await api.createWorkflow((await api.workflow('booking-saga')).definition);
  const [gone, other] = [await context.newPage(), await context.newPage()];
  const erase = async (tab: Page, id: string): Promise<void> => {
    await new Drawing(tab, api).select(id);
    await tab.keyboard.press('Delete');
    await expect(tab.locator(`.react-flow__node[data-id="${id}"]`)).toHaveCount(0);
  };
  for (const tab of [gone, other]) {
    await tab.goto(`/workflows/${slug}`);
    await expect(tab.locator('.react-flow__node[data-id="payment"]')).toBeVisible();
  }
  await gone.route('**/api/v1/workflows/*', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()));
  await erase(gone, 'flight');
  await erase(other, 'payment');
  await expect.poll(async () => (await api.workflow(slug)).definition.nodes.some(({ id }) => id === 'payment'), { message: 'the other tab has saved' }).toBe(false);

  await page.goto(`/workflows/${slug}`);
  await expect(page.locator('.react-flow__node[data-id="flight"]'), 'nothing is offered while the tab lives').toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  // Each editor holds a lock while it lives; the browser lets go of it a moment after its tab has closed.
  const editors = (): Promise<number> => page.evaluate(async () => Object.values(await navigator.locks.query()).flat().length);
  await expect.poll(editors).toBe(3);
  await gone.close();
  await expect.poll(editors).toBe(2);
  await page.reload();
  const sides = page.getByRole('dialog').locator('section');
  await expect(sides.nth(0).locator('.hc-card[data-node="payment"]')).toBeInViewport();
  await expect(sides.nth(0).locator('.hc-card[data-node="flight"]')).toHaveCount(0);
  await expect(sides.nth(1).locator('.hc-card[data-node="flight"]')).toBeInViewport();
  await page.getByTestId('keep-mine').click();
  await expect.poll(async () => (await api.workflow(slug)).definition.nodes.some(({ id }) => id === 'flight'), { message: 'what was taken up is saved' }).toBe(false);
  await page.reload();
  await expect(page.locator('.react-flow__node[data-id="payment"]')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a locked step shows it, and is neither moved by a key nor taken away', async ({ page, api }) => {
  const draw = new Drawing(page, api);
  await draw.blank();
  const agent = await draw.dropFromPalette('agent', { x: 600, y: 250 });
  await draw.saved();
  await draw.node(agent).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Lock or unlock its place' }).click();
  await expect(draw.node(agent).getByRole('img', { name: 'Locked: it keeps its place' })).toBeVisible();
  const placed = (await draw.saved()).nodes.find(({ id }) => id === agent)!.position;
  await draw.select(agent);
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Delete');
  await expect(page.getByText('is locked, so nothing was changed').first()).toBeVisible();
  expect((await draw.saved()).nodes.find(({ id }) => id === agent)!.position).toEqual(placed);
});

test('queries and updates are written in the panel of the workflow, and a mistake is said at its field', async ({ page, api }) => {
  const draw = new Drawing(page, api);
  await draw.blank();
  await page.keyboard.press('Escape');
  const panel = page.getByTestId('inspector-workflow');
  await panel.getByRole('button', { name: 'Add a query' }).click();
  await panel.getByRole('textbox', { name: 'Name of query 1' }).fill('total');
  const query = panel.locator('[data-field="/queries/total"] .cm-content');
  await panel.locator('[data-field="/queries/total"] textarea, [data-field="/queries/total"] .cm-content').first().click();
  // The editor takes over from the plain field, with the keyboard.
  await expect(query).toBeFocused();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText('nodes.gone.output');
  await expect(panel.locator('[data-field="/queries/total"]').first()).toContainText('There is no step');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText('run.id');
  await panel.getByRole('button', { name: 'Add an update' }).click();
  await panel.getByRole('textbox', { name: 'Name of update 1' }).fill('add');
  await panel.getByRole('textbox', { name: 'Name of update 1' }).blur();
  expect(await draw.saved()).toMatchObject({ queries: { total: 'run.id' }, updates: { add: {} } });
  for (const looked of [await violations(page)]) expect(looked).toEqual([]);
});

test('what a note says cannot run, load or lead anywhere by itself', async ({ page, api }) => {
  const text = '<img src=x onerror="window.ran = true"> ![picture](https://example.com/p.png) [run](javascript:window.ran=true)';
  const { slug } = await api.createWorkflow({ ...(await api.workflow('greeting')).definition, notes: [{ id: 'note', text, position: { x: 0, y: 200 } }] });
  await page.goto(`/workflows/${slug}`);
  const note = page.locator('.hc-note');
  await expect(note).toContainText('<img src=x');
  await expect(note.locator('img')).toHaveCount(0);
  await expect(note.getByRole('link')).toHaveText(['picture']);
  await expect(note.getByRole('link')).toHaveAttribute('rel', /noopener/);
  expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
});

test('a composed workflow is told in the editor what its sub-workflows say to it', async ({ page, api }) => {
  const greeting = (await api.workflow('greeting')).definition;
  const { slug, definition } = await api.createWorkflow((await api.workflow('composition')).definition);
  const part = await api.createWorkflow({ ...greeting, name: `A part of ${slug}` });
  const nodes = definition.nodes.map((node) => (node.id === 'welcome' ? { ...node, params: { ...node.params, workflow: part.slug } } : node));
  const composed = await api.createWorkflow({ ...definition, name: `Composed of ${part.slug}`, nodes });
  await page.goto(`/workflows/${composed.slug}`);
  await page.getByTestId('proof').click();
  await expect(page.getByTestId('problems')).toContainText(`"A part of ${slug}" has no version yet.`);
  await expect(page.getByTestId('proof')).toHaveAttribute('data-proof', 'sound');

  // It goes away while the window is not looked at, and the window says so when it is.
  await api.deleteWorkflow(part.slug);
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
  await expect(page.getByTestId('proof')).toHaveAttribute('data-proof', 'broken');
  await expect(page.getByTestId('problems')).toContainText(`There is no workflow "${part.slug}".`);
  for (const made of [slug, composed.slug]) await api.deleteWorkflow(made);
});

import type { Definition } from '../engine/index.ts';
import { chainOfSteps } from './support/definitions.ts';
import { Drawing } from './support/draw.ts';
import { expect, test, type Page } from './support/heddle.ts';

/** Selects a step by the command palette, wherever it stands. */
async function goTo(page: Page, draw: Drawing, id: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+K');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.type(id);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(draw.node(id)).toHaveAttribute('data-selected', 'true');
}

test('fifty mixed operations are undone and done again one by one, and each way leads to the same document', async ({ page, api }) => {
  test.setTimeout(180_000);
  const { slug } = await api.createWorkflow(chainOfSteps(['first', 'second', 'third', 'fourth', 'fifth', 'sixth']));
  const draw = new Drawing(page, api);
  await page.goto(`/workflows/${slug}`);
  await expect(draw.node('first')).toBeVisible();
  const stored = async (): Promise<Definition> => (await api.workflow(slug)).definition;
  const before = await draw.saved();
  const { keyboard } = page;
  const count = async (): Promise<number> => (await draw.ids()).length;
  const at = await count();

  for (let round = 1; round <= 5; round++) {
    await goTo(page, draw, 'first');
    await keyboard.press('d');
    await goTo(page, draw, 'second');
    await keyboard.press('Shift+ArrowDown');
    await goTo(page, draw, 'third');
    await keyboard.press('ControlOrMeta+d');
    await expect.poll(count).toBe(at + 1);
    await keyboard.press('Delete');
    await expect.poll(count).toBe(at);
    await goTo(page, draw, 'fourth');
    await keyboard.press('F2');
    await expect(page.getByTestId('rename-step')).toBeFocused();
    await keyboard.press('ControlOrMeta+a');
    await keyboard.type(`fourth, round ${round}`);
    await keyboard.press('Enter');
    await expect(draw.node('fourth')).toContainText(`round ${round}`);
    await goTo(page, draw, 'fifth');
    await keyboard.press('ControlOrMeta+g');
    await expect.poll(count).toBe(at + 1);
    await keyboard.press('ControlOrMeta+Shift+g');
    await expect.poll(count).toBe(at);
    await goTo(page, draw, 'sixth');
    await keyboard.press('Shift+ArrowRight');
    await keyboard.press('Shift+n');
    await expect(page.getByTestId('palette')).toBeVisible();
    await keyboard.type('transform');
    await keyboard.press('Enter');
    await expect.poll(count).toBe(at + 1);
    await keyboard.press('ControlOrMeta+Delete');
    await expect.poll(count).toBe(at);
  }
  const after = await draw.saved();
  expect(after).not.toEqual(before);

  const [undo, redo] = [page.getByTestId('undo'), page.getByTestId('redo')];
  for (let times = 1; times <= 50; times++) {
    await expect(undo, `there is something to take back for the ${times}th time`).toBeEnabled();
    await keyboard.press('ControlOrMeta+z');
  }
  await expect(undo, 'one gesture was one entry').toBeDisabled();
  await expect.poll(stored).toEqual(before);
  for (let times = 1; times <= 50; times++) await keyboard.press('ControlOrMeta+Shift+z');
  await expect(redo).toBeDisabled();
  await expect.poll(stored).toEqual(after);
});

test('what is copied in one window is pasted in another, whole: container, undo edges and all', async ({ page, context, api }) => {
  const { slug } = await api.createWorkflow((await api.workflow('booking-saga')).definition);
  const from = new Drawing(page, api);
  await page.goto(`/workflows/${slug}`);
  await expect(from.node('book')).toBeVisible();
  const source = await from.saved();
  const inside = source.nodes.filter(({ parent }) => parent === 'book');
  const within = (definition: Definition, ids: readonly string[]) => definition.edges.filter((edge) => ids.includes(edge.source) && ids.includes(edge.target));
  await page.locator('.react-flow__node[data-id="book"] .hc-caption').click();
  await page.keyboard.press('ControlOrMeta+c');

  const other = await context.newPage();
  const to = new Drawing(other, api);
  await to.blank();
  await other.bringToFront();
  await other.locator('.react-flow__pane').click({ position: { x: 300, y: 500 } });
  await other.keyboard.press('ControlOrMeta+v');
  await expect.poll(async () => (await to.ids()).length).toBe(2 + 1 + inside.length);
  await expect.poll(async () => (await api.workflow(to.slug)).definition.nodes.length).toBe(2 + 1 + inside.length);
  const pasted = await to.saved();
  const box = pasted.nodes.find(({ type }) => type === 'saga')!;
  const told = (nodes: Definition['nodes']) => nodes.map(({ name, type, params, retry }) => ({ name, type, params, retry }));
  const copied = pasted.nodes.filter(({ parent }) => parent === box.id);
  expect(told(copied)).toEqual(told(inside));
  const kinds = (definition: Definition, nodes: Definition['nodes']) => within(definition, nodes.map(({ id }) => id)).map(({ kind, branch }) => [kind, branch]);
  expect(kinds(pasted, copied)).toEqual(kinds(source, inside));
  expect(await from.saved(), 'what it was copied from stays as it was').toEqual(source);
  await other.close();
});

test('tidying twice gives the same drawing', async ({ page, api }) => {
  const { slug } = await api.createWorkflow((await api.workflow('company-strategy-analysis')).definition);
  const draw = new Drawing(page, api);
  await page.goto(`/workflows/${slug}`);
  await expect(draw.canvas).toBeVisible();
  await draw.move('start', { x: 420, y: 640 });
  const moved = await draw.saved();
  await page.keyboard.press('Shift+Alt+T');
  await expect.poll(async () => (await api.workflow(slug)).definition, { message: 'the drawing is tidied' }).not.toEqual(moved);
  const once = await draw.saved();
  await page.keyboard.press('Shift+Alt+T');
  // Something that is seen to have happened after it: then nothing of the tidying is still to come.
  await page.keyboard.press('Shift+S');
  await expect.poll(async () => (await api.workflow(slug)).definition.notes?.length ?? 0).toBe((once.notes?.length ?? 0) + 1);
  expect((await draw.saved()).nodes).toEqual(once.nodes);
});

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { violations } from './support/axe.ts';
import { Drawing } from './support/draw.ts';
import { DESKTOP, dress, expect, listenForComplaints, LOOKS, PHONE, test, type Page } from './support/heddle.ts';
import type { Api } from './support/api.ts';

const shots = process.env['HEDDLE_E2E_SHOTS'];

/** A saga with a loop beside it, and a step between the two, opened in the editor. */
async function opened(page: Page, api: Api): Promise<{ draw: Drawing; slug: string }> {
  const { slug } = await api.createWorkflow({
    heddle: 1, name: 'By key',
    nodes: [
      { id: 'start', type: 'start', typeVersion: 1, name: 'Start', params: {}, position: { x: 0, y: 40 } },
      { id: 'saga', type: 'saga', typeVersion: 1, name: 'Booking', params: {}, position: { x: 260, y: 0 } },
      { id: 'hotel', type: 'transform', typeVersion: 1, name: 'Hotel', params: { value: 1 }, parent: 'saga', position: { x: 20, y: 28 } },
      { id: 'flight', type: 'transform', typeVersion: 1, name: 'Flight', params: { value: 2 }, parent: 'saga', position: { x: 276, y: 28 } },
      { id: 'check', type: 'condition', typeVersion: 1, name: 'Check', params: { if: 'true' }, position: { x: 900, y: 40 } },
      { id: 'rounds', type: 'loop', typeVersion: 1, name: 'Rounds', params: { count: 2, maximum: 2 }, position: { x: 1_180, y: 0 } },
      { id: 'end', type: 'end', typeVersion: 1, name: 'End', params: {}, position: { x: 1_480, y: 40 } },
    ],
    edges: [
      { id: 'e1', source: 'start', target: 'saga' },
      { id: 'e2', source: 'hotel', target: 'flight' },
      { id: 'e3', source: 'saga', target: 'check', branch: 'out' },
      { id: 'e4', source: 'check', target: 'rounds', branch: 'true' },
      { id: 'e5', source: 'check', target: 'end', branch: 'false' },
      { id: 'e6', source: 'rounds', target: 'end' },
    ],
  });
  const draw = new Drawing(page, api);
  await page.goto(`/workflows/${slug}`);
  await expect(draw.node('saga')).toBeVisible();
  return { draw, slug };
}

/** Goes to a step by the command palette. */
async function goTo(page: Page, draw: Drawing, id: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.type(id);
  await page.keyboard.press('Enter');
  await expect(draw.node(id)).toHaveAttribute('data-selected', 'true');
}

/** Chooses in the dialog that is open what these words find. */
async function choose(page: Page, words: string): Promise<void> {
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}

/** What this step stands in, and where every step stands, once it is saved. */
async function parentOf(draw: Drawing, id: string): Promise<string | undefined> {
  return (await draw.saved()).nodes.find((node) => node.id === id)?.parent;
}

const focused = (page: Page): Promise<string | null> => page.evaluate(() => document.activeElement?.getAttribute('data-id') ?? null);

test('a step goes into a container and out of it by key, as one gesture, and keeps the selection and the focus', async ({ page, api }) => {
  const { draw } = await opened(page, api);
  const before = await draw.saved();
  await goTo(page, draw, 'check');
  await page.keyboard.press('m');
  // Each container tells what the move would take away.
  await expect(page.getByTestId('into-saga')).toHaveText(/Booking.*takes 3 edges away/);
  await choose(page, 'rounds');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect.poll(() => parentOf(draw, 'check')).toBe('rounds');
  await expect(draw.node('check')).toHaveAttribute('data-selected', 'true');
  await expect.poll(() => focused(page)).toBe('check');
  expect((await draw.saved()).edges.map(({ id }) => id)).toEqual(['e1', 'e2', 'e6']);
  expect(await overlaps(page), 'nothing covers anything').toEqual([]);
  await picture(page, 'moved-in');

  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => draw.saved()).toEqual(before);

  await goTo(page, draw, 'flight');
  await page.keyboard.press('Shift+M');
  await expect.poll(() => parentOf(draw, 'flight')).toBeUndefined();
  await expect(page.getByRole('region', { name: /Notifications/ }).getByText('1 edge was taken away')).toBeVisible();
  await expect(draw.node('flight')).toHaveAttribute('data-selected', 'true');
  await expect.poll(() => focused(page)).toBe('flight');
  expect(await overlaps(page)).toEqual([]);
  await picture(page, 'moved-out');
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => draw.saved()).toEqual(before);
});

test('a container that a step cannot go into says why', async ({ page, api }) => {
  const { draw } = await opened(page, api);
  const before = await draw.saved();
  await goTo(page, draw, 'start');
  await page.keyboard.press('m');
  await expect(page.getByTestId('into-saga')).toHaveText(/A start stays outside\./);
  await choose(page, 'rounds');
  // It is said again, and the dialog stays.
  await expect(page.getByText('A start stays outside.', { exact: true })).toHaveCount(2);
  await expect(page.getByTestId('into-rounds')).toBeVisible();
  await page.keyboard.press('Escape');
  await goTo(page, draw, 'hotel');
  await page.keyboard.press('m');
  await expect(page.getByTestId('into-saga')).toHaveText(/It stands there already\./);
  await page.keyboard.press('Escape');
  await goTo(page, draw, 'saga');
  await page.keyboard.press('m');
  await expect(page.getByTestId('into-saga')).toHaveText(/It cannot stand in itself\./);
  await expect(page.getByTestId('into-rounds')).not.toHaveAttribute('data-refused');
  await page.keyboard.press('Escape');
  expect(await draw.saved()).toEqual(before);
});

test('a step is inserted on an edge by key: the edge is chosen by its branch and where it leads', async ({ page, api }) => {
  const { draw } = await opened(page, api);
  await goTo(page, draw, 'check');
  await page.keyboard.press('Shift+I');
  await expect(page.getByTestId('edge-out-false-end')).toBeVisible();
  await expect(page.getByTestId('edge-in-out-saga')).toBeVisible();
  await choose(page, 'false');
  await expect(page.getByTestId('palette')).toContainText('Insert between Check and End');
  await page.keyboard.type('transform');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('palette')).toHaveCount(0);
  const added = (await draw.ids()).find((id) => id.startsWith('transform'))!;
  const arrows = (await draw.saved()).edges.map(({ source, branch, target }) => `${source} ${branch ?? 'out'} ${target}`);
  expect(arrows).toEqual(expect.arrayContaining([`check false ${added}`, `${added} out end`, 'check true rounds']));
  expect(arrows).not.toContain('check false end');
  await expect(draw.node(added)).toHaveAttribute('data-selected', 'true');
  // The edge passes below the loop: the step is not put onto it.
  expect(await overlaps(page)).toEqual([]);
  await picture(page, 'inserted');
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(async () => (await draw.saved()).edges).toHaveLength(6);

  // Where there is only one edge, nothing has to be chosen.
  await goTo(page, draw, 'start');
  await page.keyboard.press('Shift+I');
  await expect(page.getByTestId('palette')).toContainText('Insert between Start and Booking');
});

test('an edge is gone to, given another branch, left by the arrows and taken away, by key', async ({ page, api }) => {
  const { draw } = await opened(page, api);
  const before = (await draw.saved()).edges;
  await goTo(page, draw, 'check');
  await page.keyboard.press('Shift+E');
  await choose(page, 'rounds');
  await expect(page.locator('.react-flow__edge[data-id="e4"]')).toHaveClass(/selected/);
  await picture(page, 'edge');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Branch' })).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowRight');
  await expect(draw.node('rounds')).toHaveAttribute('data-selected', 'true');
  await page.keyboard.press('ArrowLeft');
  await expect(draw.node('check')).toHaveAttribute('data-selected', 'true');
  await page.keyboard.press('Shift+E');
  await choose(page, 'rounds');
  await page.keyboard.press('Delete');
  await expect(page.locator('.react-flow__edge[data-id="e4"]')).toHaveCount(0);
  expect((await draw.saved()).edges).toEqual(before.filter(({ id }) => id !== 'e4'));
  // The way goes on from where the edge began.
  await page.keyboard.press('ArrowRight');
  await expect(draw.node('check')).toHaveAttribute('data-selected', 'true');
});

test('the focus comes back to the step when a menu, the palette or a dialog is left, and stays in the search from place to place', async ({ page, api }) => {
  const { draw } = await opened(page, api);
  const hotel = page.locator('.react-flow__node[data-id="hotel"]');
  await hotel.focus();
  await page.keyboard.press('Enter');
  for (const [key, role] of [['ContextMenu', 'menu'], ['Shift+N', 'dialog'], ['e', 'dialog'], ['ControlOrMeta+K', 'dialog']] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole(role)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole(role)).toHaveCount(0);
    await expect(hotel).toBeFocused();
  }
  // Also when one window led to another.
  const step = page.locator('.react-flow__node[data-id="check"]');
  await step.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+I');
  await choose(page, 'false');
  await expect(page.getByTestId('palette')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(step).toBeFocused();
  await page.keyboard.press('ContextMenu');
  await page.getByRole('menuitem', { name: 'Replace' }).click();
  await expect(page.getByTestId('palette')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(step).toBeFocused();
  // And when it had only the focus: something else is selected, or nothing.
  await hotel.focus();
  await page.keyboard.press('ControlOrMeta+K');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(hotel).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-selected="true"]')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+K');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(hotel).toBeFocused();
  await page.keyboard.press('Enter');
  // A field is gone back to as well.
  const name = page.getByTestId('inspector').getByRole('textbox', { name: 'Name of the step', exact: true });
  await name.click();
  await page.keyboard.press('ControlOrMeta+K');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(name).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(hotel).toBeFocused();
  // What was left for the empty canvas is not.
  const canvas = (await draw.canvas.boundingBox())!;
  await page.mouse.click(canvas.x + canvas.width / 2, canvas.y + canvas.height * 0.85);
  await expect(hotel).not.toBeFocused();
  await page.keyboard.press('ControlOrMeta+K');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(hotel).not.toBeFocused();
  await hotel.focus();
  await page.keyboard.press('Enter');
  const before = await draw.saved();
  await page.keyboard.press('ControlOrMeta+f');
  const search = page.getByRole('searchbox', { name: 'Find in this workflow' });
  await page.keyboard.type('true');
  // The place is a field of the inspector, which is shown and does not keep the focus.
  await page.keyboard.press('Enter');
  await expect(draw.node('check')).toHaveAttribute('data-selected', 'true');
  await expect(page.getByRole('textbox', { name: 'If', exact: true })).toBeInViewport();
  await expect(search).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(search).toHaveCount(0);
  expect(await draw.saved()).toEqual(before);
});

test('the arrows go into a container and out of it, and take the focus along; the space bar adds to the selection', async ({ page, api }) => {
  const { draw } = await opened(page, api);
  await goTo(page, draw, 'saga');
  await page.keyboard.press('ArrowDown');
  await expect(draw.node('hotel')).toHaveAttribute('data-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await expect(draw.node('saga')).toHaveAttribute('data-selected', 'true');

  const steps = page.locator('.react-flow__node');
  await steps.and(page.locator('[data-id="hotel"]')).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => focused(page)).toBe('flight');
  await page.keyboard.press('Enter');
  await expect(draw.node('flight')).toHaveAttribute('data-selected', 'true');
  await expect(page.getByTestId('inspector').locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await steps.and(page.locator('[data-id="hotel"]')).focus();
  await page.keyboard.press(' ');
  for (const id of ['hotel', 'flight']) await expect(draw.node(id)).toHaveAttribute('data-selected', 'true');
});

test('a container that is selected takes what is added', async ({ page, api }) => {
  const { draw } = await opened(page, api);
  for (let times = 0; times < 2; times++) {
    await goTo(page, draw, 'rounds');
    await page.keyboard.press('n');
    await expect(page.getByTestId('palette')).toContainText('Add into Rounds');
    await page.keyboard.type('transform');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('palette')).toHaveCount(0);
  }
  await expect.poll(async () => (await draw.saved()).nodes.filter(({ parent }) => parent === 'rounds').length).toBe(2);
  expect(await overlaps(page)).toEqual([]);
});

test('what is added into a container at the edge of the view is brought into it', async ({ page, api }) => {
  const { draw } = await opened(page, api);
  await goTo(page, draw, 'saga');
  const canvas = (await draw.canvas.boundingBox())!;
  const box = async () => (await draw.node('saga').boundingBox())!;
  await page.mouse.move(canvas.x + canvas.width / 2, canvas.y + canvas.height * 0.8);
  // What comes to stand right of the two steps is then outside.
  await expect.poll(async () => {
    const { x, width } = await box();
    const left = canvas.x + canvas.width - (x + width);
    if (Math.abs(left) > 4) await page.mouse.wheel(-left, 0);
    return Math.abs(left) <= 4;
  }).toBe(true);
  await page.keyboard.press('n');
  await page.keyboard.type('transform');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('palette')).toHaveCount(0);
  const added = (await draw.ids()).find((id) => id.startsWith('transform'))!;
  await expect(draw.node(added)).toHaveAttribute('data-selected', 'true');
  await expect.poll(async () => {
    const { x, y, width, height } = (await draw.node(added).boundingBox())!;
    return x >= canvas.x && x + width <= canvas.x + canvas.width && y >= canvas.y && y + height <= canvas.y + canvas.height;
  }).toBe(true);
  await picture(page, 'added-in-sight');
});

test('a container that is made larger by the mouse pushes what it would cover, as one gesture', async ({ page, api }) => {
  const { draw } = await opened(page, api);
  const before = await draw.saved();
  await draw.select('saga');
  const handle = (await page.locator('.react-flow__node[data-id="saga"] .hc-resize').boundingBox())!;
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
  await page.mouse.down();
  await page.mouse.move(handle.x + 200, handle.y + 30, { steps: 8 });
  await page.mouse.up();
  await expect.poll(async () => (await draw.saved()).nodes.find(({ id }) => id === 'saga')?.ui?.size?.width ?? 0).toBeGreaterThan(560);
  expect(await overlaps(page)).toEqual([]);
  await picture(page, 'made-larger');
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => draw.saved()).toEqual(before);
});

test('Escape leads from a field of the inspector back to the step, from the editor of code too', async ({ page, api }) => {
  const { draw } = await opened(page, api);
  await goTo(page, draw, 'hotel');
  for (const name of ['Name of the step', 'Value']) {
    await page.getByTestId('inspector').getByRole('textbox', { name, exact: true }).click();
    // The editor of code takes over from a plain field.
    if (name === 'Value') await expect(page.locator('.cm-focused')).toBeVisible();
    await page.keyboard.press('End');
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page), name).toBe('hotel');
    await expect(draw.node('hotel')).toHaveAttribute('data-selected', 'true');
  }
  // The field of the id is there only while it is written in.
  await page.getByRole('button', { name: 'Id hotel: change it' }).click();
  await page.keyboard.type('other');
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(page), 'the id').toBe('hotel');
  await expect(page.getByRole('button', { name: 'Id hotel: change it' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => focused(page)).toBe('flight');
});

test('Enter in the name and the id of a step commits them and keeps the focus there', async ({ page, api }) => {
  const { draw } = await opened(page, api);
  await goTo(page, draw, 'hotel');
  const name = page.getByTestId('inspector-title');
  await name.fill('Grand hotel');
  await name.press('Enter');
  await expect(name).toBeFocused();
  // What was entered stays.
  await name.press('Escape');
  await expect(draw.node('hotel')).toContainText('Grand hotel');
  await page.getByRole('button', { name: 'Id hotel: change it' }).click();
  const id = page.getByRole('textbox', { name: 'Id of the step', exact: true });
  await id.fill('flight');
  await id.press('Enter');
  await expect(id, 'one that is taken is not entered').toBeFocused();
  await id.fill('inn');
  await id.press('Enter');
  await expect(page.getByRole('button', { name: 'Id inn: change it' })).toBeFocused();
  await expect(draw.node('inn')).toHaveAttribute('data-selected', 'true');
  // It can be written in again at once.
  await page.keyboard.press('Enter');
  await expect(id).toBeFocused();
  await expect(id).toHaveValue('inn');
  await id.press('Enter');
  await expect(page.getByRole('button', { name: 'Id inn: change it' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(page)).toBe('inn');
});

test('Escape closes a list of proposals that is open, and waits for none that is still looked for', async ({ page, api }) => {
  const { draw } = await opened(page, api);
  await goTo(page, draw, 'hotel');
  const value = page.getByTestId('inspector').getByRole('textbox', { name: 'Value', exact: true });
  await value.click();
  await expect(page.locator('.cm-focused')).toBeVisible();
  await page.keyboard.press('End');
  await page.keyboard.type('{{ in');
  const list = page.locator('.cm-tooltip-autocomplete');
  await expect(list).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await expect(page.locator('.cm-focused')).toBeVisible();
  // In one turn of the page: the list would open a moment later.
  await page.evaluate(() => {
    document.execCommand('insertText', false, 'p');
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape', keyCode: 27, bubbles: true, cancelable: true }));
  });
  await expect.poll(() => focused(page)).toBe('hotel');
  await expect(list).toBeHidden();
});

test('a note is written in and made larger by key, and a container too', async ({ page, api }) => {
  const { draw } = await opened(page, api);
  await page.keyboard.press('Shift+S');
  await expect(page.locator('.hc-note')).toHaveAttribute('data-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('inspector').locator(':focus')).toHaveCount(1);
  await page.keyboard.insertText('Ask **legal** first');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+Alt+ArrowRight');
  await page.keyboard.press('Shift+Alt+ArrowRight');
  await expect.poll(async () => (await draw.saved()).notes).toMatchObject([{ text: 'Ask **legal** first', size: { width: 256, height: 120 } }]);
  await goTo(page, draw, 'rounds');
  await page.keyboard.press('Shift+Alt+ArrowDown');
  await expect.poll(async () => (await draw.saved()).nodes.find(({ id }) => id === 'rounds')?.ui?.size?.height).toBe(142);
});

test('the new dialogs can be read in both themes, both languages and on a phone, and axe finds nothing', async ({ browser, api, baseURL }) => {
  test.setTimeout(120_000);
  for (const look of LOOKS) {
    for (const size of [DESKTOP, PHONE]) {
      const context = await browser.newContext({ viewport: size, baseURL, reducedMotion: 'reduce' });
      await dress(context, baseURL!, look);
      const page = await context.newPage();
      const complaints: string[] = [];
      const stop = listenForComplaints(page, complaints);
      const { draw } = await opened(page, api);
      for (const [name, key, step] of [['into', 'm', 'hotel'], ['refused', 'm', 'start'], ['insert', 'Shift+I', 'check'], ['edges', 'Shift+E', 'check']] as const) {
        await goTo(page, draw, step);
        await page.keyboard.press(key);
        await expect(page.getByRole('dialog')).toBeVisible();
        expect(await violations(page), `${name} ${look.theme} ${size.width}`).toEqual([]);
        await picture(page, `${name}-${look.theme}-${size.width}`);
        await page.keyboard.press('Escape');
      }
      stop();
      expect(complaints).toEqual([]);
      await context.close();
    }
  }
});

async function picture(page: Page, name: string): Promise<void> {
  if (shots === undefined) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
}

/** Pairs of cards and boxes that cover each other, as they are drawn. */
async function overlaps(page: Page): Promise<string[]> {
  return page.locator('.react-flow__node').evaluateAll((nodes) => {
    const boxes = nodes.map((node) => {
      const { left, top, right, bottom } = node.getBoundingClientRect();
      return { id: node.getAttribute('data-id')!, isBox: node.querySelector('.hc-box') !== null, left, top, right, bottom };
    });
    const holds = (box: (typeof boxes)[number], other: (typeof boxes)[number]): boolean => box.isBox && other.left >= box.left && other.right <= box.right && other.top >= box.top && other.bottom <= box.bottom;
    return boxes.flatMap((one, at) => boxes.slice(at + 1).filter((other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom && !holds(one, other) && !holds(other, one)).map((other) => `${one.id} ${other.id}`));
  });
}

import type { Page } from '@playwright/test';
import { Drawing } from './support/draw.ts';
import { callMe, expect, test } from './support/heddle.ts';

/** Until the focus is where Tab takes it: by its name, as a screen reader would say it. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    const focused = await page.evaluate(() => (document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '').trim());
    if (name.test(focused)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not come to ${String(name)}.`);
}

test('a workflow of six steps is built, connected, filled in and run with the keyboard alone', async ({ page, api, context }) => {
  test.setTimeout(120_000);
  await callMe(context, 'Ada');
  const draw = new Drawing(page, api);
  const press = (...keys: string[]): Promise<void> => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  /** Adds a step of this type after the one that is selected, and selects it. */
  const addAfter = async (type: string): Promise<string> => {
    const before = await draw.ids();
    await press('Shift+N');
    await expect(page.getByTestId('palette')).toBeVisible();
    await page.keyboard.type(type);
    await press('Enter');
    await expect(page.getByTestId('palette')).toHaveCount(0);
    await expect.poll(async () => (await draw.ids()).length).toBe(before.length + 1);
    const id = (await draw.ids()).find((one) => !before.includes(one))!;
    await expect(draw.node(id)).toHaveAttribute('data-selected', 'true');
    return id;
  };
  /** Goes to a step by the command palette. */
  const goTo = async (id: string): Promise<void> => {
    await press('ControlOrMeta+K');
    await page.keyboard.type(id);
    await press('Enter');
    await expect(draw.node(id)).toHaveAttribute('data-selected', 'true');
  };
  /** Chooses from the wires of the selected step what these words find. */
  const wire = async (words: string): Promise<void> => {
    await press('e');
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.type(words);
    await press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  };

  await page.goto('/workflows');
  await expect(page.getByRole('button', { name: 'New workflow' })).toBeVisible();
  await tabTo(page, /^New workflow$/);
  await press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Blank workflow' })).toBeVisible();
  await tabToItem(page, 'Blank workflow');
  await press('Enter');
  await page.waitForURL(/\/workflows\/[^/]+$/);
  await expect(draw.canvas).toBeVisible();
  await expect(draw.node('start')).toBeVisible();

  await goTo('start');
  await wire('disconnect end');
  await expect.poll(() => draw.edges()).toEqual([]);
  const first = await addAfter('transform');
  const choice = await addAfter('condition');
  const yes = await addAfter('transform');
  await wire('end');
  await goTo(choice);
  const no = await addAfter('transform');
  await wire('end');

  // Enter goes to the step's first field, Escape back to the canvas.
  await goTo(choice);
  await press('Enter');
  await expect(page.getByRole('textbox', { name: 'If', exact: true })).toBeFocused();
  await press('ControlOrMeta+A');
  await page.keyboard.insertText('1 > 2');
  await press('Escape', 'Escape');
  await expect(page.getByTestId('inspector').locator(':focus')).toHaveCount(0);

  const drawn = await draw.saved();
  expect(drawn.nodes.map(({ id }) => id).sort()).toEqual(['start', 'end', first, choice, yes, no].sort());
  const edges = drawn.edges.map(({ source, target, branch }) => `${source} ${branch ?? 'out'} ${target}`).sort();
  expect(edges).toEqual([`start out ${first}`, `${first} out ${choice}`, `${choice} true ${yes}`, `${choice} false ${no}`, `${yes} out end`, `${no} out end`].sort());
  expect(drawn.nodes.find(({ id }) => id === choice)?.params).toMatchObject({ if: '1 > 2' });

  await press('ControlOrMeta+Enter');
  // The window may come before its form.
  await expect(page.getByTestId('run-start')).toBeVisible();
  await tabTo(page, /^Start run$/);
  await press('Enter');
  await page.waitForURL(/\/runs\//);
  const id = new URL(page.url()).pathname.split('/').at(-1)!;
  await expect.poll(async () => (await api.run(id)).status).toBe('completed');
  const steps = new Map((await api.events(id)).flatMap((event) => ('path' in event && typeof event.path === 'string' ? [[event.path, event.type] as const] : [])));
  expect([steps.get(yes), steps.get(no)]).toEqual(['step.skipped', 'step.completed']);
});

test('a cURL command that is pasted onto the canvas becomes a request, without the credentials in it', async ({ page, api }) => {
  const draw = new Drawing(page, api);
  await draw.blank();
  const before = await draw.ids();
  await page.evaluate(() => navigator.clipboard.writeText(`curl 'https://api.example.com/orders?page=2' -H 'Authorization: Bearer abc' -H 'Content-Type: application/json' --data-raw '{"city":"Lisbon"}'`));
  await page.keyboard.press('ControlOrMeta+V');
  await expect.poll(async () => (await draw.ids()).length).toBe(before.length + 1);
  await expect(page.getByRole('region', { name: /Notifications/ }).getByText('The credentials of the command were left out')).toBeVisible();
  const drawn = await draw.saved();
  const added = drawn.nodes.find(({ type }) => type === 'http')!;
  expect(added).toMatchObject({ name: 'POST orders', params: { method: 'POST', url: 'https://api.example.com/orders', query: { page: '2' }, headers: { 'Content-Type': 'application/json' }, body: { city: 'Lisbon' } } });
  expect(JSON.stringify(drawn)).not.toContain('abc');
  await page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(() => draw.ids()).toEqual(before);
});

async function tabToItem(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 20; presses++) {
    if (await page.getByRole('menuitem', { name }).evaluate((item) => item === document.activeElement)) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`The arrows do not come to "${name}".`);
}

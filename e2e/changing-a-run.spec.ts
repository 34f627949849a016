import type { Locator } from '@playwright/test';
import type { Definition, Run } from '../engine/index.ts';
import type { Api } from './support/api.ts';
import { violations } from './support/axe.ts';
import { expectRun, expectSeq } from './support/canvas.ts';
import { callMe, DESKTOP, dress, expect, LOOKS, PHONE, test, type Page } from './support/heddle.ts';

let made = 0;
/** Greets, waits to be told, greets again and ends; `half` may be drawn so that it fails. */
function greeting(half = '{{ input.n / 2 }}'): Definition {
  const nodes = [
    { id: 'start', type: 'start' }, { id: 'greet', type: 'transform', name: 'Greet', params: { value: 'Hello {{ input.name }}' } }, { id: 'hold', type: 'signal', name: 'Hold', params: { name: 'go' } },
    { id: 'more', type: 'signal', name: 'More', params: { name: 'more' } }, { id: 'half', type: 'transform', name: 'Half', params: { value: half } }, { id: 'end', type: 'end', name: 'End', params: { output: '{{ nodes.greet.output }}, {{ nodes.half.output }}' } },
  ];
  return {
    heddle: 1, name: `Changing ${Date.now().toString(36)}${(made += 1)}`, input: { type: 'object', required: ['name', 'n'], properties: { name: { type: 'string', title: 'Name' }, n: { type: 'integer', title: 'Number' } } },
    nodes: nodes.map((node, index) => ({ name: node.id, params: {}, position: { x: index * 240, y: 0 }, ...node })), edges: nodes.slice(1).map(({ id }, index) => ({ id: `e${index}`, source: nodes[index]!.id, target: id })),
  } as unknown as Definition;
}
/** A run that holds: what comes before has ended, so that a plan made from here on stands. */
async function begin(api: Api, definition = greeting()): Promise<Run> {
  const { id } = await api.startNew(definition, { input: { name: 'Lin', n: 8 } });
  return api.waitsFor(id, 'go');
}
async function finish(api: Api, id: string): Promise<void> {
  for (const name of ['go', 'more']) await api.signal(id, name);
}

async function choose(page: Page, item: string): Promise<Locator> {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: item }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  return dialog;
}
const plan = (dialog: Locator): Locator => dialog.getByTestId('plan');
const confirm = (dialog: Locator): Locator => dialog.getByTestId('confirm');
async function option(page: Page, field: Locator, name: string): Promise<void> {
  await field.click();
  await page.getByRole('option', { name, exact: true }).click();
}
/** Writes into a field that is an editor of its own. */
async function write(page: Page, field: Locator, text: string): Promise<void> {
  await field.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
}
const runIn = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1)!;

test('fork from a step with edited data ends with the new outcome and leaves the old run untouched', async ({ page, api }) => {
  await callMe(page, 'Ada');
  const run = await begin(api);
  await finish(api, run.id);
  await page.goto(`/runs/${run.id}`);
  await expectRun(page, 'completed');
  const before = await api.events(run.id);

  const dialog = await choose(page, 'Fork…');
  await option(page, dialog.getByLabel('Keep the past up to'), 'As Hold began');
  await expect(plan(dialog)).toContainText('2 steps are kept as they are');
  await expect(plan(dialog)).toContainText('Nothing outside is touched a second time');
  await dialog.getByRole('button', { name: 'Input of the run' }).click();
  await dialog.getByLabel('Number').fill('20');
  await dialog.getByRole('button', { name: 'Output of a step' }).click();
  await option(page, dialog.getByRole('combobox', { name: 'Choose a step' }).first(), 'Greet');
  await dialog.getByLabel('greet', { exact: true }).fill('"Good morning"');
  await dialog.getByRole('button', { name: 'Parameters of a step' }).click();
  await option(page, dialog.getByRole('combobox', { name: 'Choose a step' }).last(), 'Half');
  await write(page, dialog.getByRole('region', { name: 'Half' }).getByRole('textbox').first(), '{{ input.n * 10 }}');
  await expect(plan(dialog)).toContainText('1 node takes other parameters');
  await dialog.getByLabel('Reason').fill('What if?');
  await confirm(dialog).click();

  await page.waitForURL((url) => url.pathname.startsWith('/runs/') && !url.pathname.endsWith(run.id));
  const fork = runIn(page);
  await expectRun(page, 'running');
  await finish(api, fork);
  await expectRun(page, 'completed');
  expect(await api.run(fork)).toMatchObject({ output: 'Good morning, 200', input: { name: 'Lin', n: 20 }, forkedFrom: { runId: run.id } });
  expect((await api.events(fork)).find(({ type }) => type === 'run.forked')).toMatchObject({ data: { by: 'Ada', reason: 'What if?', edits: { outputs: { greet: 'Good morning' }, params: { half: { value: '{{ input.n * 10 }}' } } } } });
  expect([await api.events(run.id), (await api.run(run.id)).output]).toEqual([before, 'Hello Lin, 4']);
  expect((await api.replay(fork)).ok).toBe(true);
});

test('a fork that is begun at a step changes the output of that step, and nothing of it when it is left as it is', async ({ page, api }) => {
  const run = await begin(api);
  await finish(api, run.id);
  await page.goto(`/runs/${run.id}?step=hold`);
  await expectRun(page, 'completed');
  const dialog = await choose(page, 'Fork…');
  const outputs = dialog.getByRole('button', { name: 'Output of a step' });
  const hold = dialog.getByLabel('hold', { exact: true });
  await expect(dialog.getByLabel('Keep the past up to')).toContainText('As Hold began');

  // Folded as it was, it is no change: the step waits again.
  await outputs.click();
  await expect(hold).toBeVisible();
  await outputs.click();
  await expect(hold).toBeHidden();
  await expect(outputs).not.toContainText('changed');
  // Begun elsewhere, it is the output of that step, and none of one that is computed anew.
  await outputs.click();
  await option(page, dialog.getByLabel('Keep the past up to'), 'As More began');
  await expect(dialog.getByLabel('more', { exact: true })).toBeVisible();
  await expect(hold).toHaveCount(0);
  await option(page, dialog.getByLabel('Keep the past up to'), 'As Greet began');
  await expect(dialog.getByLabel('more', { exact: true })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Parameters of a step' }).click();
  await expect(dialog.getByRole('region', { name: 'Greet' })).toBeVisible();

  // It comes back with its step, and open as it is it is no change either.
  await option(page, dialog.getByLabel('Keep the past up to'), 'As Hold began');
  await expect(hold).toBeVisible();
  await expect(dialog.getByText('It changes nothing until you write here')).toBeVisible();
  await expect(outputs).not.toContainText('changed');
  await hold.fill('{ "told": true }');
  await expect(outputs).toContainText('changed');
  await expect(confirm(dialog)).toBeEnabled();
  await confirm(dialog).click();
  await page.waitForURL((url) => url.pathname.startsWith('/runs/') && !url.pathname.endsWith(run.id));
  const fork = runIn(page);
  await api.waitsFor(fork, 'more');
  expect((await api.events(fork)).find(({ type }) => type === 'run.forked')).toMatchObject({ data: { edits: { outputs: { hold: { told: true } } } } });
  await api.signal(fork, 'more');
  await api.ended(fork);

  // An open part that is not written in sends nothing.
  await page.goto(`/runs/${run.id}?step=hold`);
  await expectRun(page, 'completed');
  await choose(page, 'Fork…');
  await outputs.click();
  await expect(hold).toBeVisible();
  await confirm(dialog).click();
  await page.waitForURL((url) => url.pathname.startsWith('/runs/') && !url.pathname.endsWith(run.id));
  const same = runIn(page);
  await api.waitsFor(same, 'go');
  expect((await api.events(same)).find(({ type }) => type === 'run.forked')?.data).not.toHaveProperty('edits.outputs');
  await api.signal(same, 'go');
  await api.waitsFor(same, 'more');
  await api.signal(same, 'more');
  await api.ended(same);
});

test('what cannot be edited is said at its place, and nothing is made', async ({ page, api, allowed }) => {
  allowed.push(/422/);
  const run = await begin(api);
  await page.goto(`/runs/${run.id}`);
  await expectSeq(page, run.lastSeq);
  const dialog = await choose(page, 'Fork…');
  await dialog.getByRole('button', { name: 'Parameters of a step' }).click();
  await option(page, dialog.getByRole('combobox', { name: 'Choose a step' }).last(), 'Greet');
  await write(page, dialog.getByRole('region', { name: 'Greet' }).getByRole('textbox').first(), 'Hi');
  await expect(dialog.getByRole('region', { name: 'Greet' })).toContainText('"greet" is completed at the cut and does not begin again.');
  await expect(confirm(dialog)).toBeDisabled();
  await dialog.getByRole('button', { name: 'Leave Greet as it was' }).click();
  await expect(confirm(dialog)).toBeEnabled();
  await dialog.getByRole('button', { name: 'Variables' }).click();
  await dialog.getByLabel('Variables').last().fill('{ "a": ');
  await expect(dialog.getByText(/This is not JSON/)).toBeVisible();
  await expect(confirm(dialog)).toBeDisabled();
  await dialog.getByRole('button', { name: 'Back' }).click();
  expect(await api.runs(`&forkedFrom=${run.id}`)).toEqual([]);
  await api.cancel(run.id);
});

test('taking a run back ends it and goes on in a new one, with its key', async ({ page, api }) => {
  const { slug } = await api.createWorkflow(greeting());
  await api.publish(slug);
  const run = await api.start(slug, { input: { name: 'Lin', n: 8 }, key: `order-${Date.now()}` });
  await api.waitsFor(run.id, 'go');
  await api.signal(run.id, 'go');
  const { lastSeq } = await api.waitsFor(run.id, 'more');
  await page.goto(`/runs/${run.id}`);
  await expectSeq(page, lastSeq);
  const dialog = await choose(page, 'Take back…');
  await expect(dialog).toContainText('This run is terminated with the same commit');
  await option(page, dialog.getByLabel('Keep the past up to'), 'As Hold began');
  await expect(plan(dialog)).toContainText('came after, and may run again');
  await confirm(dialog).click();
  await page.waitForURL((url) => url.pathname.startsWith('/runs/') && !url.pathname.endsWith(run.id));
  const next = await api.run(runIn(page));
  expect([next, await api.run(run.id)]).toMatchObject([{ key: run.key, status: 'running', resetFrom: { runId: run.id } }, { status: 'terminated' }]);
  await api.cancel(next.id);
});

test('a run moves to another version when what it has begun means the same there, and is told why not otherwise', async ({ page, api, request }) => {
  const first = greeting();
  const { slug } = await api.createWorkflow(first);
  await api.publish(slug);
  const run = await api.start(slug, { input: { name: 'Lin', n: 8 } });
  await api.waitsFor(run.id, 'go');
  const publish = async (change: (definition: Definition) => void): Promise<void> => {
    const definition = structuredClone(first);
    change(definition);
    const { draftRevision } = await api.workflow(slug);
    expect((await request.put(`/api/v1/workflows/${slug}`, { data: { definition }, headers: { 'if-match': `"${draftRevision}"` } })).status()).toBe(200);
    await api.publish(slug);
  };
  await publish((definition) => void (definition.nodes.find(({ id }) => id === 'half')!.params = { value: 'halved' }));
  await publish((definition) => void (definition.nodes.find(({ id }) => id === 'greet')!.params = { value: 'Bye' }));
  await page.goto(`/runs/${run.id}`);
  await expectRun(page, 'running');
  const dialog = await choose(page, 'Move to another version…');
  await expect(plan(dialog)).toContainText('It cannot be moved');
  await expect(plan(dialog)).toContainText('params.value');
  await expect(confirm(dialog)).toBeDisabled();
  await option(page, dialog.getByLabel('Version'), 'v2: For a test.');
  await expect(plan(dialog)).toContainText('It can be moved');
  await confirm(dialog).click();
  await expect(page.getByText('The run goes on under v2').first()).toBeVisible();
  await finish(api, run.id);
  await expectRun(page, 'completed');
  expect(await api.run(run.id)).toMatchObject({ version: 2, output: 'Hello Lin, halved' });
});

test('parameters are changed in one run, and a mistake is said at its field', async ({ page, api }) => {
  const run = await begin(api);
  await page.goto(`/runs/${run.id}`);
  await expectSeq(page, run.lastSeq);
  const dialog = await choose(page, 'Change parameters…');
  await option(page, dialog.getByLabel('Step'), 'Half');
  await expect(plan(dialog)).toContainText('It has not begun');
  await expect(confirm(dialog)).toBeDisabled();
  const field = dialog.locator('[data-field="/params/value"]');
  await write(page, field.getByRole('textbox'), '{{ nodes.nobody.output }}');
  await expect(field.locator('[id$="-notes"]')).toContainText(/nobody/);
  await write(page, field.getByRole('textbox'), '{{ input.n + 1 }}');
  await confirm(dialog).click();
  await expect(dialog).toHaveCount(0);
  await finish(api, run.id);
  await expectRun(page, 'completed');
  expect((await api.run(run.id)).output).toBe('Hello Lin, 9');
});

test('a run that failed is retried with other parameters', async ({ page, api }) => {
  const run = await begin(api, greeting('{{ input.n / 0 }}'));
  await finish(api, run.id);
  await page.goto(`/runs/${run.id}`);
  await expectRun(page, 'failed');
  const dialog = await choose(page, 'Retry with other parameters…');
  await expect(dialog.getByLabel('Step')).toContainText('Half');
  await expect(plan(dialog)).toContainText('It failed: it is tried again with these.');
  await write(page, dialog.locator('[data-field="/params/value"]').getByRole('textbox'), '{{ input.n / 4 }}');
  await confirm(dialog).click();
  await expectRun(page, 'completed');
  expect(await api.run(run.id)).toMatchObject({ output: 'Hello Lin, 2', generation: 2 });
});

test('a run goes on to a later step, after a look at what lies between', async ({ page, api }) => {
  const run = await begin(api);
  await page.goto(`/runs/${run.id}`);
  await expectSeq(page, run.lastSeq);
  const dialog = await choose(page, 'Go on to…');
  await option(page, dialog.getByLabel('Go on to'), 'Half');
  await expect(plan(dialog)).toContainText('1 open step is stopped');
  await expect(plan(dialog)).toContainText('1 step never runs');
  await confirm(dialog).click();
  await expectRun(page, 'completed');
  const { steps, output } = await api.run(run.id);
  expect([output, ...['hold', 'more'].map((path) => steps.find((step) => step.path === path)?.status)]).toEqual(['Hello Lin, 4', 'cancelled', 'skipped']);
});

test('another place to go on to does not come up under the hand when the run reaches the one that is chosen', async ({ page, api }) => {
  const run = await begin(api);
  await page.goto(`/runs/${run.id}`);
  await expectSeq(page, run.lastSeq);
  const dialog = await choose(page, 'Go on to…');
  await expect(dialog.getByLabel('Go on to')).toContainText('More');
  await expect(confirm(dialog)).toBeEnabled();
  await api.signal(run.id, 'go');
  await expect(plan(dialog)).toContainText('The run has come there by itself');
  await expect(confirm(dialog)).toBeDisabled();
  await option(page, dialog.getByLabel('Go on to'), 'Half');
  await expect(plan(dialog)).toContainText('1 open step is stopped');
  await confirm(dialog).click();
  await expectRun(page, 'completed');
  const { steps } = await api.run(run.id);
  expect(['hold', 'more'].map((path) => steps.find((step) => step.path === path)?.status)).toEqual(['completed', 'cancelled']);
});

for (const look of LOOKS) {
  test(`every one of these dialogs can be used by everybody, ${look.theme} and ${look.language}, on a phone too`, async ({ browser, api, baseURL }) => {
    test.setTimeout(180_000);
    const run = await begin(api);
    const context = await browser.newContext({ baseURL: baseURL!, colorScheme: look.theme });
    await dress(context, baseURL!, look);
    const page = await context.newPage();
    for (const viewport of [DESKTOP, PHONE]) {
      await page.setViewportSize(viewport);
      await page.goto(`/runs/${run.id}`);
      await expectRun(page, 'running');
      for (const item of ['forward', 'override', 'migrate', 'fork', 'reset']) {
        await page.getByRole('button', { name: /More actions|更多操作/ }).click();
        await page.locator(`[role=menuitem][data-id="menu-${item}"]`).click();
        const dialog = page.getByRole('dialog');
        await expect(dialog).toBeVisible();
        await expect(dialog.locator('[data-skeleton], [aria-busy="true"]')).toHaveCount(0);
        const folded = dialog.locator('section button[aria-expanded="false"]:not([role])');
        if (item === 'fork') while ((await folded.count()) > 0) await folded.first().click();
        expect(await violations(page), item).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
        await page.keyboard.press('Escape');
        await expect(dialog).toHaveCount(0);
      }
    }
    await context.close();
    await api.cancel(run.id);
  });
}

import type { Locator, Page } from '@playwright/test';
import { violations } from './support/axe.ts';
import { expectRun } from './support/canvas.ts';
import { define } from './support/definitions.ts';
import { Drawing } from './support/draw.ts';
import { callMe, expect, test } from './support/heddle.ts';

/** The form builder of the inspector, used by hand. */
class Builder {
  constructor(private readonly page: Page) {}

  get inspector(): Locator {
    return this.page.getByTestId('inspector');
  }
  get preview(): Locator {
    return this.page.getByTestId('form-preview');
  }
  card(name: string): Locator {
    return this.page.locator(`[data-form-field="${name}"]`);
  }
  async names(): Promise<string[]> {
    return this.page.locator('[data-form-field]').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-form-field') ?? ''));
  }
  /** The labels of a form, from the top. */
  async labels(form: Locator): Promise<string[]> {
    return form.locator('label:not(fieldset label), legend').evaluateAll((labels) => labels.map((label) => (label.firstElementChild?.textContent ?? '') || (label.firstChild?.textContent ?? '')));
  }

  async add(name: string, label: string, type: string | null): Promise<Locator> {
    await this.inspector.getByRole('button', { name: 'Add a field' }).click();
    // What was added has its name selected: it is written over.
    const number = await this.page.locator('[data-form-field]').count();
    await expect(this.inspector.getByRole('textbox', { name: `Name of field ${number}` })).toBeFocused();
    await this.page.keyboard.type(name);
    await this.page.keyboard.press('Enter');
    const card = this.card(name);
    await card.getByRole('textbox', { name: `Label of ${name}` }).click();
    await this.page.keyboard.type(label);
    if (type !== null) {
      await card.getByRole('combobox', { name: `Type of ${name}` }).click();
      await this.page.getByRole('option', { name: type, exact: true }).click();
    }
    return card;
  }

  /** Takes a card by its handle and puts it before another. */
  async drag(name: string, before: string): Promise<void> {
    await this.card(name).evaluate((card) => card.scrollIntoView({ block: 'end' }));
    const [from, to] = [(await this.card(name).getByRole('button', { name: `Move ${name}` }).boundingBox())!, (await this.card(before).boundingBox())!];
    const { mouse } = this.page;
    await mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await mouse.down();
    await mouse.move(to.x + 10, to.y + 20, { steps: 4 });
    await mouse.move(to.x + 10, to.y + 6, { steps: 4 });
    await expect(this.page.getByTestId('drop-line')).toHaveCount(1);
    await mouse.up();
    await expect(this.page.getByTestId('drop-line')).toHaveCount(0);
  }
}

test('a form is built without writing JSON: by mouse and by key, its request shows it in order, and the answer arrives typed', async ({ page, api, context }) => {
  test.setTimeout(120_000);
  await callMe(context, 'Grace');
  const draw = new Drawing(page, api);
  const build = new Builder(page);
  await draw.blank();
  await draw.zoomOut(80);
  await draw.move('end', { x: 880, y: 620 });
  await draw.removeEdge('e1');
  const ask = await draw.dropFromPalette('approval', { x: 620, y: 320 });
  await draw.connect(draw.out('start'), draw.entry(ask));
  await draw.connect(draw.out(ask, 'approved'), draw.entry('end'));
  await draw.connect(draw.out(ask, 'rejected'), draw.entry('end'));
  await draw.select('end');
  await draw.write('Output', `{{ nodes.${ask}.output.data }}`);
  await draw.select(ask);
  await draw.write('Title', 'May we buy it?');

  await test.step('five kinds of fields by the mouse', async () => {
    await build.add('reason', 'Why is it needed?', 'Long text');
    await build.card('reason').getByText('Required', { exact: true }).click();
    const amount = await build.add('amount', 'Amount', 'Number');
    await amount.getByRole('button', { name: 'More about amount' }).click();
    await amount.getByRole('textbox', { name: 'At least', exact: true }).fill('10');
    await amount.getByRole('textbox', { name: 'Help text' }).fill('In EUR.');
    await amount.getByRole('textbox', { name: 'Default' }).fill('25');
    const city = await build.add('city', 'Where to', 'Choice');
    await city.getByRole('textbox', { name: 'Options, one a line' }).fill('Lisbon\nPorto\nFaro');
    const extras = await build.add('extras', 'Extras', 'Several choices');
    await extras.getByRole('textbox', { name: 'Options, one a line' }).fill('Crane\nInsurance');
    await build.add('until', 'Needed until', 'Date');
    await build.drag('until', 'city');
    await expect.poll(() => build.names()).toEqual(['reason', 'amount', 'until', 'city', 'extras']);
  });

  await test.step('a sixth by key alone, moved up by Alt and the arrows', async () => {
    const { keyboard } = page;
    await build.inspector.getByRole('button', { name: 'Add a field' }).focus();
    await keyboard.press('Enter');
    await expect(build.inspector.getByRole('textbox', { name: 'Name of field 6' })).toBeFocused();
    await keyboard.type('amount');
    await expect(build.card('field6').getByText('Another field is called “amount”.')).toBeVisible();
    await keyboard.press('ControlOrMeta+A');
    await keyboard.type('urgent');
    await keyboard.press('Tab');
    await expect(build.card('urgent').getByRole('combobox', { name: 'Type of urgent' })).toBeFocused();
    await keyboard.press('Enter');
    await expect(page.getByRole('option', { name: 'Text', exact: true })).toBeFocused();
    await keyboard.type('Yes');
    await expect(page.getByRole('option', { name: 'Yes or no', exact: true })).toBeFocused();
    await keyboard.press('Enter');
    await expect(build.card('urgent').getByRole('combobox', { name: 'Type of urgent' })).toHaveText('Yes or no');
    await expect(build.card('urgent').getByRole('combobox', { name: 'Type of urgent' })).toBeFocused();
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await expect(build.card('urgent').getByRole('textbox', { name: 'Label of urgent' })).toBeFocused();
    await keyboard.type('Is it urgent?');
    await keyboard.press('Tab');
    await keyboard.press('Space');
    await expect(build.card('urgent').getByRole('switch')).toBeChecked();
    for (let place = 5; place > 1; place -= 1) await keyboard.press('Alt+ArrowUp');
    await expect.poll(() => build.names()).toEqual(['reason', 'urgent', 'amount', 'until', 'city', 'extras']);
    // It goes with the card.
    await expect(build.card('urgent').getByRole('switch')).toBeFocused();
  });

  await test.step('what people will see stands below, and each gesture is one step back', async () => {
    const order = ['Why is it needed?', 'Is it urgent?', 'Amount', 'Needed until', 'Where to', 'Extras'];
    await expect.poll(() => build.labels(build.preview)).toEqual(order);
    const undo = page.getByTestId('undo');
    for (let moves = 0; moves < 4; moves += 1) await undo.click();
    await expect.poll(() => build.names()).toEqual(['reason', 'amount', 'until', 'city', 'extras', 'urgent']);
    for (let moves = 0; moves < 4; moves += 1) await page.getByTestId('redo').click();
    await expect.poll(() => build.labels(build.preview)).toEqual(order);
    expect(await violations(page)).toEqual([]);
  });

  await test.step('the document holds the schema that was meant', async () => {
    const form = (await draw.saved()).nodes.find(({ id }) => id === ask)!.params['form'];
    expect(JSON.stringify(form, null, 1)).toBe(JSON.stringify({
      type: 'object',
      properties: {
        reason: { type: 'string', format: 'multiline', title: 'Why is it needed?' },
        urgent: { type: 'boolean', title: 'Is it urgent?' },
        amount: { type: 'number', title: 'Amount', minimum: 10, description: 'In EUR.', default: 25 },
        until: { type: 'string', format: 'date', title: 'Needed until' },
        city: { type: 'string', enum: ['Lisbon', 'Porto', 'Faro'], title: 'Where to' },
        extras: { type: 'array', items: { type: 'string', enum: ['Crane', 'Insurance'] }, uniqueItems: true, title: 'Extras' },
      },
      required: ['reason', 'urgent'],
    }, null, 1));
  });

  await test.step('the request shows it in order, and the answer arrives typed', async () => {
    await page.getByTestId('publish').click();
    await page.getByTestId('publish-confirm').click();
    await expect(page.getByText('Version 1 is published', { exact: true })).toBeVisible();
    await page.getByTestId('run').click();
    await page.getByTestId('run-start').click();
    await page.waitForURL(/\/runs\//);
    const runId = new URL(page.url()).pathname.split('/').at(-1)!;
    await expect.poll(async () => (await api.openApprovals(runId)).length).toBe(1);
    const [request] = await api.openApprovals(runId);
    await page.goto(`/approvals/${request!.id}`);
    const form = page.locator('form').filter({ has: page.getByRole('textbox', { name: 'Why is it needed?' }) });
    await expect.poll(async () => (await build.labels(form)).slice(0, 6)).toEqual(['Why is it needed?', 'Is it urgent?', 'Amount', 'Needed until', 'Where to', 'Extras']);
    await form.getByRole('textbox', { name: 'Why is it needed?' }).fill('The old one\nis broken.');
    await form.getByLabel('Needed until').fill('2031-02-03');
    await expect(form.getByRole('textbox', { name: 'Amount' })).toHaveValue('25');
    await form.getByRole('textbox', { name: 'Amount' }).fill('9');
    await form.getByRole('combobox', { name: 'Where to' }).click();
    await page.getByRole('option', { name: 'Porto' }).click();
    await form.getByRole('checkbox', { name: 'Insurance' }).click();
    await form.getByRole('checkbox', { name: 'Crane' }).click();
    await page.getByRole('button', { name: 'Approve' }).click();
    await expect(form.getByText('At least 10')).toBeVisible();
    await form.getByRole('textbox', { name: 'Amount' }).fill('1250.5');
    await page.getByRole('button', { name: 'Approve' }).click();
    const run = await api.ended(runId);
    expect(run).toMatchObject({ status: 'completed', output: { reason: 'The old one\nis broken.', urgent: false, until: '2031-02-03', amount: 1250.5, city: 'Porto', extras: ['Crane', 'Insurance'] } });
    await page.goto(`/runs/${runId}`);
    await expectRun(page, 'completed');
  });
});

test('a field of the input gets another name, and what reads it follows in one step, there and back', async ({ page, api }) => {
  const { slug } = await api.createWorkflow(define('Renaming', [
    { id: 'start', type: 'start' },
    { id: 'use', type: 'transform', name: 'Use', params: { value: { twice: '{{ input.sum * 2 }}', other: '{{ input.summary }}' } } },
    { id: 'code', type: 'code', name: 'Reads all', params: { source: 'return input;', input: '{{ input }}' } },
    { id: 'end', type: 'end', params: { output: '{{ nodes.start.output.sum }}' } },
  ], [['start', 'use'], ['use', 'code'], ['code', 'end']], { input: { type: 'object', properties: { sum: { type: 'number' }, summary: { type: 'string' } }, required: ['sum'] } }));
  const draw = new Drawing(page, api);
  const build = new Builder(page);
  await page.goto(`/workflows/${slug}`);
  const before = await draw.saved();
  const name = build.inspector.getByRole('textbox', { name: 'Name of field 1' });
  await name.fill('in');
  await expect(build.card('sum').getByText('“in” means something else in expressions.')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(build.card('sum').getByText('It stays “sum”.')).toBeVisible();
  await expect(name).toHaveValue('sum');
  await name.fill('total');
  await page.keyboard.press('Enter');
  await expect(build.inspector.getByText('may still read “sum”: Reads all')).toBeVisible();
  await expect(name).toBeFocused();
  const after = { input: { type: 'object', properties: { total: { type: 'number' }, summary: { type: 'string' } }, required: ['total'] } };
  await expect.poll(async () => (await draw.saved()).input).toEqual(after.input);
  const renamed = await draw.saved();
  expect(renamed.nodes.map(({ params }) => params)).toEqual([{}, { value: { twice: '{{ input.total * 2 }}', other: '{{ input.summary }}' } }, { source: 'return input;', input: '{{ input }}' }, { output: '{{ nodes.start.output.total }}' }]);
  await page.getByTestId('undo').click();
  await expect(build.card('sum')).toBeVisible();
  await expect(build.inspector.getByText('may still read')).toHaveCount(0);
  await expect.poll(async () => JSON.stringify(await draw.saved())).toBe(JSON.stringify(before));
  // What saves takes the name as it stands in its field.
  await name.fill('amount');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(build.card('amount')).toBeVisible();
  await expect(name).toBeFocused();
  await expect.poll(async () => (await draw.saved()).input).toMatchObject({ required: ['amount'] });
});

test('what an update is sent goes by its new name in that update, and an input is declared from its start', async ({ page, api }) => {
  const draw = new Drawing(page, api);
  const build = new Builder(page);
  await draw.blank();
  await draw.select('start');
  await page.getByRole('button', { name: 'Declare the input' }).click();
  await expect(build.inspector.getByRole('button', { name: 'Add a field' }).first()).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('order');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add an update' }).click();
  const update = build.inspector.locator('[data-field="/updates/update1"]');
  await update.getByRole('button', { name: 'Add a field' }).click();
  await page.keyboard.type('sum');
  await page.keyboard.press('Enter');
  await draw.write('Answer', '{{ payload.sum + 1 }}');
  await expect.poll(async () => (await draw.saved()).updates).toEqual({ update1: { schema: { type: 'object', properties: { sum: { type: 'string' } } }, result: '{{ payload.sum + 1 }}' } });
  await update.getByRole('textbox', { name: 'Name of field 1' }).fill('total');
  await page.keyboard.press('Tab');
  await expect.poll(async () => (await draw.saved()).updates).toEqual({ update1: { schema: { type: 'object', properties: { total: { type: 'string' } } }, result: '{{ payload.total + 1 }}' } });
  expect((await draw.saved()).input).toEqual({ type: 'object', properties: { order: { type: 'string' } } });
  await page.getByTestId('undo').click();
  await expect.poll(async () => (await draw.saved()).updates).toEqual({ update1: { schema: { type: 'object', properties: { sum: { type: 'string' } } }, result: '{{ payload.sum + 1 }}' } });
});

test('what no list of fields can say opens as it is written, with the reason, and nothing is lost on the way from one to the other', async ({ page, api }) => {
  const form = { type: 'object', properties: { amount: { type: 'number', multipleOf: 0.5, 'x-own': { a: 1 } }, who: { oneOf: [{ type: 'string' }, { type: 'number' }] } }, additionalProperties: false };
  const { slug } = await api.createWorkflow(define('Written', [
    { id: 'start', type: 'start' },
    { id: 'ask', type: 'approval', params: { title: 'Well?', form } },
    { id: 'end', type: 'end', params: { output: 'done' } },
  ], [['start', 'ask'], ['ask', 'end', 'approved']]));
  const draw = new Drawing(page, api);
  const build = new Builder(page);
  await page.goto(`/workflows/${slug}`);
  await draw.select('ask');
  const view = build.inspector.getByRole('radiogroup', { name: 'Form: How it is written' });
  await expect(view.getByRole('radio', { name: 'JSON Schema' })).toBeChecked();
  const reason = '“who” cannot be shown as a field: oneOf combines several schemas.';
  await expect(build.inspector.getByText(reason)).toBeVisible();
  await expect(view.getByRole('radio', { name: 'Fields' })).toHaveAttribute('aria-disabled', 'true');
  await view.getByRole('radio', { name: 'JSON Schema' }).press('ArrowLeft');
  await expect(view.getByRole('radio', { name: 'JSON Schema' }), 'it stays as it is').toBeChecked();

  await draw.write('Form', '{ "type": "object", "properties": { "amount": ');
  await expect(build.inspector.getByText('The fields come back when what is written here can be read.')).toBeVisible();
  await draw.write('Form', JSON.stringify({ ...form, properties: { amount: form.properties.amount, who: { type: 'string' } } }));
  await view.getByRole('radio', { name: 'Fields' }).click();
  await expect.poll(() => build.names()).toEqual(['amount', 'who']);
  await build.card('amount').getByRole('textbox', { name: 'Label of amount' }).fill('Amount');
  await build.card('amount').getByRole('button', { name: 'More about amount' }).click();
  await expect(build.card('amount').getByText('Also kept, written in JSON Schema: multipleOf, x-own')).toBeVisible();
  await build.card('who').getByRole('button', { name: 'What can be done with who' }).click();
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await build.card('who').getByRole('button', { name: 'What can be done with who' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect.poll(async () => JSON.stringify((await draw.saved()).nodes[1]!.params['form'])).toBe(JSON.stringify({ ...form, properties: { amount: { ...form.properties.amount, title: 'Amount' }, who2: { type: 'string' } } }));
  await view.getByRole('radio', { name: 'JSON Schema' }).click();
  await expect(build.inspector.getByRole('textbox', { name: 'Form', exact: true })).toContainText('"x-own"');
});

import type { Definition } from '../engine/index.ts';
import { violations } from './support/axe.ts';
import { expectRun, looks, nodeOf } from './support/canvas.ts';
import { DESKTOP, dress, expect, LOOKS, listenForComplaints, PHONE, test } from './support/heddle.ts';

let made = 0;
/** Doubles what it is given, waits to be told, then chooses by the double. */
function choosing(limit = 10): Definition {
  const nodes = [
    { id: 'start', type: 'start' }, { id: 'twice', type: 'transform', name: 'Twice', params: { value: '{{ input.n * 2 }}' } }, { id: 'hold', type: 'signal', name: 'Hold', params: { name: 'go' } },
    { id: 'big', type: 'condition', name: 'Big', params: { if: `{{ nodes.twice.output > ${limit} }}` } }, { id: 'much', type: 'transform', name: 'Much', params: { value: 'much' } }, { id: 'little', type: 'transform', name: 'Little', params: { value: 'little' } },
    { id: 'end', type: 'end', name: 'End', params: { output: '{{ nodes.twice.output }}' } },
  ];
  const edges = [['start', 'twice'], ['twice', 'hold'], ['hold', 'big'], ['big', 'much', 'true'], ['big', 'little', 'false'], ['much', 'end'], ['little', 'end']];
  return {
    heddle: 1, name: `Choosing ${Date.now().toString(36)}${(made += 1)}`, input: { type: 'object', required: ['n'], properties: { n: { type: 'integer', title: 'Number' } } },
    nodes: nodes.map((node, index) => ({ name: node.id, params: {}, position: { x: (index > 4 ? index - 1 : index) * 240, y: index === 4 ? -80 : index === 5 ? 80 : 0 }, ...node })),
    edges: edges.map(([source, target, branch], index) => ({ id: `e${index}`, source, target, ...(branch === undefined ? {} : { branch }) })),
  } as unknown as Definition;
}

test('a fork with edited data, compared with its source, shows the first difference and where they part', async ({ page, api, request }) => {
  const run = await api.startNew(choosing(), { input: { n: 8 } });
  await api.signal(run.id, 'go');
  await page.goto(`/runs/${run.id}`);
  await expectRun(page, 'completed');
  const forked = (await (await request.post(`/api/v1/runs/${run.id}/fork`, { data: { from: { step: 'hold' }, edits: { outputs: { twice: 3 } } } })).json()) as { id: string };
  await api.signal(forked.id, 'go');
  await page.goto(`/runs/${forked.id}`);
  await expectRun(page, 'completed');

  // From the page of the fork: its source is what it is held against.
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Compare with…' }).click();
  await expect(page).toHaveURL(new RegExp(`/runs/compare\\?b=${forked.id}`));
  await expect(page.getByTestId('side-a').getByRole('link')).toHaveAttribute('href', `/runs/${run.id}`);
  await expect(page.getByTestId('compare-runs-summary')).toContainText('5 steps differ');
  await expect(page.getByTestId('first-difference')).toHaveText('Twice');
  await expect(page.getByTestId('parts')).toHaveText('Big');
  const differing = page.getByTestId('run-comparison').locator('[data-step]');
  expect(await differing.evaluateAll((lines) => lines.map((line) => `${line.getAttribute('data-step')}: ${line.getAttribute('data-differences')}`))).toEqual(['twice: output', 'big: branch output', 'much: status branch output', 'little: status branch output', 'end: output']);
  await page.getByTestId('first-difference').click();
  await expect(page).toHaveURL(/step=twice/);
  const output = page.getByTestId('step-details').getByRole('region', { name: 'Output' });
  await expect(output.locator('dd')).toHaveText([/A\s*16/, /B\s*3/]);
  await expect(page.getByTestId('step-details')).toContainText('They were given the same');

  // One canvas: what differs is marked, and it shows how either went.
  await expect(nodeOf(page, 'twice')).toHaveAttribute('data-change', 'differs');
  await expect(nodeOf(page, 'hold')).not.toHaveAttribute('data-change');
  await expect.poll(async () => (await looks(page))['little']).toBe('completed');
  await page.getByRole('radio', { name: 'Run A' }).click();
  await expect.poll(async () => [(await looks(page))['little'], (await looks(page))['much']]).toEqual(['skipped', 'completed']);
  await nodeOf(page, 'big').click();
  await expect(page).toHaveURL(/step=big/);
  await page.getByRole('radio', { name: /^All steps/ }).click();
  await expect(differing).toHaveCount(7);
  await page.reload();
  await expect(page.locator('[data-step="big"]')).toContainText('Left by');
});

test('two runs that are ticked in the list are compared, also of different versions; what only one has is marked', async ({ page, api }) => {
  const { slug } = await api.createWorkflow(choosing());
  await api.publish(slug);
  const before = await api.start(slug, { input: { n: 8 } });
  await api.signal(before.id, 'go');
  await api.ended(before.id);
  await api.save(slug, (definition) => ({ ...definition, nodes: [...definition.nodes.filter(({ id }) => id !== 'little'), { id: 'note', type: 'transform', typeVersion: 1, name: 'Note', position: { x: 960, y: 200 }, params: { value: 'noted' } }], edges: [...definition.edges.filter(({ source, target }) => source !== 'little' && target !== 'little'), { id: 'eNote', source: 'hold', target: 'note' }] }));
  await api.publish(slug);
  const after = await api.start(slug, { input: { n: 8 } });
  await api.signal(after.id, 'go');
  await api.ended(after.id);
  await page.goto(`/runs?workflow=${slug}`);
  await page.locator(`[data-row="${before.id}"]`).getByRole('checkbox').click();
  await expect(page.getByTestId('compare-runs')).toHaveCount(0);
  await page.locator(`[data-row="${after.id}"]`).getByRole('checkbox').click();
  await page.getByTestId('compare-runs').click();
  await expect(page).toHaveURL(new RegExp(`a=${before.id}&b=${after.id}`));
  await expect(nodeOf(page, 'note')).toHaveAttribute('data-change', 'onlyB');
  await expect(nodeOf(page, 'little')).toHaveAttribute('data-change', 'onlyA');
  await expect(page.locator('[data-step="note"]')).toHaveAttribute('data-differences', 'missing');
  await page.getByRole('button', { name: 'Swap the two' }).click();
  await expect(page).toHaveURL(new RegExp(`a=${after.id}&b=${before.id}`));
  await expect(nodeOf(page, 'note')).toHaveAttribute('data-change', 'onlyA');
});

test('what cannot be compared is said with the next step, and nothing sticks out on a phone', async ({ browser, page, api, baseURL, allowed }) => {
  allowed.push(/404/);
  const run = await api.startNew(choosing(), { input: { n: 8 } });
  await page.goto(`/runs/compare?b=${run.id}`);
  await expect(page.getByText('There is no earlier run of this workflow')).toBeVisible();
  await page.goto(`/runs/compare?a=no-such-run&b=${run.id}`);
  await expect(page.getByRole('link', { name: 'All runs' })).toBeVisible();
  await page.goto('/runs/compare');
  await expect(page.getByText('There is nothing to compare yet')).toBeVisible();
  const other = await api.start((await api.run(run.id)).workflow.slug!, { input: { n: 2 } });
  for (const id of [run.id, other.id]) {
    await api.signal(id, 'go');
    await api.ended(id);
  }
  for (const look of LOOKS) {
    const context = await browser.newContext({ baseURL: baseURL!, reducedMotion: 'reduce' });
    await dress(context, baseURL!, look);
    const each = await context.newPage();
    const complaints: string[] = [];
    listenForComplaints(each, complaints);
    for (const viewport of [DESKTOP, PHONE]) {
      await each.setViewportSize(viewport);
      await each.goto(`/runs/compare?a=${run.id}&b=${other.id}`);
      await each.getByTestId('parts').click();
      await expect(each.getByTestId('step-details')).toBeVisible();
      await expect(each.locator('[data-skeleton]')).toHaveCount(0);
      const width = await each.evaluate(() => document.documentElement.scrollWidth);
      expect([width <= viewport.width, complaints, await violations(each)]).toEqual([true, [], []]);
    }
    await context.close();
  }
});

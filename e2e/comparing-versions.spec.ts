import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Definition } from '../engine/index.ts';
import { violations } from './support/axe.ts';
import { nodeOf } from './support/canvas.ts';
import { DESKTOP, dress, expect, listenForComplaints, LOOKS, PHONE, test, type Page } from './support/heddle.ts';
import type { Api } from './support/api.ts';

const shots = process.env['HEDDLE_E2E_SHOTS'];

/** Version 1 is the booking saga; the draft adds, changes, removes and moves something. */
async function twoSides(api: Api): Promise<string> {
  const { slug } = await api.createWorkflow({ ...(await api.workflow('booking-saga')).definition, name: 'Compared' });
  await api.publish(slug);
  await api.save(slug, (definition) => {
    const nodes: Definition['nodes'] = definition.nodes
      .filter(({ id }) => id !== 'cancelled')
      .map((node) => (node.id === 'payment' ? { ...node, timeouts: { ...node.timeouts, startToClose: '77s' } } : node.id === 'start' ? { ...node, position: { x: node.position.x, y: node.position.y + 40 } } : node));
    nodes.push({ id: 'receipt', type: 'transform', typeVersion: 1, name: 'Receipt', position: { x: 300, y: 700 }, params: { value: 'paid' } });
    const edges = [...definition.edges.filter(({ source, target }) => source !== 'cancelled' && target !== 'cancelled'), { id: 'eReceipt', source: 'start', target: 'receipt' }];
    return { ...definition, nodes, edges };
  });
  return slug;
}

/** Each line of the list: its group, what became of it, and its key. */
async function lines(page: Page, group: 'behaviour' | 'layout'): Promise<string[]> {
  return page.getByTestId(`changes-${group}`).locator('li[data-change]').evaluateAll((items) => items.map((item) => `${item.getAttribute('data-change')} ${item.querySelector('button')?.textContent ?? ''}`));
}

test('the diff of two versions names exactly what changed', async ({ page, api }) => {
  const slug = await twoSides(api);
  const gone = (await api.workflow('booking-saga')).definition.edges.filter(({ source, target }) => source === 'cancelled' || target === 'cancelled').length;
  await page.goto(`/workflows/${slug}/versions`);
  await page.getByTestId('compare').click();
  await expect(page).toHaveURL(/from=1&to=draft/);
  await expect(page.getByTestId('compare-summary')).toHaveText(`${4 + gone} changes to what runs`);
  const behaviour = await lines(page, 'behaviour');
  expect(behaviour.map((line) => line.split(' ')[0]!.split(':').slice(0, 2).join(':'))).toEqual(['node:payment', 'node:receipt', 'node:cancelled', ...Array.from({ length: 1 + gone }, (_, at) => `edge:${at}`)]);
  expect(behaviour.map((line) => /(added|changed|removed)$/.exec(line)?.[1])).toEqual(['changed', 'added', 'removed', 'added', ...Array.from({ length: gone }, () => 'removed')]);
  const layout = await lines(page, 'layout');
  expect(layout).toHaveLength(1);
  expect(layout[0]).toMatch(/^node:start:.*moved$/);
  // The canvas says the same, with a word.
  for (const [id, mark, word] of [['payment', 'changed', 'changed'], ['receipt', 'added', 'added'], ['cancelled', 'removed', 'removed'], ['start', 'moved', 'moved']] as const) {
    await expect(nodeOf(page, id)).toHaveAttribute('data-change', mark);
    await expect(nodeOf(page, id).locator('.hc-change').first()).toHaveText(word);
  }
  await expect(nodeOf(page, 'hotel')).not.toHaveAttribute('data-change');

  // By the keyboard: a line goes to its step and shows both sides.
  await page.getByTestId('changes-behaviour').getByRole('button').first().press('Enter');
  await expect(page).toHaveURL(/step=payment/);
  await expect(nodeOf(page, 'payment')).toBeInViewport();
  const member = page.locator('[data-pointer="/timeouts/startToClose"]');
  await expect(member).toContainText('77s');
  await expect(member.locator('dd')).toHaveCount(2);
  // And from the canvas to its line, after a reload of the same address too.
  await page.reload();
  await expect(page.locator('[data-pointer="/timeouts/startToClose"]')).toBeVisible();

  const original = (await api.workflow('booking-saga')).definition;
  await api.save(slug, () => ({ ...original, name: 'Only another name' }));
  await page.goto(`/workflows/${slug}/versions?from=1&to=draft`);
  await expect(page.getByTestId('compare-summary')).toHaveText('Nothing that runs has changed');
  await page.goto(`/workflows/${slug}/versions?from=1&to=1`);
  await expect(page.getByTestId('compare-summary')).toHaveText('Both sides are the same');

  await api.save(slug, (definition) => ({ ...definition, name: 'To be replaced' }));
  await page.getByTestId('restore').click();
  await expect(page.getByRole('dialog')).toContainText('The present draft is replaced');
  await page.getByRole('dialog').getByRole('button', { name: 'Restore as draft' }).click();
  await expect.poll(async () => (await api.workflow(slug)).definition.name).toBe('Compared');
});

test('before a draft becomes a version, publishing says what it changes', async ({ page, api }) => {
  const slug = await twoSides(api);
  const original = (await api.workflow('booking-saga')).definition;
  await api.save(slug, () => ({ ...original, nodes: original.nodes.map((node) => (node.id === 'payment' ? { ...node, timeouts: { ...node.timeouts, startToClose: '77s' } } : node)) }));
  await page.goto(`/workflows/${slug}`);
  await expect(nodeOf(page, 'payment')).toBeVisible();
  await page.keyboard.press('Shift+P');
  const changes = page.getByTestId('publish-changes');
  await expect(changes).toContainText('1 change to what runs');
  await expect(changes.getByRole('listitem')).toHaveText(['Payment changed']);
  if (shots !== undefined) await page.screenshot({ path: join(shots, 'publish.png') });
  await changes.getByRole('link').click();
  await expect(page.getByTestId('compare-summary')).toHaveText('1 change to what runs');
});

for (const look of LOOKS) {
  for (const viewport of [DESKTOP, PHONE]) {
    test(`two versions are compared in ${look.theme} and ${look.language} at ${viewport.width} px: the list first, nothing that sticks out, no finding of axe`, async ({ browser, api, baseURL }) => {
      const slug = await twoSides(api);
      const context = await browser.newContext({ baseURL: baseURL!, viewport, locale: look.language === 'en' ? 'en-US' : 'zh-CN', reducedMotion: 'reduce' });
      await dress(context, baseURL!, look);
      const page = await context.newPage();
      const complaints: string[] = [];
      listenForComplaints(page, complaints);
      await page.goto(`/workflows/${slug}/versions?from=1&to=draft&step=payment`);
      await expect(page.locator('[data-pointer="/timeouts/startToClose"]')).toBeVisible();
      await expect(nodeOf(page, 'payment')).toBeInViewport();
      const [list, canvas] = [await page.getByTestId('change-list').boundingBox(), await page.getByTestId('compare-canvas').boundingBox()];
      expect(viewport === PHONE ? canvas!.y >= list!.y + list!.height - 1 : canvas!.x >= list!.x + list!.width - 1).toBe(true);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
      if (shots !== undefined) {
        mkdirSync(shots, { recursive: true });
        await page.screenshot({ path: join(shots, `compare-${look.theme}-${viewport.width}.png`) });
      }
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    });
  }
}

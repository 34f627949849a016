import { expect, type Locator, type Page } from '@playwright/test';

/** The card or box of a node, wherever it is drawn. */
export function nodeOf(page: Page, id: string): Locator {
  return page.locator(`.react-flow__node[data-id="${id}"] :is(.hc-card, .hc-box)`);
}

/** How every node of the canvas looks now: `{ start: 'completed' }`. */
export async function looks(page: Page): Promise<Record<string, string>> {
  return page.locator('.react-flow__node :is(.hc-card, .hc-box)').evaluateAll((cards) => Object.fromEntries(cards.map((card) => [card.getAttribute('data-node') ?? '', card.getAttribute('data-look') ?? ''])));
}

/** Writes down each look that a node takes, from before the page is opened: what was passed through is seen too. */
export async function recordLooks(page: Page): Promise<() => Promise<Record<string, string[]>>> {
  await page.addInitScript(() => {
    const seen: Record<string, string[]> = {};
    Object.assign(globalThis, { __looks: seen });
    const note = (card: Element): void => {
      const [node, look] = [card.getAttribute('data-node'), card.getAttribute('data-look')];
      if (node === null || look === null) return;
      const list = (seen[node] ??= []);
      if (list.at(-1) !== look) list.push(look);
    };
    new MutationObserver((changes) => {
      for (const change of changes) {
        if (change.type === 'attributes') note(change.target as Element);
        for (const added of change.addedNodes) if (added instanceof Element) for (const card of [added, ...added.querySelectorAll('[data-node]')]) note(card);
      }
    }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-look'] });
  });
  return () => page.evaluate(() => (globalThis as unknown as { __looks: Record<string, string[]> }).__looks);
}

export const runStatus = (page: Page): Locator => page.getByTestId('run-status');

/** Waits until the run page says so, by its own stream. */
export async function expectRun(page: Page, status: string, timeout = 30_000): Promise<void> {
  await expect(runStatus(page)).toHaveAttribute('data-status', status, { timeout });
}

/** Until the page has folded the history up to an event. */
export async function expectSeq(page: Page, seq: number, timeout = 30_000): Promise<void> {
  await expect(runStatus(page)).toHaveAttribute('data-seq', String(seq), { timeout });
}

/** The rows of the timeline, `path → status`, as far as they are drawn. */
export async function timeline(page: Page): Promise<Record<string, string>> {
  return page.getByTestId('timeline').locator('[data-row]').evaluateAll((rows) => Object.fromEntries(rows.map((row) => [row.getAttribute('data-row') ?? '', row.getAttribute('data-status') ?? ''])));
}

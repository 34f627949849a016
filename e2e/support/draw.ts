import { expect, type Locator, type Page } from '@playwright/test';
import type { Definition } from '../../engine/index.ts';
import type { Api } from './api.ts';

type Point = { x: number; y: number };

/** A hand with a mouse, in the editor. Everything is done by pressing, moving and letting go; only what a field holds is typed. */
export class Drawing {
  constructor(readonly page: Page, private readonly api: Api) {}

  get canvas(): Locator {
    return this.page.getByTestId('canvas');
  }
  get slug(): string {
    return new URL(this.page.url()).pathname.split('/').at(-1)!;
  }

  node(id: string): Locator {
    return this.page.locator(`.react-flow__node[data-id="${id}"] :is(.hc-card, .hc-box)`);
  }
  out(id: string, branch = 'out'): Locator {
    return this.page.locator(`.react-flow__node[data-id="${id}"] .react-flow__handle.source[data-handleid="${branch}"]`);
  }
  entry(id: string): Locator {
    return this.page.locator(`.react-flow__node[data-id="${id}"] .react-flow__handle.target[data-handleid="in"]`);
  }

  /** A new workflow, made from the list: a start and an end. */
  async blank(): Promise<void> {
    await this.page.goto('/workflows');
    await this.page.getByRole('button', { name: 'New workflow' }).click();
    await this.page.getByRole('menuitem', { name: 'Blank workflow' }).click();
    await this.page.waitForURL(/\/workflows\/[^/]+$/);
    // The frame of the canvas comes before what stands on it.
    for (const id of ['start', 'end']) await expect(this.node(id)).toBeVisible();
  }

  /** Until so many per cent or fewer, and until the canvas stands still. */
  async zoomOut(percent: number): Promise<void> {
    const value = async (): Promise<number> => Number.parseInt(await this.page.locator('.hc-zoom-value').innerText(), 10);
    let last = 0;
    await expect.poll(async () => {
      const now = await value();
      const still = now === last;
      last = now;
      if (still && now > percent) await this.page.getByRole('button', { name: 'Zoom out' }).click();
      return still && now <= percent;
    }, { intervals: [150] }).toBe(true);
  }

  /** Drags a type from the palette and drops it at a point of the window; returns the id of the node. */
  async dropFromPalette(type: string, at: Point): Promise<string> {
    await this.page.getByTestId('add-step').click();
    const item = this.page.getByTestId(`palette-${type}`);
    await item.scrollIntoViewIfNeeded();
    const before = await this.ids();
    const canvas = (await this.canvas.boundingBox())!;
    await item.dragTo(this.canvas, { targetPosition: { x: at.x - canvas.x, y: at.y - canvas.y } });
    const id = await this.#added(before);
    await this.page.getByRole('combobox', { name: 'Search steps' }).press('Escape').catch(() => undefined);
    await expect(this.page.getByTestId('palette')).toHaveCount(0);
    return id;
  }

  /** Pulls an edge out of a handle and lets go of it over the empty canvas, then takes what is to follow. */
  async pullOut(source: Locator, at: Point, type: string): Promise<string> {
    const before = await this.ids();
    await this.#drag(await middle(source), at);
    await this.page.getByTestId('palette').getByTestId(`palette-${type}`).click();
    return this.#added(before);
  }

  /**
   * Drags from one handle to another, which gives one more edge. Neither may be near the border of the canvas: there it
   * moves under a drag.
   */
  async connect(source: Locator, target: Locator): Promise<void> {
    const before = (await this.edges()).length;
    await this.#drag(await middle(source), await middle(target));
    await expect.poll(async () => (await this.edges()).length, { message: 'an edge is drawn' }).toBe(before + 1);
  }
  /** The same, without letting go. */
  async hold(source: Locator, target: Locator): Promise<void> {
    await this.#drag(await middle(source), await middle(target), false);
  }

  /** Takes a card by its head and puts it elsewhere. */
  async move(id: string, to: Point): Promise<void> {
    const box = await this.#still(id);
    await this.#drag({ x: box.x + box.width / 2, y: box.y + Math.min(12, box.height / 4) }, to);
  }

  async select(id: string): Promise<void> {
    const box = await this.#still(id);
    await this.page.mouse.click(box.x + box.width / 2, box.y + Math.min(12, box.height / 4));
    await expect(this.node(id)).toHaveAttribute('data-selected', 'true');
  }

  async removeEdge(id: string): Promise<void> {
    const path = this.page.locator(`.react-flow__edge[data-id="${id}"] path.react-flow__edge-path`);
    const at = await path.evaluate((line: SVGPathElement) => {
      // A quarter of the way: in the middle stands the button that inserts a step.
      const { x, y } = line.getPointAtLength(line.getTotalLength() / 4).matrixTransform(line.getScreenCTM()!);
      return { x, y };
    });
    await this.page.mouse.click(at.x, at.y);
    await this.page.keyboard.press('Delete');
    await expect(this.page.locator(`.react-flow__edge[data-id="${id}"]`)).toHaveCount(0);
  }

  /** Writes into a field of the inspector, named by its label. */
  async write(label: string, text: string): Promise<void> {
    const field = this.page.getByRole('textbox', { name: label, exact: true });
    await field.click();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.insertText(text);
  }
  async choose(label: string, option: string): Promise<void> {
    await this.page.getByRole('combobox', { name: label, exact: true }).click();
    await this.page.getByRole('option', { name: option, exact: true }).click();
  }

  async openTab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name }).click();
  }

  /** What the server has, once the page says that it has everything. */
  async saved(): Promise<Definition> {
    await expect(this.page.getByTestId('save-state')).toHaveAttribute('data-save', 'saved');
    return (await this.api.workflow(this.slug)).definition;
  }

  async ids(): Promise<string[]> {
    return this.page.locator('.react-flow__node').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-id') ?? ''));
  }
  async edges(): Promise<string[]> {
    return (await this.page.locator('.react-flow__edge').evaluateAll((edges) => edges.map((edge) => edge.getAttribute('data-id') ?? ''))).sort();
  }

  /** Where a card is once the canvas has come to rest: it goes to its opening view after its nodes are there. */
  async #still(id: string): Promise<{ x: number; y: number; width: number; height: number }> {
    let last = await this.node(id).boundingBox();
    await expect.poll(async () => {
      const now = await this.node(id).boundingBox();
      const still = now !== null && last !== null && now.x === last.x && now.y === last.y;
      last = now;
      return still;
    }, { intervals: [150], message: 'the canvas is at rest' }).toBe(true);
    return last!;
  }

  async #added(before: readonly string[]): Promise<string> {
    let added: string[] = [];
    await expect.poll(async () => (added = (await this.ids()).filter((id) => !before.includes(id))).length, { message: 'a node is added' }).toBe(1);
    return added[0]!;
  }

  async #drag(from: Point, to: Point, release = true): Promise<void> {
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move(from.x + Math.sign(to.x - from.x) * 8, from.y + Math.sign(to.y - from.y) * 8, { steps: 2 });
    await mouse.move(to.x, to.y, { steps: 12 });
    if (release) await mouse.up();
  }
}

/** Where the middle of something is, once it stands still: a box grows when something is put into it. */
async function middle(locator: Locator): Promise<Point> {
  let last: Point | null = null;
  await expect.poll(async () => {
    const box = await locator.boundingBox();
    const now = box === null ? null : { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const still = now !== null && last !== null && now.x === last.x && now.y === last.y;
    last = now;
    return still;
  }, { message: `${locator} stands still`, intervals: [60] }).toBe(true);
  return last!;
}

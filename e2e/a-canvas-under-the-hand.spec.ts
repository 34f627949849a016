import { Drawing } from './support/draw.ts';
import { expect, test, type Page } from './support/heddle.ts';

/** An empty place of the canvas, with room around it. */
async function emptyPlace(page: Page): Promise<{ x: number; y: number }> {
  const found = await page.evaluate(() => {
    const { left, top, right, bottom } = document.querySelector('.hc-canvas')!.getBoundingClientRect();
    for (let y = top + 120; y < bottom - 120; y += 10) {
      for (let x = left + 120; x < right - 120; x += 10) if (document.elementFromPoint(x, y)?.classList.contains('react-flow__pane')) return { x, y };
    }
    return null;
  });
  expect(found, 'the canvas has an empty place').not.toBeNull();
  return found!;
}

/** Counts the layers that the browser keeps of what stands on the canvas, as it told them last. */
async function layersOfDrawing(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  let last: { backendNodeId?: number; drawsContent: boolean }[] = [];
  session.on('LayerTree.layerTreeDidChange', ({ layers }) => void (last = layers ?? last));
  await session.send('DOM.enable');
  await session.send('LayerTree.enable');
  return async () => {
    let count = 0;
    for (const { backendNodeId, drawsContent } of last) {
      if (!drawsContent || backendNodeId === undefined) continue;
      const { object } = await session.send('DOM.resolveNode', { backendNodeId });
      const { result } = await session.send('Runtime.callFunctionOn', {
        objectId: object.objectId!, returnByValue: true, functionDeclaration: 'function () { return this.nodeType === 1 && this.closest(".react-flow__viewport") !== null; }',
      });
      if (result.value === true) count++;
    }
    return count;
  };
}

/** Whether the dotted ground lies beneath all of the canvas. */
async function isGrounded(page: Page): Promise<boolean> {
  return await page.evaluate(() => {
    const [ground, canvas] = ['.hc-ground', '.hc-canvas'].map((selector) => document.querySelector(selector)!.getBoundingClientRect());
    return ground!.left <= canvas!.left && ground!.top <= canvas!.top && ground!.right >= canvas!.right && ground!.bottom >= canvas!.bottom;
  });
}

test('a canvas that is held is one layer, which is shifted, and its ground never ends', async ({ page, api }) => {
  const { slug } = await api.createWorkflow((await api.workflow('company-strategy-analysis')).definition);
  await page.goto(`/workflows/${slug}`);
  const canvas = page.locator('.hc-canvas');
  await expect(page.locator('.hc-card').first()).toBeVisible();
  expect(await isGrounded(page)).toBe(true);

  const from = await emptyPlace(page);
  await page.mouse.move(from.x, from.y);
  // React Flow tells the end of the movement that opened the canvas a while later.
  await expect(async () => {
    await page.mouse.up();
    await page.mouse.down();
    await expect(canvas).toHaveAttribute('data-held', '', { timeout: 500 });
  }).toPass();
  await expect(canvas, 'a press is no move').not.toHaveAttribute('data-moving', '');
  await page.mouse.move(from.x + 60, from.y + 40, { steps: 4 });
  await expect(canvas).toHaveAttribute('data-moving', '');
  const layers = await layersOfDrawing(page);
  let moved = 60;
  await expect.poll(async () => {
    await page.mouse.move(from.x + (moved += 3), from.y + 40);
    return await layers();
  }, { message: 'all that stands on the canvas is one layer' }).toBe(1);
  await page.mouse.up();
  await expect(canvas).not.toHaveAttribute('data-held', '');
  await expect(canvas).not.toHaveAttribute('data-moving', '');

  // Zooming makes it no layer: words are drawn anew at each size.
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { __layers: seen });
    const drawing = document.querySelector('.react-flow__viewport')!;
    new MutationObserver(() => void seen.push(getComputedStyle(drawing).willChange)).observe(drawing, { attributes: true, attributeFilter: ['style'] });
  });
  await page.keyboard.down('Control');
  for (let wheel = 0; wheel < 30; wheel++) await page.mouse.wheel(0, 300);
  await page.keyboard.up('Control');
  await expect(page.locator('.hc-zoom-value')).toHaveText('8 %');
  expect(new Set(await page.evaluate(() => (globalThis as unknown as { __layers: string[] }).__layers))).toEqual(new Set(['auto']));
  await expect.poll(() => isGrounded(page)).toBe(true);
});

test('a card goes with the hand, and the inspector follows when it is let go', async ({ page, api }) => {
  const { slug, definition } = await api.createWorkflow((await api.workflow('booking-saga')).definition);
  const draw = new Drawing(page, api);
  await page.goto(`/workflows/${slug}`);
  await expect(draw.node('flight')).toBeVisible();
  const panel = page.getByTestId('inspector-node');
  await expect(page.getByTestId('inspector')).toBeVisible();

  const before = (await draw.node('flight').boundingBox())!;
  const at = { x: before.x + before.width / 2, y: before.y + 10 };
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x + 12, at.y + 36, { steps: 6 });
  await expect(draw.node('flight')).toHaveAttribute('data-selected', 'true');
  await expect.poll(async () => (await draw.node('flight').boundingBox())!.y).toBeGreaterThan(before.y + 20);
  await expect(panel).toHaveCount(0);

  await page.mouse.up();
  await expect(panel).toBeVisible();
  const placeOf = (nodes: typeof definition.nodes) => nodes.find((node) => node.id === 'flight')!.position;
  await expect.poll(async () => placeOf((await api.workflow(slug)).definition.nodes).y).toBeGreaterThan(placeOf(definition.nodes).y);
});

test('a note stands on the ground, not under it', async ({ page, api }) => {
  const { definition } = await api.workflow('booking-saga');
  const { slug } = await api.createWorkflow({ ...definition, notes: [{ id: 'why', text: 'Why it is so', position: { x: 0, y: -200 } }] });
  await page.goto(`/workflows/${slug}`);
  const note = page.locator('.react-flow__node[data-id="why"]');
  await expect(note).toBeVisible();
  // The ground lets the pointer through: for the search it is made to stop it.
  const onTop = await note.evaluate((element) => {
    document.querySelector<SVGElement>('.hc-ground')!.style.pointerEvents = 'auto';
    const { left, top, width, height } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  });
  expect(onTop).toBe(true);
});

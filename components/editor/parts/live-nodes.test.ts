import { describe, expect, it } from 'vitest';
import { createFlowMapper } from '../../canvas/flow.ts';
import { testCatalogue } from '../../canvas/testing/catalogue.ts';
import { trip } from '../../canvas/testing/definitions.ts';
import { LiveNodes } from './live-nodes.ts';

const { nodes } = createFlowMapper(testCatalogue)(trip());
const NONE: ReadonlySet<string> = new Set();
const others = (before: readonly { id: string }[], after: readonly { id: string }[]): string[] => after.filter((node, at) => node !== before[at]).map((node) => node.id);

describe('nodes under the pointer', () => {
  it('makes another object of the node that is dragged, and of no other', () => {
    const live = new LiveNodes();
    const before = live.shown(nodes, NONE, null);
    expect(live.take([{ id: 'hotel', type: 'position', position: { x: 7, y: 8 }, dragging: true }])).toBe(true);
    const after = live.shown(nodes, NONE, null);
    expect(others(before, after)).toEqual(['hotel']);
    expect(after.find((node) => node.id === 'hotel')!.position).toEqual({ x: 7, y: 8 });
  });
  it('renders nothing for a size that was only measured, and keeps it for later', () => {
    const live = new LiveNodes();
    expect(live.take([{ id: 'hotel', type: 'dimensions', dimensions: { width: 196, height: 90 } }])).toBe(false);
    expect(live.take([{ id: 'book', type: 'dimensions', dimensions: { width: 600, height: 300 }, resizing: true }])).toBe(true);
    const shown = live.shown(nodes, NONE, null);
    expect(shown.find((node) => node.id === 'hotel')!.measured).toEqual({ width: 196, height: 90 });
    expect(shown.find((node) => node.id === 'book')).toMatchObject({ width: 600, height: 300 });
  });
  it('goes back to the document when what was dragged is let go', () => {
    const live = new LiveNodes();
    live.take([{ id: 'hotel', type: 'position', position: { x: 7, y: 8 } }]);
    live.settle();
    expect(live.shown(nodes, NONE, null).find((node) => node.id === 'hotel')!.position).toEqual(nodes.find((node) => node.id === 'hotel')!.position);
  });
  it('keeps the size that a card is known to have when it is let go: without one React Flow would hide it until it is measured', () => {
    const live = new LiveNodes();
    const known = nodes.find((node) => node.id === 'hotel')!.measured;
    expect(known).toMatchObject({ width: expect.any(Number), height: expect.any(Number) });
    live.take([{ id: 'hotel', type: 'position', position: { x: 7, y: 8 } }]);
    live.settle();
    expect(live.shown(nodes, NONE, null).find((node) => node.id === 'hotel')!.measured).toEqual(known);
  });
  it('makes no other object of a node that was only measured when another is let go', () => {
    const live = new LiveNodes();
    live.take([{ id: 'flight', type: 'dimensions', dimensions: { width: 196, height: 90 } }, { id: 'hotel', type: 'position', position: { x: 7, y: 8 } }]);
    const before = live.shown(nodes, NONE, null);
    live.settle();
    expect(others(before, live.shown(nodes, NONE, null))).toEqual(['hotel']);
  });
  it('renders only what was selected, or would take what is dragged', () => {
    const live = new LiveNodes();
    const before = live.shown(nodes, NONE, null);
    expect(others(before, live.shown(nodes, new Set(['flight']), 'book')).sort()).toEqual(['book', 'flight']);
  });
});

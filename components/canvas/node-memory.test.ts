import { describe, expect, it } from 'vitest';
import { createFlowMapper } from './flow.ts';
import { NodeMemory } from './node-memory.ts';
import { testCatalogue } from './testing/catalogue.ts';
import { trip } from './testing/definitions.ts';

const { nodes } = createFlowMapper(testCatalogue)(trip());
const changed = (before: readonly unknown[], after: readonly unknown[]): number => after.filter((node, at) => node !== before[at]).length;

describe('the nodes of a canvas that is looked at', () => {
  it('stay the same objects but for those whose selection changed', () => {
    const memory = new NodeMemory();
    const first = memory.shown(nodes, null);
    expect(changed(first, memory.shown(nodes, null))).toBe(0);
    const one = memory.shown(nodes, 'hotel');
    expect(one.filter((node) => node.selected).map((node) => node.id)).toEqual(['hotel']);
    expect(changed(first, one)).toBe(1);
    expect(changed(one, memory.shown(nodes, 'flight'))).toBe(2);
  });
  it('are no others for having been measured; the size goes with the next object', () => {
    const memory = new NodeMemory();
    const first = memory.shown(nodes, null);
    memory.keep([{ id: 'hotel', type: 'dimensions', dimensions: { width: 196, height: 84.5 } }]);
    expect(changed(first, memory.shown(nodes, null))).toBe(0);
    expect(memory.shown(nodes, 'hotel').find((node) => node.id === 'hotel')!.measured).toEqual({ width: 196, height: 84.5 });
  });
  it('have a size and handles before anybody measured them', () => {
    for (const node of nodes) {
      expect(node.measured).toEqual({ width: node.width, height: expect.any(Number) });
      expect(node.handles).toBeDefined();
    }
  });
});

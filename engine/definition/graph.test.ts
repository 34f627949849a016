import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cyclesOf, levelsOf, reachableFrom, successorsOf, type Arc } from './graph.ts';

const arcs = (...texts: string[]): Arc[] => texts.map((text) => ({ source: text[0]!, target: text[1]! }));

describe('levels by Kahn', () => {
  it('put each node below its lowest predecessor, in drawing order', () => {
    expect(levelsOf(['d', 'c', 'b', 'a'], arcs('ab', 'ac', 'bd', 'cd', 'ad')).levels).toEqual([['a'], ['c', 'b'], ['d']]);
    expect(levelsOf(['a', 'b'], []).levels).toEqual([['a', 'b']]);
  });

  it('keep what stands in a circle, or behind one, apart', () => {
    expect(levelsOf(['a', 'b', 'c', 'd'], arcs('ab', 'bc', 'cb', 'cd'))).toEqual({ levels: [['a']], order: ['a'], rest: ['b', 'c', 'd'] });
  });

  it('are a topological order of any graph without circles', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.array(fc.tuple(fc.nat(29), fc.nat(29)), { maxLength: 80 }), (size, pairs) => {
        const nodes = Array.from({ length: size }, (_, index) => `n${index}`);
        const edges = pairs.filter(([a, b]) => a < b && b < size).map(([a, b]) => ({ source: `n${a}`, target: `n${b}` }));
        const { order, levels, rest } = levelsOf(nodes, edges);
        expect(rest).toEqual([]);
        expect([...order].sort()).toEqual([...nodes].sort());
        const level = new Map(levels.flatMap((ids, index) => ids.map((id) => [id, index] as const)));
        for (const { source, target } of edges) expect(level.get(source)!).toBeLessThan(level.get(target)!);
        expect(cyclesOf(nodes, edges)).toEqual([]);
      }),
    );
  });
});

describe('a circle', () => {
  it('is named by its nodes in order, the shortest one of each knot', () => {
    expect(cyclesOf(['a', 'b', 'c', 'd', 'e'], arcs('ab', 'bc', 'ca', 'cb', 'cd', 'de', 'ed'))).toEqual([['a', 'b', 'c'], ['d', 'e']]);
  });

  it('of a node with itself is one too', () => {
    expect(cyclesOf(['a'], arcs('aa'))).toEqual([['a']]);
  });
});

it('reach follows the edges', () => {
  expect([...reachableFrom(['a'], successorsOf(arcs('ab', 'bc', 'xd')))].sort()).toEqual(['a', 'b', 'c']);
});

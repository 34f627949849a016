import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { availabilityOf, type AvailabilityNode } from './availability.ts';
import { edges } from './catalogue.fixture.ts';
import type { EdgeDefinition } from './schema.ts';

const step = (id: string, branches = ['out'], more: Partial<AvailabilityNode> = {}): AvailabilityNode => ({ id, join: undefined, branches, disabled: false, start: false, ...more });
const of = (nodes: AvailabilityNode[], wires: string[]) => availabilityOf(nodes, edges(...wires) as EdgeDefinition[]);

describe('what is known of earlier steps', () => {
  it('of a fan-out that joins again: every arm has run', () => {
    const known = of([step('s'), step('a'), step('b'), step('j')], ['s > a', 's > b', 'a > j', 'b > j']);
    expect(known.hasRunBefore('a', 'j')).toBe(true);
    expect(known.isClosedBefore('b', 'j')).toBe(true);
    expect(known.isAncestor('a', 'b')).toBe(false);
  });

  it('of a choice that joins again: neither branch is sure, what stands before is', () => {
    const known = of([step('c', ['true', 'false']), step('a'), step('b'), step('j'), step('k')], ['c.true > a', 'c.false > b', 'a > j', 'b > j', 'j > k']);
    expect([known.hasRunBefore('a', 'k'), known.hasRunBefore('b', 'k'), known.hasRunBefore('c', 'k'), known.hasRunBefore('j', 'k')]).toEqual([false, false, true, true]);
    expect(known.areExclusive('a', 'b')).toBe(true);
    expect(known.areExclusive('a', 'j')).toBe(false);
  });

  it('of a choice of which one branch leads nowhere: what follows the other has it', () => {
    const known = of([step('c', ['true', 'false']), step('a'), step('b')], ['c.true > a', 'a > b']);
    expect(known.hasRunBefore('a', 'b')).toBe(true);
  });

  it('of a join of any: an arm may still be open, what is before all arms is not', () => {
    const known = of([step('s'), step('a'), step('b'), step('j', ['out'], { join: 'any' })], ['s > a', 's > b', 'a > j', 'b > j']);
    expect([known.isClosedBefore('a', 'j'), known.isClosedBefore('s', 'j'), known.isAncestor('a', 'j')]).toEqual([false, true, true]);
  });

  it('of a join of two in three: one arm may be missing', () => {
    const arms = of([step('s'), step('a'), step('b'), step('c'), step('j', ['out'], { join: { atLeast: 2 } })], ['s > a', 's > b', 's > c', 'a > j', 'b > j', 'c > j']);
    expect([arms.isClosedBefore('a', 'j'), arms.isClosedBefore('s', 'j')]).toEqual([false, true]);
    const shared = of([step('x'), step('a'), step('b'), step('c'), step('j', ['out'], { join: { atLeast: 2 } })], ['x > a', 'x > b', 'a > j', 'b > j', 'c > j']);
    expect(shared.isClosedBefore('x', 'j')).toBe(true);
  });

  it('of a step with an error branch: it succeeded only where its good branch was taken', () => {
    const known = of([step('a', ['out', 'error']), step('b'), step('c'), step('j')], ['a > b', 'a.error > c', 'b > j', 'c > j']);
    expect([known.hasSucceededBefore('a', 'b'), known.hasSucceededBefore('a', 'c'), known.hasSucceededBefore('a', 'j')]).toEqual([true, false, false]);
    expect(known.hasRunBefore('a', 'j')).toBe(true);
  });

  it('of several starts: only what all of them lead to is sure', () => {
    const known = of([step('s1', ['out'], { start: true }), step('s2', ['out'], { start: true }), step('a'), step('j')], ['s1 > a', 'a > j', 's2 > j']);
    expect([known.hasRunBefore('a', 'j'), known.hasRunBefore('j', 'j')]).toEqual([false, true]);
  });

  it('of a disabled choice: only its first branch is ever taken', () => {
    const known = of([step('c', ['true', 'false'], { disabled: true }), step('a'), step('b'), step('j')], ['c.true > a', 'c.false > b', 'a > j', 'b > j']);
    expect(known.hasRunBefore('a', 'j')).toBe(true);
  });

  it('is what every run shows: whatever a random run does, nothing promised was missing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.array(fc.tuple(fc.nat(8), fc.nat(8), fc.nat(1)), { maxLength: 20 }), fc.array(fc.nat(1), { minLength: 9, maxLength: 9 }), fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }), (size, wires, chosen, forks) => {
        const nodes = Array.from({ length: size }, (_, index) => step(`n${index}`, forks[index] ? ['x', 'y'] : ['out']));
        const arcs: EdgeDefinition[] = wires.filter(([a, b]) => a < b && b < size).map(([a, b, branch], index) => ({ id: `e${index}`, source: `n${a}`, target: `n${b}`, branch: forks[a] ? ['x', 'y'][branch]! : 'out' }));
        const known = availabilityOf(nodes, arcs);
        const ran = new Set<string>();
        nodes.forEach((node, index) => {
          const incoming = arcs.filter(({ target }) => target === node.id);
          const taken = incoming.some(({ source, branch }) => ran.has(source) && (branch === 'out' || branch === ['x', 'y'][chosen[Number(source.slice(1))]!]));
          if (incoming.length === 0 || taken) ran.add(`n${index}`);
        });
        for (const a of nodes) for (const b of nodes) if (a.id !== b.id && ran.has(b.id) && known.hasRunBefore(a.id, b.id)) expect(ran.has(a.id)).toBe(true);
        for (const a of nodes) for (const b of nodes) if (a.id !== b.id && known.areExclusive(a.id, b.id)) expect(ran.has(a.id) && ran.has(b.id)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is told of 5,000 steps in a row', () => {
    const nodes = Array.from({ length: 5_000 }, (_, index) => step(`n${index}`));
    const wires = Array.from({ length: 4_999 }, (_, index) => ({ id: `e${index}`, source: `n${index}`, target: `n${index + 1}` }));
    expect(availabilityOf(nodes, wires).isAncestor('n0', 'n4999')).toBe(true);
  });
});

import { expect, it } from 'vitest';
import { trip } from '../../canvas/testing/definitions.ts';
import { isEqual } from './is-equal.ts';

it('takes a document and its copy for the same, and a step that only moved for another', () => {
  expect(isEqual(trip(), structuredClone(trip()))).toBe(true);
  const next = trip();
  next.nodes = next.nodes.map((node) => (node.id === 'hotel' ? { ...node, position: { x: 999, y: 0 } } : node));
  expect(isEqual(trip(), next)).toBe(false);
});

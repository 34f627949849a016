import { expect, it } from 'vitest';
import { trip } from '../../canvas/testing/definitions.ts';
import { findIn } from './find-in.ts';

it('finds a step by its name, whatever the case, and by what its type is called', () => {
  expect(findIn(trip(), 'HOTEL').map((place) => place.id)).toContain('hotel');
  expect(findIn(trip(), 'anruf', (type) => (type === 'http' ? 'Anruf' : type)).map((place) => place.id)).toContain('hotel');
});
it('leads to the parameter that holds the words', () => {
  const definition = trip();
  const index = definition.nodes.findIndex((node) => node.id === 'hotel');
  expect(findIn(definition, 'input.gateway')).toContainEqual(expect.objectContaining({ id: 'hotel', pointer: `/nodes/${index}/params/url`, excerpt: expect.stringContaining('input.gateway') }));
});
it('looks into notes', () => {
  expect(findIn({ ...trip(), notes: [{ id: 'note', text: 'Ask **finance** first', position: { x: 0, y: 0 } }] }, 'finance')).toContainEqual(expect.objectContaining({ id: 'note', type: null }));
});
it('finds nothing for nothing', () => {
  expect(findIn(trip(), '  ')).toEqual([]);
});

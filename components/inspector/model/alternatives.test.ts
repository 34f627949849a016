import { expect, it } from 'vitest';
import { catalogue } from '@/engine/index.ts';
import { alternativesOf, saidOf } from './alternatives.ts';

const loop = alternativesOf('loop');

it('shows the one that is said', () => expect(saidOf(loop, { until: 'true', maximum: 3 }, 'count')).toEqual(['until']));
it('shows all that contradict each other', () => expect(saidOf(loop, { count: 3, until: 'true' }, null)).toEqual(['count', 'until']));
it('shows the picked one while nothing is said, and the first before that', () => {
  expect(saidOf(loop, {}, 'while')).toEqual(['while']);
  expect(saidOf(loop, {}, null)).toEqual(['count']);
  expect(saidOf([], {}, null)).toEqual([]);
});
it('names parameters that the types have', () => {
  for (const type of ['loop', 'wait']) expect(Object.keys(catalogue.get(type)!.face.fields)).toEqual(expect.arrayContaining([...alternativesOf(type)]));
});

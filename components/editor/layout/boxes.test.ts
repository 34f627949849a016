import { expect, it } from 'vitest';
import { testCatalogue as catalogue } from '../../canvas/testing/catalogue.ts';
import { definition } from '../../canvas/testing/definitions.ts';
import { move } from '../commands/move.ts';
import { coversMore, meet } from './boxes.ts';

const box = (x: number, y: number) => ({ x, y, width: 100, height: 50 });

it('boxes that touch do not cover each other, but come nearer than a margin', () => {
  expect([meet(box(0, 0), box(99, 49)), meet(box(0, 0), box(100, 0)), meet(box(0, 0), box(0, 50))]).toEqual([true, false, false]);
  expect([meet(box(0, 0), box(117, 0), 18), meet(box(0, 0), box(0, 67), 18), meet(box(0, 0), box(118, 0), 18)]).toEqual([true, true, false]);
});

it('what covered each other before covers nothing more when both have moved', () => {
  const before = definition({ nodes: [{ id: 'a', type: 'http', position: { x: 0, y: 0 } }, { id: 'b', type: 'http', position: { x: 20, y: 20 } }, { id: 'c', type: 'http', position: { x: 400, y: 0 } }] });
  const moved = (...ids: string[]) => move(before, new Map(ids.map((id) => [id, { x: 250, y: id === 'b' ? 20 : 0 }]))).definition;
  expect(coversMore(before, before, catalogue, undefined)).toBe(false);
  expect(coversMore(before, move(before, new Map([['a', { x: 10, y: 0 }]])).definition, catalogue, undefined)).toBe(false);
  expect(coversMore(before, moved('a'), catalogue, undefined)).toBe(true);
});

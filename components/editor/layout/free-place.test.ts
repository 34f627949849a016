import { describe, expect, it } from 'vitest';
import { catalogue, definitionSchema, type Definition } from '@/engine/index.ts';
import { blankDefinition } from '../../workflows/new-definition.ts';
import { freePlace, placeAfter } from './free-place.ts';

const blank = definitionSchema.parse(blankDefinition('Blank', 'Start', 'End'));
const [start, end] = [blank.nodes[0]!, blank.nodes[1]!];
const between = { x: Math.round((start.position.x + 196 + end.position.x - 196) / 2), y: start.position.y };

describe('the place of a step that nobody pointed at', () => {
  it('is not on an edge, where it would look tied to both ends', () => {
    const place = freePlace(blank, catalogue, undefined, between);
    expect(place.x).toBe(between.x);
    expect(place.y).toBeGreaterThan(start.position.y + 27);
  });

  it('is the wished one where no edge and no card is', () => {
    expect(freePlace({ ...blank, edges: [] }, catalogue, undefined, between)).toEqual(between);
    const away = { x: between.x, y: between.y + 300 };
    expect(freePlace(blank, catalogue, undefined, away)).toEqual(away);
  });

  it('leaves the edges of other scopes aside', () => {
    const boxed: Definition = { ...blank, nodes: [...blank.nodes, { ...start, id: 'box', type: 'group', position: { x: 0, y: 900 } }] };
    expect(freePlace(boxed, catalogue, 'box', between)).toEqual(between);
  });

  it('is beside the edge that leaves the same step', () => {
    expect(placeAfter(blank, catalogue, start.id, 'out').y).toBeGreaterThan(start.position.y + 27);
  });
});

it('a step that was put on an edge stays where it was put', () => {
  expect(freePlace(blank, catalogue, undefined, between, true)).toEqual(between);
});

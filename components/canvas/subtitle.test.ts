import { expect, it } from 'vitest';
import { catalogue, type NodeDefinition } from '@/engine/index.ts';
import { nodeFact } from './fact.ts';
import { secondLineOf, subtitleOf } from './subtitle.ts';

const line = (type: string, params: Parameters<typeof subtitleOf>[0]['params']) => subtitleOf({ params }, catalogue.get(type)!);

it('names what an object is made of instead of showing its JSON', () => {
  expect(line('transform', { value: { status: 'booked', trip: '{{ nodes.book.output }}' } })).toBe('status, trip');
  expect(line('end', { output: { a: 1, b: 2, c: 3, d: 4, e: 5 } })).toBe('a, b, c, d, …');
});
it('leaves everything else to the type', () => {
  expect(line('transform', { value: '{{ input.name }}' })).toBe('input.name');
  expect(line('http', { method: 'POST', url: 'https://example.com/orders' })).toBe('POST /orders');
  expect(line('start', {})).toBe('');
  expect(line('map', { items: '{{ input.list }}' })).toBe('input.list');
  // Two brackets in small print look like a letter that the font lacks.
  expect(line('map', { items: [] })).toBe('');
});

it('does not repeat what the foot of the card says', () => {
  const second = (type: string, params: NodeDefinition['params'], watched = false, ui?: NodeDefinition['ui']): string => {
    const node = { id: 'a', type, name: '', position: { x: 0, y: 0 }, params, ...(ui ? { ui } : {}) } as NodeDefinition;
    const spec = catalogue.get(type)!;
    return secondLineOf(node, spec, watched ? null : nodeFact(node, spec));
  };
  expect(second('wait', { for: '10m' })).toBe('');
  expect(second('signal', { name: 'packed', timeout: '1d' })).toBe('');
  expect(second('condition', { if: 'input.amount > 1000' })).toBe('');
  expect(second('approval', { assignees: ['finance', 'ada'], due: '2d' })).toBe('finance, ada');
  // The foot tells of the run, or that data is pinned: then the time stands below the name.
  expect(second('wait', { for: '10m' }, true)).toBe('10m');
  expect(second('wait', { for: '10m' }, false, { pinned: 1 })).toBe('10m');
});

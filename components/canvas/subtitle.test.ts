import { expect, it } from 'vitest';
import { catalogue } from '@/engine/index.ts';
import { subtitleOf } from './subtitle.ts';

const line = (type: string, params: Parameters<typeof subtitleOf>[0]['params']) => subtitleOf({ params }, catalogue.get(type)!);

it('names what an object is made of instead of showing its JSON', () => {
  expect(line('transform', { value: { status: 'booked', trip: '{{ nodes.book.output }}' } })).toBe('status, trip');
  expect(line('end', { output: { a: 1, b: 2, c: 3, d: 4, e: 5 } })).toBe('a, b, c, d, …');
});
it('leaves everything else to the type', () => {
  expect(line('transform', { value: '{{ input.name }}' })).toBe('input.name');
  expect(line('http', { method: 'POST', url: 'https://example.com/orders' })).toBe('POST /orders');
  expect(line('start', {})).toBe('');
});

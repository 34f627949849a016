import { expect, it } from 'vitest';
import { catalogue, definitionSchema, type Json } from '@/engine/index.ts';
import { endsThatWrite } from './ends-that-write.ts';

it('who may still answer with a field under its old name: by that member, or by a whole value', () => {
  const end = (id: string, output: Json, parent?: string) => ({ id, type: 'end', params: { output }, ...(parent === undefined ? {} : { parent }) });
  const definition = definitionSchema.parse({ heddle: 1, name: 'T', edges: [], nodes: [
    { id: 'start', type: 'start' }, { id: 'map', type: 'map', params: { items: '{{ [1] }}' } },
    end('byName', { sum: 1 }), end('whole', '{{ nodes.map.output }}'), end('other', { total: 1 }), end('words', 'sum'), end('nothing', null), end('inside', { sum: 1 }, 'map'),
    { id: 'noEnd', type: 'transform', params: { output: { sum: 1 } } },
  ] });
  expect(endsThatWrite(definition, catalogue, 'sum')).toEqual(['byName', 'whole']);
});

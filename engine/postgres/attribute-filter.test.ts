import { expect, it } from 'vitest';
import { attributeDocuments } from './attribute-filter.ts';

it.each<[string, unknown[]]>([
  ['o-1', ['o-1']],
  ['17', ['17', 17]],
  ['-1.50', ['-1.50', -1.5]],
  ['true', ['true', true]],
  ['null', ['null', null]],
  ['"17"', ['17']],
  ['"open', ['"open']],
  ['{"a":1}', ['{"a":1}']],
  ['', ['']],
])('%s finds %j, by itself or in a list', (value, found) => {
  expect(attributeDocuments({ name: 'order', value })).toEqual(found.flatMap((each) => [{ order: each }, { order: [each] }]));
});

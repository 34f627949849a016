import { expect, it } from 'vitest';
import { definitionSchema } from '@/engine/index.ts';
import { answeredQueries, declaredUpdates } from './questions-of.ts';

const definition = definitionSchema.parse({ heddle: 1, name: 'Cart', queries: { total: 'vars.total', status: '"mine"' }, updates: { add: { schema: { type: 'object' }, set: { total: '{{ payload.n }}', last: 1 } }, touch: {} } });

it('offers the queries of the definition before the built-in ones, each name once', () => {
  expect(answeredQueries(definition)).toEqual([{ name: 'total', builtIn: false }, { name: 'status', builtIn: false }, { name: 'progress', builtIn: true }, { name: 'pending', builtIn: true }, { name: 'outputs', builtIn: true }]);
  expect(answeredQueries(null).map(({ name }) => name)).toEqual(['status', 'progress', 'pending', 'outputs']);
});
it('knows what an update takes and which variables it sets', () => {
  expect(declaredUpdates(definition)).toEqual([{ name: 'add', schema: { type: 'object' }, sets: ['total', 'last'] }, { name: 'touch', schema: {}, sets: [] }]);
  expect(declaredUpdates(null)).toEqual([]);
});

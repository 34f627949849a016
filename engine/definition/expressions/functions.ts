import type { FunctionSpec } from './function-spec.ts';
import { DATE_FUNCTIONS } from './functions/dates.ts';
import { ENCODING_FUNCTIONS } from './functions/encoding.ts';
import { LIST_FUNCTIONS } from './functions/lists.ts';
import { NUMBER_FUNCTIONS } from './functions/numbers.ts';
import { TEXT_FUNCTIONS } from './functions/text.ts';
import { VALUE_FUNCTIONS } from './functions/values.ts';

const FUNCTIONS: readonly FunctionSpec[] = [...VALUE_FUNCTIONS, ...TEXT_FUNCTIONS, ...NUMBER_FUNCTIONS, ...LIST_FUNCTIONS, ...DATE_FUNCTIONS, ...ENCODING_FUNCTIONS];

/** Functions by name, as the evaluator calls them. */
export const FUNCTION_TABLE: ReadonlyMap<string, FunctionSpec> = new Map(FUNCTIONS.map((spec) => [spec.name, spec]));

/** What completion and the docs show of a function, a macro or a special form. */
export type FunctionDoc = Pick<FunctionSpec, 'name' | 'signature' | 'doc' | 'example'> & { group: FunctionSpec['group'] | 'macros' };

const FORMS: readonly FunctionDoc[] = [
  { name: 'default', group: 'values', signature: 'default(value, otherwise): value', doc: 'The value, or another one when it is null or a part of its path is missing.', example: { source: 'default(null, 3)', gives: '3' } },
  { name: 'has', group: 'values', signature: 'has(path): bool', doc: 'Whether every part of a path is there.', example: { source: '[{"a": {"b": 1}}].filter(x, has(x.a.b)).size()', gives: '1' } },
  { name: 'map', group: 'macros', signature: 'list.map(x, value) or list.map(x, condition, value): list', doc: 'A value for each item (for which the condition holds).', example: { source: '[1, 2, 3].map(x, x > 1, x * 10)', gives: '[20,30]' } },
  { name: 'filter', group: 'macros', signature: 'list.filter(x, condition): list', doc: 'The items for which the condition holds.', example: { source: '[1, 2, 3].filter(x, x != 2)', gives: '[1,3]' } },
  { name: 'all', group: 'macros', signature: 'list.all(x, condition): bool', doc: 'Whether the condition holds for every item.', example: { source: '[1, 2].all(x, x > 0)', gives: 'true' } },
  { name: 'exists', group: 'macros', signature: 'list.exists(x, condition): bool', doc: 'Whether the condition holds for one item at least.', example: { source: '[1, 2].exists(x, x == 2)', gives: 'true' } },
  { name: 'exists_one', group: 'macros', signature: 'list.exists_one(x, condition): bool', doc: 'Whether the condition holds for exactly one item.', example: { source: '[1, 2, 2].exists_one(x, x == 2)', gives: 'false' } },
  { name: 'sortBy', group: 'macros', signature: 'list.sortBy(x, key): list', doc: 'The items in the order of a key; equal keys keep their order.', example: { source: '[{"n": 2}, {"n": 1}].sortBy(x, x.n).map(x, x.n)', gives: '[1,2]' } },
  { name: 'cel.bind', group: 'macros', signature: 'cel.bind(name, value, expression): value', doc: 'Names a value that an expression uses more than once.', example: { source: 'cel.bind(n, 2 + 3, n * n)', gives: '25' } },
  { name: 'orValue', group: 'values', signature: 'optional.orValue(otherwise): value', doc: 'After optional access with ".?": the value, or another one when there is none.', example: { source: '{"a": 1}.?b.orValue(7)', gives: '7' } },
];

/** Everything an expression may call, for completion, docs and tests. */
export const FUNCTION_DOCS: readonly FunctionDoc[] = [...FORMS, ...FUNCTIONS.map(({ name, group, signature, doc, example }) => ({ name, group, signature, doc, example }))];

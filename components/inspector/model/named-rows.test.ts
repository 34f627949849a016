import { expect, it } from 'vitest';
import { setWorkflow } from '@/components/editor/commands/set-workflow.ts';
import { catalogue, checkDefinition, definitionSchema, schemaAt, type Json } from '@/engine/index.ts';
import { proposalsAt } from './completion.ts';
import { findingsAt, localFindings } from './findings.ts';
import { freshName, nameProblem, recordOf, rowsOf, withRow } from './named-rows.ts';
import { problemsOf } from './problems.ts';
import { sightOf, sightOfQuery, sightOfUpdate } from './sight.ts';

const definition = definitionSchema.parse({
  heddle: 1,
  name: 'Cart',
  queries: { total: 'vars.total' },
  updates: { add: { schema: { type: 'object', properties: { price: { type: 'number' } } }, set: { total: '{{ payload.price }}' }, result: '{{ vars.total }}' } },
  nodes: [{ id: 'start', type: 'start' }, { id: 'done', type: 'end' }],
  edges: [{ id: 'a', source: 'start', target: 'done' }],
});

it('writes into the document what has a name of its own, and keeps the rest in its field', () => {
  const rows = [...rowsOf(definition.queries), { name: 'total', value: '1' }, { name: '1st', value: '2' }, { name: '', value: '3' }, { name: 'count', value: '4' }];
  expect(rows.map((_, at) => nameProblem(rows, at))).toEqual([null, 'twice', 'notName', 'notName', null]);
  expect(recordOf(rows)).toEqual({ total: 'vars.total', count: '4' });
  expect(recordOf([{ name: '?', value: '1' }])).toBeUndefined();
  expect(freshName([{ name: 'query2' }], 'query')).toBe('query3');
});
it('knows a row again when another is taken away or added: what was written in its fields and is no value yet stays with it', () => {
  const [first, second] = withRow(rowsOf({ total: 'vars.total' }), 'query', 'null');
  const rest = withRow([second!], 'query', 'null');
  expect(rest[0]!.key).toBe(second!.key);
  expect(new Set([first!, ...rest].map(({ key }) => key)).size).toBe(3);
  expect(rest.map(({ name }) => name)).toEqual(['query2', 'query3']);
});
it('takes the last query and the last update out of the document, and so gives back one without', () => {
  const { queries: _, updates: __, ...bare } = definition;
  expect(setWorkflow(definition, { queries: recordOf([]), updates: recordOf([]) }).definition).toEqual(bare);
});
it('leads a finding to the field of its query or update', () => {
  const wrong = { ...definition, queries: { total: 'nodes.gone.output' }, updates: { add: { ...definition.updates!['add']!, set: { total: '{{ payload. }}' }, schema: { type: 'nothing' } } } };
  const found = localFindings(checkDefinition(wrong, catalogue).findings, null);
  for (const [pointer, code] of [['/queries/total', 'unknown_step'], ['/updates/add/set', 'expression_syntax'], ['/updates/add/schema', 'bad_schema']] as const) {
    expect(findingsAt(found, pointer).map((finding) => finding.code), pointer).toEqual([code]);
  }
});
it('knows what was sent within an update, and nowhere else', () => {
  const outer = sightOf(definition, catalogue, null);
  const sight = sightOfUpdate(outer, definition.updates!['add']!.schema as Json);
  expect([sight.locals, outer.locals]).toEqual([['payload'], []]);
  expect(sight.schemaOf('payload', ['price'])).toEqual({ type: 'number' });
  expect(sight.schemaOf('input', [])).toEqual(schemaAt(definition.input as Json | undefined, []));
  expect(problemsOf('{{ payload.price + true }}', 'template', sight.schemaOf)).toHaveLength(1);
});
it('proposes within a query how the run stands, and nowhere else', () => {
  const outer = sightOf(definition, catalogue, null);
  const labels = (sight: typeof outer) => proposalsAt('run.', sight)!.items.filter(({ kind }) => kind === 'member').map(({ label }) => label);
  expect(labels(sightOfQuery(outer))).toEqual([...labels(outer), 'status', 'paused', 'endedAt']);
});

import { describe, expect, it } from 'vitest';
import { definition, node, testCatalogue } from '../catalogue.fixture.ts';
import { checkDefinition } from '../check.ts';
import type { Json } from '../json.ts';
import { definitionSchema, type Definition, type DefinitionInput } from '../schema.ts';
import { dataNeeded } from './only.ts';
import { prepareTestRun } from './prepare.ts';
import type { RunPart, TestRun } from './test-run.ts';

const read = (input: DefinitionInput): Definition => definitionSchema.parse(input);
type More = { data?: Record<string, Json>; skipWaits?: boolean; decide?: Record<string, string> };
const prepare = (input: DefinitionInput, part: RunPart | null, { data = {}, skipWaits = false, decide = {} }: More = {}) => prepareTestRun(read(input), testCatalogue, { part, data, skipWaits, decide });

function prepared(input: DefinitionInput, part: RunPart | null, more: More = {}): TestRun {
  const result = prepare(input, part, more);
  if (!result.ok) throw new Error(result.refusal.message);
  const { findings } = checkDefinition(result.run.definition, testCatalogue);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return result.run;
}
const drawn = ({ definition: { nodes, edges } }: TestRun) => ({ nodes: nodes.map(({ id, type, parent }) => `${parent === undefined ? '' : `${parent}/`}${id}:${type}`), edges: edges.map(({ source, branch, target, kind }) => `${source}${branch === undefined ? '' : `.${branch}`} ${kind === 'compensate' ? '~' : '>'} ${target}`) });
const value = (text: Json) => ({ params: { value: text } });

/** Fetched, looked at, one of two ways, and something beside it that is broken. */
const flow = definition(
  [
    node('fetch', 'http', { params: { url: '{{ input.url }}' } }), node('big', 'condition', { params: { if: 'nodes.fetch.output.body.n > 10' } }),
    node('yes', 'transform', value({ n: '{{ nodes.fetch.output.body.n }}' })), node('no', 'transform', value('{{ nodes.gone.output }}')),
    node('end', 'end', { params: { output: '{{ default(nodes.yes.output, nodes.no.output) }}' } }),
  ],
  ['start > fetch', 'fetch > big', 'big.true > yes', 'big.false > no', 'yes > end', 'no > end'],
  { input: { type: 'object', properties: { url: { type: 'string' } }, required: ['url'] }, output: { type: 'object' }, queries: { n: 'vars.n' } },
);

describe('up to a node', () => {
  it('runs what leads to it and nothing else, whatever stands beside it', () => {
    const run = prepared(flow, { upTo: 'yes' });
    expect(drawn(run)).toEqual({ nodes: ['start:start', 'fetch:http', 'big:condition', 'yes:transform'], edges: ['start > fetch', 'fetch > big', 'big.true > yes'] });
    expect(run.definition).toMatchObject({ input: flow.input });
    expect([run.definition.output, run.definition.queries, run.pinned]).toEqual([undefined, undefined, {}]);
  });

  it('has the search attributes that read nothing it leaves out', () => {
    const found: DefinitionInput = { ...flow, settings: { searchAttributes: { who: '{{ input.url }}', n: '{{ nodes.yes.output.n }}' } } };
    expect(prepared(found, { upTo: 'fetch' }).definition.settings).toEqual({ searchAttributes: { who: '{{ input.url }}' } });
    expect(prepared(found, { only: 'fetch' }).definition.settings).toEqual({ searchAttributes: { who: '{{ input.url }}' } });
    expect(prepared(found, { upTo: 'yes' }).definition.settings).toEqual(found.settings);
  });

  it('goes back no further than pinned data, which leaves by the branch it stands for', () => {
    const run = prepared(flow, { upTo: 'yes' }, { data: { big: true, fetch: { body: { n: 12 } } } });
    expect(drawn(run)).toEqual({ nodes: ['start:start', 'fetch:http', 'big:switch', 'yes:transform'], edges: ['fetch > big', 'big.true > yes', 'start > fetch'] });
    expect([run.pinned, run.stands]).toEqual([{ fetch: { body: { n: 12 } }, big: true }, { big: { branch: 'true' } }]);
  });

  it('runs the node itself, also when it is pinned', () => {
    expect(prepared(flow, { upTo: 'yes' }, { data: { yes: 1 } }).pinned).toEqual({});
  });

  const boxes = definition(
    [
      node('list', 'transform', value([1, 2])), node('each', 'map', { params: { items: '{{ nodes.list.output }}' } }), node('one', 'transform', { parent: 'each', ...value('{{ item }}') }), node('two', 'transform', { parent: 'each', ...value('{{ nodes.one.output }}') }),
      node('again', 'loop', { params: { until: 'previous > 2', maximum: 9 } }), node('first', 'transform', { parent: 'again', ...value('{{ nodes.each.output }}') }), node('last', 'transform', { parent: 'again', ...value('{{ iteration }}') }),
    ],
    ['start > list', 'list > each', 'one > two', 'each > again', 'first > last'],
  );
  it('enters the containers round it for it alone, a loop once; those before it run whole', () => {
    const run = prepared(boxes, { upTo: 'first' });
    expect(drawn(run).nodes).toEqual(['start:start', 'list:transform', 'each:map', 'each/one:transform', 'each/two:transform', 'again:loop', 'again/first:transform']);
    expect(run.definition.nodes.find(({ id }) => id === 'again')!.params).toEqual({ count: 1, maximum: 1 });
    expect(drawn(prepared(boxes, { upTo: 'one' })).nodes).toEqual(['start:start', 'list:transform', 'each:map', 'each/one:transform']);
    expect(drawn(prepared(boxes, { upTo: 'again' })).nodes).toHaveLength(8);
  });

  it('puts plain steps in the place of pinned containers', () => {
    expect(drawn(prepared(boxes, { upTo: 'first' }, { data: { each: [1, 2] } })).nodes).toEqual(['start:start', 'each:transform', 'again:loop', 'again/first:transform']);
  });

  it('never undoes what never ran', () => {
    const saga = definition(
      [node('trip', 'saga'), node('hotel', 'http', { parent: 'trip', params: { url: 'http://h', method: 'POST' } }), node('drop', 'http', { parent: 'trip', params: { url: 'http://h' } }), node('car', 'http', { parent: 'trip', params: { url: 'http://c' } })],
      ['start > trip', 'hotel > car', 'hotel ~ drop'],
    );
    expect(drawn(prepared(saga, { upTo: 'car' })).edges).toContain('hotel ~ drop');
    expect(drawn(prepared(saga, { upTo: 'car' }, { data: { hotel: 1 } }))).toEqual({ nodes: ['start:start', 'trip:saga', 'trip/hotel:http', 'trip/car:http'], edges: ['start > trip', 'hotel > car'] });
    expect(drawn(prepared(saga, null, { data: { hotel: 1 } })).nodes).not.toContain('trip/drop:http');
    expect(prepare(saga, { upTo: 'drop' })).toMatchObject({ ok: false, refusal: { why: 'undo' } });
  });
});

describe('one node alone', () => {
  it('is given what it reads', () => {
    expect(dataNeeded(read(flow), testCatalogue, 'yes')).toEqual({ nodes: new Map([['fetch', true]]), input: false, vars: false });
    const run = prepared(flow, { only: 'yes' }, { data: { fetch: { body: { n: 3 } }, big: true } });
    expect(drawn(run)).toEqual({ nodes: ['start:start', 'fetch:transform', 'yes:transform'], edges: ['start > fetch', 'fetch > yes'] });
    expect([run.pinned, run.definition.input]).toEqual([{ fetch: { body: { n: 3 } } }, undefined]);
    expect(prepared(flow, { only: 'fetch' }).definition.input).toEqual(flow.input);
  });

  it('says what is missing; what is guarded may be', () => {
    expect(prepare(flow, { only: 'yes' })).toMatchObject({ ok: false, refusal: { why: 'missing_data', nodes: ['fetch'], message: '"yes" reads "fetch", of which there is no data. Pin some, or run up to "yes".' } });
    const run = prepared(definition([node('a', 'transform', value(1)), node('b', 'transform', value('{{ default(nodes.a.output, 0) }}'))], ['start > a', 'a > b']), { only: 'b' });
    expect(run.definition.nodes.find(({ id }) => id === 'a')).toMatchObject({ disabled: true });
  });

  it('in a map takes the first item, in a loop goes once', () => {
    const nested = definition(
      [node('list', 'transform', value([1])), node('again', 'loop', { params: { count: 5 } }), node('each', 'map', { parent: 'again', params: { items: '{{ nodes.list.output }}' } }), node('one', 'transform', { parent: 'each', ...value('{{ item }}') })],
      ['start > list', 'list > again'],
    );
    const run = prepared(nested, { only: 'one' }, { data: { list: [1, 2] } });
    expect(drawn(run)).toEqual({ nodes: ['start:start', 'list:transform', 'each/one:transform', 'again/each:map', 'again:loop'], edges: ['start > list', 'list > again'] });
    expect(run.definition.nodes.map(({ params }) => params)).toMatchObject([{}, { value: null }, { value: '{{ item }}' }, { items: '{{ [first(nodes.list.output)] }}' }, { count: 1, maximum: 1 }]);
  });

  it('comes to an end where nodes of the draft stand in each other', () => {
    const knot = definition([node('a', 'map', { parent: 'b' }), node('b', 'map', { parent: 'a' })], []);
    expect(prepare(knot, { only: 'a' })).toMatchObject({ ok: true });
    expect([...dataNeeded(read(knot), testCatalogue, 'b').nodes]).toEqual([]);
  });

  it('has no data of a step that is named like something every object has', () => {
    const named = definition([node('toString', 'transform', value(1)), node('valueOf', 'approval', { params: { title: 'Well?' } })], ['start > toString', 'toString > valueOf']);
    expect(prepared(named, null).pinned).toEqual({});
  });

  it('is not one that is disabled, or that is not there', () => {
    expect(prepare(definition([node('a', 'transform', { disabled: true, ...value(1) })], ['start > a']), { only: 'a' })).toMatchObject({ ok: false, refusal: { why: 'disabled' } });
    expect(prepare(flow, { only: 'nobody' })).toMatchObject({ ok: false, refusal: { why: 'unknown_node' } });
  });
});

describe('waits', () => {
  const waits = definition(
    [node('pause', 'wait', { params: { for: '2d' } }), node('ask', 'approval', { params: { title: 'Well?', form: { type: 'object', properties: { limit: { type: 'integer', default: 5 } } } } }), node('go', 'transform', value('{{ nodes.ask.output.data.limit }}'))],
    ['start > pause', 'pause > ask', 'ask.approved > go'],
  );
  it('pass at once where that is asked, and approvals take the outcome that is chosen', () => {
    expect(prepared(waits, null).pinned).toEqual({});
    const run = prepared(waits, { upTo: 'go' }, { skipWaits: true, decide: { ask: 'approved' } });
    expect([run.pinned, run.stands]).toEqual([{ pause: null, ask: { outcome: 'approved', by: null, comment: null, data: { limit: 5 }, decisions: [] } }, { ask: { branch: 'approved' } }]);
    expect(prepare(waits, null, { decide: { ask: 'perhaps' } })).toMatchObject({ ok: false, refusal: { why: 'unknown_outcome', message: '"ask" has no outcome "perhaps"; it has approved, rejected, timeout.' } });
  });

  it('are what they are when they are the node that is meant', () => {
    expect(prepared(waits, { only: 'pause' }, { skipWaits: true }).pinned).toEqual({});
  });
});

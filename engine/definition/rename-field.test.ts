import { describe, expect, it } from 'vitest';
import { catalogue } from '../nodes/catalogue.ts';
import { followFieldName, followPayloadName, type FieldPlace } from './rename-field.ts';
import type { Definition } from './schema.ts';
import type { JsonObject } from './json.ts';

type Draft = { id: string; type: string; params?: JsonObject; [more: string]: unknown };
const define = (nodes: Draft[], more: Partial<Definition> = {}): Definition => ({ heddle: 1, name: 'Test', nodes: nodes.map((node) => ({ name: '', params: {}, position: { x: 0, y: 0 }, ...node })), edges: [], ...more }) as Definition;
const transform = (value: JsonObject): Draft => ({ id: 'use', type: 'transform', params: { value } });
const INPUT: FieldPlace = { kind: 'input' };
const follow = (value: string): unknown => (followFieldName(define([{ id: 'start', type: 'start' }, transform({ a: value })]), catalogue, INPUT, 'old', 'new').definition.nodes[1]!.params['value'] as JsonObject)['a'];

describe('an expression follows the new name of a field of the input', () => {
  it.each([
    ['{{ input.old }}', '{{ input.new }}'], ['{{ input["old"] + input[\'old\'] }}', '{{ input["new"] + input[\'new\'] }}'], ['{{ has(input.old) && default(input.old.old, 1) }}', '{{ has(input.new) && default(input.new.old, 1) }}'],
    ['{{ input.?old.orValue(1) }}', '{{ input.?new.orValue(1) }}'], ['{{ input . old }} and {{ input.older }}', '{{ input . new }} and {{ input.older }}'], ['{{ input.list.map(x, x.old + input.old) }}', '{{ input.list.map(x, x.old + input.new) }}'],
    ['{{ nodes.start.output.old }}', '{{ nodes.start.output.new }}'], ['{{ nodes.other.output.old }}', '{{ nodes.other.output.old }}'], ['{{ vars.old }}', '{{ vars.old }}'], ['input.old in words', 'input.old in words'], ['{{ input.old', '{{ input.old'],
    ['{{ input.a.old }}', '{{ input.a.old }}'], ['{{ input.map(input, input.old) }}', '{{ input.map(input, input.old) }}'], ['{{ input.items[input.old].old }}', '{{ input.items[input.new].old }}'],
  ])('%s becomes %s', (before, after) => {
    expect(follow(before)).toBe(after);
  });
});

it('and so do conditions, cases, queries, updates, search attributes and what a schedule starts with; what has nothing to do with it stays the same object', () => {
  const definition = define([
    { id: 'start', type: 'start', params: { on: 'schedule', every: '1h', input: { first: 1, old: 2, last: 3 } }, ui: { pinned: { old: 4 } } },
    { id: 'if', type: 'condition', params: { if: 'input.old > 1' } },
    { id: 'switch', type: 'switch', params: { cases: [{ id: 'a', when: 'input.old == 2' }] } },
    { id: 'code', type: 'code', params: { source: 'return input.old;', input: { old: '{{ input.old }}' } } },
    transform({ a: '{{ input.other }}' }),
  ], { queries: { total: 'input.old + 1' }, updates: { add: { set: { sum: '{{ input.old + payload.old }}' }, result: '{{ input.old }}' } }, settings: { searchAttributes: { who: '{{ input.old }}' }, priority: 1 } });
  const { definition: next, left } = followFieldName(definition, catalogue, INPUT, 'old', 'new');
  expect(next.nodes.map(({ params }) => params)).toEqual([
    { on: 'schedule', every: '1h', input: { first: 1, new: 2, last: 3 } }, { if: 'input.new > 1' }, { cases: [{ id: 'a', when: 'input.new == 2' }] }, { source: 'return input.old;', input: { old: '{{ input.new }}' } }, { value: { a: '{{ input.other }}' } },
  ]);
  expect(Object.keys(next.nodes[0]!.params['input'] as JsonObject)).toEqual(['first', 'new', 'last']);
  expect(next.nodes[0]!.ui).toEqual({ pinned: { new: 4 } });
  expect(next).toMatchObject({ queries: { total: 'input.new + 1' }, updates: { add: { set: { sum: '{{ input.new + payload.old }}' }, result: '{{ input.new }}' } }, settings: { searchAttributes: { who: '{{ input.new }}' }, priority: 1 } });
  expect(next.nodes[4]).toBe(definition.nodes[4]);
  expect(left).toEqual([]);
});

it('who takes the whole value, or reads it by a computed name, is told', () => {
  const definition = define([{ id: 'start', type: 'start' }, { id: 'code', type: 'code', params: { source: 'return input.old;', input: '{{ input }}' } }, { id: 'all', type: 'transform', params: { value: '{{ nodes.start.output }}' } }, { id: 'by', type: 'transform', params: { value: '{{ input[vars.name] }}' } }, { id: 'state', type: 'transform', params: { value: '{{ nodes.start.status }}' } }, transform({ a: '{{ input.old }}' })]);
  expect(followFieldName(definition, catalogue, INPUT, 'old', 'new').left).toEqual(['code', 'all', 'by']);
});

const form: JsonObject = { type: 'object', properties: { old: { type: 'string' } } };
it.each<[string, Draft, string, string]>([
  ['approval', { id: 'ask', type: 'approval', params: { title: 'x', form, prefill: { old: '{{ input.old }}' } } }, 'form', 'nodes.ask.output.data'],
  ['signal', { id: 'ask', type: 'signal', params: { name: 'go', schema: form } }, 'schema', 'nodes.ask.output'],
  ['agent', { id: 'ask', type: 'agent', params: { prompt: 'x', outputSchema: form } }, 'outputSchema', 'nodes.ask.output.value'],
])('the answer of an %s is read under the new name, by who undoes it too', (_, node, param, path) => {
  const compensated = path.replace('nodes.ask', 'compensated');
  const definition = define([node, transform({ a: `{{ ${path}.old }}`, b: '{{ input.old }}', c: '{{ nodes.ask.output.outcome }}' }), { id: 'undo', type: 'transform', params: { value: `{{ ${compensated}.old }}` } }], { edges: [{ id: 'e', source: 'ask', target: 'undo', kind: 'compensate' }] });
  const { definition: next, left } = followFieldName(definition, catalogue, { kind: 'param', node: 'ask', param }, 'old', 'new');
  expect(next.nodes[1]!.params['value']).toEqual({ a: `{{ ${path}.new }}`, b: '{{ input.old }}', c: '{{ nodes.ask.output.outcome }}' });
  expect(next.nodes[2]!.params['value']).toBe(`{{ ${compensated}.new }}`);
  if (param === 'form') expect(next.nodes[0]!.params['prefill']).toEqual({ new: '{{ input.old }}' });
  expect(left).toEqual([]);
});

it('what an update is sent is read under the new name by what it sets and answers', () => {
  expect(followPayloadName({ schema: form, set: { a: '{{ payload.old + input.old }}' }, result: '{{ payload.old }}' }, 'old', 'new')).toEqual({ schema: form, set: { a: '{{ payload.new + input.old }}' }, result: '{{ payload.new }}' });
  expect(followPayloadName({ schema: form }, 'old', 'new')).toEqual({ schema: form });
});

it('a member that is there already is not overwritten', () => {
  const definition = define([{ id: 'start', type: 'start', params: { on: 'schedule', every: '1h', input: { old: 1, new: 2 } } }]);
  expect(followFieldName(definition, catalogue, INPUT, 'old', 'new').definition.nodes[0]!.params['input']).toEqual({ old: 1, new: 2 });
});

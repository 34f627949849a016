import { describe, expect, it } from 'vitest';
import { definition, node, testCatalogue } from '../catalogue.fixture.ts';
import { checkDefinition } from '../check.ts';
import type { Json } from '../json.ts';
import { definitionSchema, type Definition, type DefinitionInput } from '../schema.ts';
import { extractWorkflow } from './extract.ts';

const read = (input: DefinitionInput): Definition => definitionSchema.parse(input);
const value = (text: Json) => ({ params: { value: text } });
const cut = (input: DefinitionInput, ...ids: string[]) => extractWorkflow(read(input), testCatalogue, new Set(ids), { name: 'Look it up', workflow: 'look-it-up' });
const arrows = ({ edges }: Definition) => edges.map(({ source, branch, target, kind }) => `${source}${branch === undefined ? '' : `.${branch}`} ${kind ? '~' : '>'} ${target}`).sort();
const paramsOf = ({ nodes }: Definition) => Object.fromEntries(nodes.map(({ id, params }) => [id, params]));
const errors = (drawn: Definition) => checkDefinition(drawn, testCatalogue).findings.filter(({ severity }) => severity === 'error');

function cutOut(input: DefinitionInput, ...ids: string[]) {
  const result = cut(input, ...ids);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  const { extraction } = result;
  expect([errors(extraction.sub), errors(extraction.definition)]).toEqual([[], []]);
  return extraction;
}
const why = (input: DefinitionInput, ...ids: string[]) => {
  const result = cut(input, ...ids);
  return result.ok ? 'nothing' : result.refusal.why;
};

const flow = definition(
  [
    node('first', 'transform', value({ n: 1 })), node('a', 'transform', value('{{ nodes.first.output.n + input.n + vars.v }}')), node('c', 'condition', { params: { if: '{{ nodes.a.output > default(input["e-mail"], 3) }}' } }),
    node('b', 'transform', value('{{ nodes.a.output }} of {{ run.id }}')), node('d', 'transform', value('small')), node('keep', 'set', { params: { vars: { v: 1 } } }), node('last', 'transform', value('{{ default(nodes.b.output, nodes.a.output) }}')), node('end', 'end', { params: { output: '{{ nodes.last.output }}' } }),
  ],
  ['start > keep', 'keep > first', 'first > a', 'a > c', 'c.true > b', 'c.false > d', 'b > last', 'd > last', 'last > end'],
  { input: { type: 'object', properties: { n: { type: 'integer', title: 'Number' }, 'e-mail': { type: 'string' } } }, queries: { now: 'nodes.a.output' }, settings: { taskQueue: 'gpu', timeout: '1h' } },
);

describe('a selection becomes a workflow of its own', () => {
  const { sub, definition: rest, child, inputs, outputs } = cutOut(flow, 'a', 'c', 'b', 'd');

  it('in whose place stands one step that is tied as they were', () => {
    expect(child).toBe('lookItUp');
    expect(arrows(rest)).toEqual(['first > lookItUp', 'keep > first', 'last > end', 'lookItUp > last', 'start > keep']);
    expect(rest.nodes.map(({ id }) => id)).toEqual(['start', 'first', 'lookItUp', 'keep', 'last', 'end']);
    expect(arrows(sub)).toEqual(['a > c', 'b > end2', 'c.false > d', 'c.true > b', 'd > end2', 'start2 > a']);
  });

  it('which is given what they read of the rest', () => {
    expect(inputs).toEqual({ first: 'nodes.first.output', n: 'input.n', v: 'vars.v', e_mail: 'input["e-mail"]', runId: 'run.id' });
    expect(rest.nodes.find(({ id }) => id === child)!.params).toMatchObject({ workflow: 'look-it-up', input: { first: '{{ nodes.first.output }}', n: '{{ input.n }}', v: '{{ vars.v }}', e_mail: '{{ default(input["e-mail"], null) }}', runId: '{{ run.id }}' } });
    expect(paramsOf(sub)).toMatchObject({ a: { value: '{{ input.first.n + input.n + input.v }}' }, c: { if: '{{ nodes.a.output > default(input.e_mail, 3) }}' }, b: { value: '{{ nodes.a.output }} of {{ input.runId }}' } });
    expect(sub.input).toEqual({ type: 'object', properties: { first: {}, n: { title: 'Number' }, v: {}, e_mail: {}, runId: {} } });
    expect(sub.settings).toEqual({ taskQueue: 'gpu' });
  });

  it('and gives what the rest reads of them, null of what may not have run', () => {
    expect(outputs).toEqual({ b: 'nodes.b.output', a: 'nodes.a.output' });
    expect(paramsOf(sub).end2).toEqual({ output: { b: '{{ default(nodes.b.output, null) }}', a: '{{ default(nodes.a.output, null) }}' } });
    expect(paramsOf(rest).last).toEqual({ value: '{{ default(nodes.lookItUp.output.b, nodes.lookItUp.output.a) }}' });
    expect(rest.queries).toEqual({ now: 'nodes.lookItUp.output.a' });
  });

  it('from within a container, with the locals of that container as input and those of its own containers as they are', () => {
    const boxes = definition(
      [node('each', 'map', { params: { items: '{{ input.list }}' } }), node('x', 'transform', { parent: 'each', ...value('{{ item.name }} {{ index }}') }), node('again', 'loop', { parent: 'each', params: { count: 2 } }), node('y', 'transform', { parent: 'again', ...value('{{ iteration }} {{ item }} {{ nodes.x.output }}') })],
      ['start > each', 'x > again'],
    );
    const { sub: inner, definition: outer } = cutOut(boxes, 'again', 'y', 'x');
    expect(paramsOf(inner)).toMatchObject({ x: { value: '{{ input.item.name }} {{ input.index }}' }, y: { value: '{{ iteration }} {{ input.item }} {{ nodes.x.output }}' }, end: { output: '{{ nodes.again.output }}' } });
    expect(outer.nodes.find(({ id }) => id === 'lookItUp')).toMatchObject({ parent: 'each', params: { input: { item: '{{ item }}', index: '{{ index }}' } } });
  });

  it('and hands the join of its one beginning on', () => {
    const joined = definition([node('a', 'transform', value(1)), node('b', 'transform', value(1)), node('j', 'transform', { join: 'any', rest: 'cancel', ...value(1) }), node('k', 'transform', value(1)), node('end', 'end')], ['start > a', 'start > b', 'a > j', 'b > j', 'j > k', 'k > end']);
    const { definition: outer, sub: inner } = cutOut(joined, 'j', 'k');
    expect(outer.nodes.find(({ id }) => id === 'lookItUp')).toMatchObject({ join: 'any', rest: 'cancel' });
    expect(inner.nodes.find(({ id }) => id === 'j')!.join).toBeUndefined();
  });
});

describe('a selection that is not closed is refused', () => {
  const line = (nodes: Parameters<typeof definition>[0], wires: string[], more = {}) => definition([...nodes, node('end', 'end', { params: { output: 1 } })], wires, more);
  const t = (id: string, text: Json = 1, more = {}) => node(id, 'transform', { ...value(text), ...more });

  it('by what is in it', () => {
    expect([why(flow), why(flow, 'start', 'keep'), why(flow, 'last', 'end')]).toEqual(['empty', 'start', 'end']);
    expect(why(line([t('a'), t('z', 1, { always: true })], ['start > a', 'a > end']), 'z')).toBe('cleanup');
    const saga = line([node('s', 'saga'), t('h', 1, { parent: 's' }), t('u', 1, { parent: 's' }), t('i', 1, { parent: 's' })], ['start > s', 's > end', 'h > i', 'h ~ u']);
    expect([why(saga, 'h', 'i'), why(saga, 'i', 'end'), why(saga, 's')]).toEqual(['undo', 'scopes', 'nothing']);
  });

  it('by the ways through it', () => {
    expect(why(flow, 'a', 'b')).toBe('leaves-and-returns');
    expect(why(flow, 'a', 'c')).toBe('exits');
    expect(why(line([t('a'), t('b'), t('x'), t('y')], ['start > a', 'start > b', 'a > x', 'b > y', 'x > end', 'y > end']), 'x', 'y')).toBe('entries');
    // The way by which nothing follows would be followed all the same.
    expect(why(line([node('c', 'condition', { params: { if: 'true' } }), t('yes'), t('no')], ['start > c', 'c.true > yes', 'c.false > no', 'yes > end']), 'c', 'yes', 'no')).toBe('ways');
    expect(why(line([t('a'), t('b'), t('j', 1, { join: 'any' }), t('k')], ['start > a', 'start > k', 'a > j', 'start > j', 'j > end', 'k > end', 'a > b', 'b > j']), 'a', 'b', 'j')).toBe('join');
  });

  it('by what is read across its border', () => {
    expect(why(line([t('a'), t('b', '{{ nodes.a.status }}')], ['start > a', 'a > b', 'b > end']), 'b')).toBe('status');
    expect(why(line([t('a'), t('b', '{{ nodes.a.error }}')], ['start > a', 'a > b', 'b > end']), 'a')).toBe('status');
    expect(why(line([t('a', '{{ vars[input.which] }}')], ['start > a', 'a > end']), 'a')).toBe('computed');
    expect(why(line([node('s', 'set', { params: { vars: { v: 1 } } }), t('b', '{{ vars.v }}')], ['start > s', 's > b', 'b > end']), 's')).toBe('vars');
    expect(why(line([node('s', 'set', { params: { vars: { v: 1 } } }), t('b', '{{ vars.v }}')], ['start > s', 's > b', 'b > end']), 's', 'b')).toBe('nothing');
    // A clean-up reads what "a" gave though "b" failed; a sub-workflow that failed gives nothing.
    const tidied = (more: object) => line([t('a'), t('b'), t('z', '{{ default(nodes.a.output, 0) }}', more)], ['start > a', 'a > b', 'b > end']);
    expect(why(tidied({ always: true }), 'a', 'b')).toBe('cleanup-reads');
    expect(why(definition([t('a'), t('b')], ['start > a', 'start > b']), 'a')).toBe('output');
    expect(why(line([t('a', '{{ nodes.nobody.output }}')], ['start > a', 'a > end']), 'a')).toBe('broken');
  });
});

import { describe, expect, it } from 'vitest';
import { catalogue, checkDefinition, definitionSchema, type Definition, type JsonObject } from '@/engine/index.ts';
import { nodeById } from '../document/graph.ts';
import { addNode, type NewNode } from './add-node.ts';
import { insertOnEdge } from './insert-on-edge.ts';
import { replaceType } from './replace-type.ts';

const outputSchema = { type: 'object', properties: { kind: { type: 'string' } } };
type Part = { id: string; type: string; params?: JsonObject; parent?: string; onError?: 'branch' };
function drawn(parts: readonly Part[], edges: readonly string[]): Definition {
  return definitionSchema.parse({
    heddle: 1,
    name: 'Place',
    input: { type: 'object', properties: { names: { type: 'array', items: { type: 'string' } }, orders: { type: 'array', items: { type: 'object', properties: { runId: { type: 'string' } } } } } },
    nodes: [{ id: 'start', type: 'start' }, ...parts],
    edges: edges.map((text, at) => {
      const [from = '', to = ''] = text.split(' > ');
      const [source = '', branch] = from.split('.');
      return { id: `e${at}`, source, target: to, ...(branch === undefined ? {} : { branch }) };
    }),
  });
}
/** What a parameter of a new node starts with at a place. */
function first(definition: Definition, wish: Partial<NewNode>, type = 'agent', param = 'prompt') {
  const { definition: next, select } = addNode(definition, catalogue, { type, position: { x: 0, y: 0 }, ...wish });
  return nodeById(next, select![0]!)!.params[param];
}
const after = (node: string, branch = 'out') => ({ after: { node, branch } });

describe('a new step whose settings read what it works on', () => {
  const steps = drawn(
    [
      { id: 'call', type: 'http', params: { url: 'https://x.test' }, onError: 'branch' },
      { id: 'tell', type: 'agent', params: { prompt: 'x' } },
      { id: 'sort-it', type: 'agent', params: { prompt: 'x', outputSchema } },
      { id: 'if', type: 'condition', params: { if: 'true' } },
      { id: 'nap', type: 'wait', params: { for: '1m' } },
      { id: 'child', type: 'child', params: { workflow: 'greeting', wait: false } },
    ],
    ['start > call', 'call > tell', 'tell > sort-it', 'sort-it > if', 'if.true > nap', 'start > child'],
  );
  it('reads the input at the start, and where nothing leads to it', () => {
    expect(first(steps, {})).toBe('{{ toJson(input) }}');
    expect(first(steps, after('start'))).toBe('{{ toJson(input) }}');
  });
  it('reads what the step before it gives, where the answer stands in it', () => {
    expect(first(steps, after('call'))).toBe('{{ toJson(nodes.call.output.body) }}');
    expect(first(steps, after('tell'))).toBe('{{ nodes.tell.output.text }}');
    expect(first(steps, after('sort-it'))).toBe('{{ toJson(nodes["sort-it"].output.value) }}');
  });
  it('looks further back behind a step that only waits or chooses, and behind one that failed', () => {
    for (const from of [after('if', 'false'), after('nap')]) expect(first(steps, from)).toBe('{{ toJson(nodes["sort-it"].output.value) }}');
    expect(first(steps, after('call', 'error'))).toBe('{{ toJson(input) }}');
  });
  it('looks for a member of the input only where it may be there', () => {
    expect(first(steps, after('child'), 'emit', 'run')).toBe('{{ nodes.child.output.runId }}');
    expect(first(steps, after('call'), 'emit', 'run')).toBe('{{ input.runId }}');
  });
  it('is the same when it is put on an edge, or in the place of another', () => {
    const inserted = insertOnEdge(steps, catalogue, 'e2', 'agent');
    expect(nodeById(inserted.definition, inserted.select![0]!)!.params['prompt']).toBe('{{ nodes.tell.output.text }}');
    expect(nodeById(replaceType(steps, catalogue, 'nap', 'agent').definition, 'nap')!.params['prompt']).toBe('{{ toJson(nodes["sort-it"].output.value) }}');
  });
});

describe('a new step in a container', () => {
  const inside = (items: string) => drawn(
    [
      { id: 'call', type: 'http', params: { url: 'https://x.test' } },
      { id: 'each', type: 'map', params: { items } },
      { id: 'box', type: 'group', parent: 'each' },
      { id: 'rounds', type: 'loop', params: { count: 2 } },
      { id: 'trip', type: 'saga' },
      { id: 'book', type: 'agent', parent: 'trip', params: { prompt: 'x' } },
    ],
    ['start > call', 'call > each', 'call > rounds'],
  );
  it('of a map reads the item, at any depth, as text where it is text', () => {
    for (const parent of ['each', 'box']) expect(first(inside('{{ input.orders }}'), { parent })).toBe('{{ toJson(item) }}');
    expect(first(inside('{{ input.names }}'), { parent: 'each' })).toBe('{{ item }}');
    expect(first(inside('{{ input.orders }}'), { parent: 'each' }, 'emit', 'run')).toBe('{{ item.runId }}');
    expect(first(inside('{{ input.names }}'), { parent: 'each' }, 'emit', 'run')).toBe('{{ input.runId }}');
  });
  it('of another one reads what comes before that', () => {
    expect(first(inside('{{ input.names }}'), { parent: 'rounds' })).toBe('{{ toJson(nodes.call.output.body) }}');
    expect(first(inside('{{ input.names }}'), { parent: 'trip' })).toBe('{{ toJson(input) }}');
  });
  it('that undoes another reads what that one gave', () => {
    expect(first(inside('{{ input.names }}'), { parent: 'trip', ...after('book', 'compensate') })).toBe('{{ compensated.output.text }}');
  });
});

it('no step that is added anywhere reads what is not there', () => {
  const types = [...catalogue.values()].filter(({ kind }) => kind !== 'start').map(({ type }) => type);
  for (const before of types) {
    if (catalogue.get(before)!.kind === 'end') continue;
    const base = addNode(drawn([], []), catalogue, { type: before, position: { x: 0, y: 0 }, after: { node: 'start', branch: 'out' } });
    const id = base.select![0]!;
    for (const branch of catalogue.get(before)!.branches(nodeById(base.definition, id)!.params)) {
      for (const type of ['agent', 'emit']) {
        const { definition, select } = addNode(base.definition, catalogue, { type, position: { x: 300, y: 0 }, after: { node: id, branch } });
        const said = checkDefinition(definition, catalogue).findings.filter(({ node, code }) => node === select![0] && code !== 'undeclared_input');
        expect(said, `${type} after ${before}.${branch}`).toEqual([]);
      }
    }
  }
});

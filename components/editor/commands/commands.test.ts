import { describe, expect, it } from 'vitest';
import type { Definition } from '@/engine/index.ts';
import { testCatalogue as catalogue } from '../../canvas/testing/catalogue.ts';
import { definition, trip } from '../../canvas/testing/definitions.ts';
import { apply, MERGE_MS, redo, select, startHistory, undo } from '../document/history.ts';
import { absolutePosition, nodeById } from '../document/graph.ts';
import { addNode } from './add-node.ts';
import { align, distribute } from './arrange.ts';
import { copyFragment, duplicate, paste, readFragment } from './fragment.ts';
import { canGroup, group, ungroup } from './group.ts';
import { insertOnEdge } from './insert-on-edge.ts';
import { move, moveBy } from './move.ts';
import { remove } from './remove.ts';
import { renameId } from './rename-id.ts';
import { reparent } from './reparent.ts';
import { replaceType } from './replace-type.ts';
import { setNode, setParam, setUi } from './set-node.ts';

const arrows = (input: Definition) => input.edges.map((edge) => `${edge.source}${edge.branch ? `:${edge.branch}` : ''}${edge.kind ? ' undo ' : ' → '}${edge.target}`).sort();
const chain = () => definition({
  nodes: ['a', 'b', 'c', 'd'].map((id, at) => ({ id, type: 'http', position: { x: at * 250, y: 0 } })),
  edges: [['a', 'b'], ['b', 'c'], ['c', 'd']].map(([source, target], at) => ({ id: `e${at}`, source: source!, target: target! })),
});

describe('add', () => {
  it('starts a node with the defaults of its type, a free id and a free name, and selects it', () => {
    const first = addNode(trip(), catalogue, { type: 'http', position: { x: 1, y: 2 } });
    const second = addNode(first.definition, catalogue, { type: 'http', position: { x: 1, y: 2 } });
    expect(nodeById(first.definition, 'http')).toMatchObject({ name: 'Http', params: { method: 'GET', url: '' } });
    expect(nodeById(second.definition, 'http2')).toMatchObject({ name: 'Http 2' });
    expect(second.select).toEqual(['http2']);
  });
  it('ties it to the branch it was asked for at', () => {
    const { definition: next } = addNode(trip(), catalogue, { type: 'wait', position: { x: 0, y: 0 }, after: { node: 'approve', branch: 'rejected' } });
    expect(arrows(next)).toContain('approve:rejected → wait');
  });
  it('makes it an undo step when it was asked for below a step of a saga', () => {
    const base = remove(trip(), catalogue, ['cancelHotel']).definition;
    const { definition: next } = addNode(base, catalogue, { type: 'http', position: { x: 20, y: 180 }, parent: 'book', after: { node: 'hotel', branch: 'compensate' } });
    expect(arrows(next)).toContain('hotel undo http');
  });
});

describe('remove', () => {
  it('takes a container with everything in it and every edge of it', () => {
    const { definition: next } = remove(trip(), catalogue, ['book']);
    expect(next.nodes.map((node) => node.id)).toEqual(['start', 'approve', 'done']);
    expect(arrows(next)).toEqual(['approve:approved → done']);
  });
  it('joins what was before to what was after when asked', () => {
    expect(arrows(remove(chain(), catalogue, ['b', 'c'], true).definition)).toEqual(['a → d']);
    expect(arrows(remove(chain(), catalogue, ['b', 'c']).definition)).toEqual([]);
  });
});

it('an inserted node stands between both ends, and what follows makes room', () => {
  const { definition: next } = insertOnEdge(chain(), catalogue, 'e1', 'condition');
  expect(arrows(next)).toEqual(['a → b', 'b → condition', 'c → d', 'condition:true → c']);
  const at = (id: string) => nodeById(next, id)!.position.x;
  expect(at('condition')).toBe(500);
  expect([at('a'), at('b')]).toEqual([0, 250]);
  expect(at('d') - at('c')).toBe(250);
  expect(at('c')).toBeGreaterThan(at('condition') + 196);
});

describe('move', () => {
  it('keeps a container round its inside without moving the rest of it on the canvas', () => {
    const before = trip();
    const { definition: next } = move(before, new Map([['hotel', { x: -80, y: -10 }]]));
    expect(absolutePosition(next, nodeById(next, 'flight')!)).toEqual(absolutePosition(before, nodeById(before, 'flight')!));
    expect(nodeById(next, 'hotel')!.position).toEqual({ x: 20, y: 28 });
    expect(nodeById(next, 'book')!.position).toEqual({ x: 242 - 100, y: 0 - 38 });
  });
  it('carries the inside of a container once', () => {
    const { definition: next } = moveBy(trip(), ['book', 'hotel'], 10, 0);
    expect(nodeById(next, 'hotel')!.position).toEqual({ x: 20, y: 28 });
    expect(nodeById(next, 'book')!.position.x).toBe(252);
  });
  it('gives the same document when nothing moved', () => {
    const before = trip();
    expect(move(before, new Map([['hotel', { x: 20.2, y: 28 }]])).definition).toBe(before);
  });
});

describe('reparent', () => {
  it('keeps the place on the canvas and drops edges that would cross the border', () => {
    const before = trip();
    const { definition: next } = reparent(before, catalogue, ['flight'], null);
    expect(absolutePosition(next, nodeById(next, 'flight')!)).toEqual(absolutePosition(before, nodeById(before, 'flight')!));
    expect(arrows(next)).not.toContain('hotel → flight');
    expect(nodeById(next, 'flight')!.parent).toBeUndefined();
  });
  it('puts no start into a container and no container into itself', () => {
    const before = trip();
    expect(reparent(before, catalogue, ['start'], 'book').definition).toBe(before);
    expect(reparent(before, catalogue, ['book'], 'book').definition).toBe(before);
  });
});

describe('clipboard', () => {
  it('goes through text and comes back with new ids, inner edges and expressions that speak of the copies', () => {
    const base = setParam(trip(), 'flight', 'body', { hotel: '{{ nodes.hotel.output.body.ref }}', other: '{{ nodes.start.output }}' }).definition;
    const text = JSON.stringify(copyFragment(base, ['book']));
    const { definition: next, select } = paste(base, catalogue, readFragment(text)!, { x: 10, y: 10 });
    expect(select).toEqual(['book2']);
    const copy = next.nodes.filter((node) => node.parent === 'book2');
    expect(copy.map((node) => node.name)).toEqual(['Hotel', 'Flight', 'Cancel hotel', 'Cancel flight']);
    const flight = copy.find((node) => node.name === 'Flight')!;
    expect(flight.params['body']).toEqual({ hotel: `{{ nodes.${copy[0]!.id}.output.body.ref }}`, other: '{{ nodes.start.output }}' });
    expect(arrows(next).filter((arrow) => arrow.includes('undo'))).toHaveLength(4);
  });
  it('leaves text alone that is not a piece of a workflow', () => {
    expect(['hello', '{"a":1}', '{broken', '[]'].map(readFragment)).toEqual([null, null, null, null]);
  });
  it('duplicates inside the container', () => {
    const { definition: next, select } = duplicate(trip(), catalogue, new Set(['hotel']));
    expect(nodeById(next, select![0]!)).toMatchObject({ parent: 'book', name: 'Hotel', position: { x: 56, y: 64 } });
  });
});

describe('replace', () => {
  it('keeps place and edges, each by a way out that the new type has', () => {
    const { definition: next } = replaceType(trip(), catalogue, 'approve', 'condition');
    expect(nodeById(next, 'approve')).toMatchObject({ type: 'condition', position: { x: 760, y: 90 } });
    expect(arrows(next)).toContain('approve:true → done');
    expect(arrows(next)).toContain('book:out → approve');
  });
  it('takes away what stood in a container that is one no longer', () => {
    expect(replaceType(trip(), catalogue, 'book', 'http').definition.nodes.map((node) => node.id)).toEqual(['start', 'book', 'approve', 'done']);
    expect(replaceType(trip(), catalogue, 'book', 'group').definition.nodes).toHaveLength(8);
  });
});

describe('group', () => {
  it('leads edges of its inside to and from the box', () => {
    const { definition: next } = group(chain(), catalogue, new Set(['b', 'c']));
    expect(arrows(next)).toEqual(['a → group', 'b → c', 'group → d']);
    expect(nodeById(next, 'b')).toMatchObject({ parent: 'group', position: { x: 20, y: 28 } });
  });
  it('refuses nodes with another one between them', () => {
    expect(canGroup(chain(), catalogue, new Set(['a', 'c']))).toBe('leaves-and-returns');
    expect(canGroup(trip(), catalogue, new Set(['hotel', 'approve']))).toBe('scopes');
    expect(canGroup(trip(), catalogue, new Set(['start']))).toBe('start');
  });
  it('is taken apart again to the same edges and places', () => {
    const before = chain();
    const boxed = group(before, catalogue, new Set(['b', 'c'])).definition;
    const after = ungroup(boxed, 'group').definition;
    expect(arrows(after)).toEqual(arrows(before));
    expect(after.nodes.map((node) => node.position)).toEqual(before.nodes.map((node) => node.position));
  });
});

it('a new id is followed by edges, containers and expressions', () => {
  const base = setParam(trip(), 'approve', 'context', 'Hotel {{ nodes.book.output }} and {{ nodes["book"].status }}').definition;
  const { definition: next } = renameId(base, 'book', 'travel');
  expect(arrows(next)).toContain('start → travel');
  expect(nodeById(next, 'hotel')!.parent).toBe('travel');
  expect(nodeById(next, 'approve')!.params['context']).toBe('Hotel {{ nodes.travel.output }} and {{ nodes["travel"].status }}');
  const asked = { ...base, queries: { booked: 'nodes.book.output' }, updates: { change: { set: { was: '{{ nodes.book.output.price }}' }, result: '{{ nodes.book.status }}' } } };
  const { queries, updates } = renameId(asked, 'book', 'travel').definition;
  expect([queries, updates]).toEqual([{ booked: 'nodes.travel.output' }, { change: { set: { was: '{{ nodes.travel.output.price }}' }, result: '{{ nodes.travel.status }}' } }]);
  expect(renameId(base, 'book', 'hotel').definition).toBe(base);
  expect(renameId(base, 'book', '1st').definition).toBe(base);
});

it('aligning and distributing agree with the sizes that are drawn', () => {
  const base = definition({ nodes: [{ id: 'a', type: 'http', position: { x: 0, y: 0 } }, { id: 'b', type: 'condition', position: { x: 300, y: 80 } }, { id: 'c', type: 'http', position: { x: 1000, y: 10 } }] });
  const all = new Set(['a', 'b', 'c']);
  expect(align(base, catalogue, all, 'left').definition.nodes.map((node) => node.position.x)).toEqual([0, 0, 0]);
  expect(distribute(base, catalogue, all, 'x').definition.nodes.map((node) => node.position.x)).toEqual([0, 500, 1000]);
});

it('settings that are taken away leave no trace in the document', () => {
  const base = chain();
  const set = setUi(setNode(base, 'a', { onError: 'branch' }).definition, 'a', { collapsed: true }).definition;
  expect(nodeById(set, 'a')).toMatchObject({ onError: 'branch', ui: { collapsed: true } });
  expect(setUi(setNode(set, 'a', { onError: undefined }).definition, 'a', { collapsed: undefined }).definition.nodes).toEqual(base.nodes);
});

describe('history', () => {
  const rename = (name: string) => (input: Definition) => setNode(input, 'a', { name });
  it('makes one entry of writing in one field, and two of writing after a pause', () => {
    let history = startHistory(chain());
    for (const [at, name] of [[0, 'C'], [200, 'Ch'], [400, 'Cha'], [400 + MERGE_MS + 1, 'Char']] as const) history = apply(history, 'rename', rename(name)(history.definition), at, 'name:a');
    expect(history.past).toHaveLength(2);
    expect(nodeById(undo(history).definition, 'a')!.name).toBe('Cha');
    expect(nodeById(undo(undo(history)).definition, 'a')!.name).toBe('');
  });
  it('does not join a gesture to one that was undone', () => {
    let history = apply(startHistory(chain()), 'rename', rename('x')(chain()), 0, 'name:a');
    history = redo(undo(history));
    history = apply(history, 'rename', rename('xy')(history.definition), 10, 'name:a');
    expect(history.past).toHaveLength(2);
  });
  it('does not join a gesture on one thing to one on another', () => {
    let history = startHistory(chain());
    for (const id of ['a', 'b', 'b']) history = apply(select(history, [id]), 'nudge', moveBy(history.definition, [id], 18, 0), 0, 'nudge');
    expect(history.past).toHaveLength(2);
    expect([...undo(history).selection]).toEqual(['b']);
  });
  it('leaves no entry for a command that changed nothing', () => {
    const history = startHistory(chain());
    expect(apply(history, 'move', moveBy(history.definition, ['a'], 0, 0), 0).past).toHaveLength(0);
  });
  it('selects again what was selected, and forgets selected things that are gone', () => {
    let history = { ...startHistory(chain()), selection: new Set(['b']) as ReadonlySet<string> };
    history = apply(history, 'delete', remove(history.definition, catalogue, ['b']), 0);
    expect([...history.selection]).toEqual([]);
    expect([...undo(history).selection]).toEqual(['b']);
  });
});

import { describe, expect, it } from 'vitest';
import type { Definition } from '@/engine/index.ts';
import { nodeSizes } from '../../canvas/flow.ts';
import { testCatalogue as catalogue } from '../../canvas/testing/catalogue.ts';
import { definition, trip } from '../../canvas/testing/definitions.ts';
import { absolutePosition, ancestorsOf, nodeById } from '../document/graph.ts';
import { placeAfter, placeInside, sizeOfNew } from '../layout/free-place.ts';
import { designTranslator } from '../../i18n/use-design-t.ts';
import { COMMANDS } from '../keyboard/registry.ts';
import type { EditorKit } from '../kit.ts';
import { coveredLocked } from '../layout/covered-locked.ts';
import { makeRoomFor } from '../layout/make-room.ts';
import { createEditorStore } from '../store.ts';
import { addNode } from './add-node.ts';
import { toggleCollapsed } from './collapse.ts';
import { duplicate } from './fragment.ts';
import { insertOnEdge } from './insert-on-edge.ts';
import { destinationsOf, moveTo, outOf } from './move-to.ts';
import { move } from './move.ts';
import { resizeBy, resizeTo } from './resize.ts';
import { setUi } from './set-node.ts';

const ids = (...some: string[]): ReadonlySet<string> => new Set(some);
const arrows = (input: Definition) => input.edges.map((edge) => `${edge.source}${edge.kind ? ' undo ' : ' → '}${edge.target}`).sort();

/** Two boxes, one in the other, with steps to the right of them and below. */
const nested = () => definition({
  nodes: [
    { id: 'a', type: 'http', position: { x: -300, y: 0 } },
    { id: 'outer', type: 'group', name: 'Outer', position: { x: 0, y: 0 } },
    { id: 'inner', type: 'map', name: 'Inner', parent: 'outer', position: { x: 20, y: 28 } },
    { id: 'b', type: 'http', parent: 'inner', position: { x: 20, y: 28 } },
    { id: 'c', type: 'http', parent: 'inner', position: { x: 276, y: 28 } },
    { id: 'right', type: 'http', position: { x: 600, y: 40 } },
    { id: 'further', type: 'http', position: { x: 900, y: 300 } },
    { id: 'below', type: 'http', position: { x: 100, y: 260 } },
  ],
  edges: [{ id: 'e1', source: 'a', target: 'outer' }, { id: 'e2', source: 'b', target: 'c' }, { id: 'e3', source: 'outer', target: 'right' }, { id: 'e4', source: 'right', target: 'further' }],
});

/** Pairs of things of one scope that cover each other. */
function overlaps(input: Definition): string[] {
  const sizes = nodeSizes(input, catalogue);
  const boxes = input.nodes.map((node) => ({ id: node.id, ...absolutePosition(input, node), ...sizes.get(node.id)! }));
  return boxes.flatMap((one, at) => boxes.slice(at + 1).flatMap((other) => {
    if (ancestorsOf(input, one.id).includes(other.id) || ancestorsOf(input, other.id).includes(one.id)) return [];
    const apart = one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y;
    return apart ? [] : [`${one.id} ${other.id}`];
  }));
}

describe('where a selection may go', () => {
  it('is every container it is not in, with the edges that would be taken away, and the canvas for what stands in one', () => {
    expect(destinationsOf(nested(), catalogue, ids('right'))).toEqual([{ container: 'outer', why: null, cuts: 2 }, { container: 'inner', why: null, cuts: 2 }]);
    expect(destinationsOf(nested(), catalogue, ids('b'))).toEqual([{ container: null, why: null, cuts: 1 }, { container: 'outer', why: null, cuts: 1 }, { container: 'inner', why: 'there', cuts: 0 }]);
    expect(destinationsOf(nested(), catalogue, ids('b', 'c')).map(({ cuts }) => cuts)).toEqual([0, 0, 0]);
  });
  it('is not itself, nor what stands in it, nor any container for a start', () => {
    expect(destinationsOf(nested(), catalogue, ids('outer')).map(({ why }) => why)).toEqual(['itself', 'itself']);
    expect(destinationsOf(trip(), catalogue, ids('start', 'done'))).toEqual([{ container: 'book', why: 'start', cuts: 0 }]);
    expect(moveTo(trip(), catalogue, ids('start'), 'book').definition).toEqual(trip());
  });
  it('is nowhere for edges and for nothing', () => {
    expect([destinationsOf(nested(), catalogue, ids('e1')), destinationsOf(nested(), catalogue, ids())]).toEqual([[], []]);
  });
});

describe('into a container', () => {
  it('a step stands beside what is there, and what stood round the container makes room', () => {
    const { definition: next, select } = moveTo(nested(), catalogue, ids('a'), 'inner');
    expect(nodeById(next, 'a')).toMatchObject({ parent: 'inner', position: { x: 276 + 196 + 60, y: 28 } });
    expect(overlaps(next)).toEqual([]);
    expect(nodeById(next, 'right')!.position.x).toBeGreaterThan(600);
    // Those behind keep their distance; what was not in the way stays.
    expect(nodeById(next, 'further')!.position.x - nodeById(next, 'right')!.position.x).toBe(300);
    expect(nodeById(next, 'below')!.position).toEqual({ x: 100, y: 260 });
    expect(select).toEqual(['a']);
  });
  it('several keep their places among each other, and the edges between them', () => {
    const { definition: next } = moveTo(nested(), catalogue, ids('right', 'further'), 'outer');
    const [right, further] = [nodeById(next, 'right')!, nodeById(next, 'further')!];
    expect([further.position.x - right.position.x, further.position.y - right.position.y]).toEqual([300, 260]);
    expect([right.parent, further.parent]).toEqual(['outer', 'outer']);
    expect(arrows(next)).toEqual(['a → outer', 'b → c', 'right → further']);
    expect(overlaps(next)).toEqual([]);
  });
  it('that is empty a step comes into its corner, and one that is folded is opened', () => {
    const folded = setUi(definition({ nodes: [{ id: 'box', type: 'map', position: { x: 0, y: 0 } }, { id: 'a', type: 'http', position: { x: 400, y: 0 } }, { id: 'beside', type: 'http', position: { x: 230, y: 100 } }] }), 'box', { collapsed: true }).definition;
    const { definition: next } = moveTo(folded, catalogue, ids('a'), 'box');
    expect(nodeById(next, 'a')).toMatchObject({ parent: 'box', position: { x: 20, y: 28 } });
    expect(nodeById(next, 'box')!.ui).toBeUndefined();
    expect(overlaps(next)).toEqual([]);
  });
  it('a note goes too', () => {
    const { definition: next } = moveTo(trip(), catalogue, ids('n1'), 'book');
    expect(next.notes![0]).toMatchObject({ parent: 'book' });
  });
});

describe('out of a container', () => {
  it('a step comes to stand below it, in the scope round it', () => {
    const { definition: next } = moveTo(nested(), catalogue, ids('c'), 'outer');
    expect(nodeById(next, 'c')).toMatchObject({ parent: 'outer' });
    expect(nodeById(next, 'c')!.position.y).toBeGreaterThan(nodeById(next, 'inner')!.position.y + nodeSizes(next, catalogue).get('inner')!.height);
    expect(overlaps(next)).toEqual([]);
    expect(arrows(next)).not.toContain('b → c');
  });
  it('is the scope round it, one container at a time', () => {
    expect(['b', 'inner', 'a'].map((id) => outOf(nested(), ids(id)))).toEqual(['outer', null, undefined]);
    expect(outOf(nested(), ids('b', 'inner'))).toBe(null);
    expect(outOf(nested(), ids('b', 'a'))).toBeUndefined();
  });
  it('leaves edges alone when all that they tie goes', () => {
    const next = moveTo(nested(), catalogue, ids('b', 'c'), null).definition;
    expect(arrows(next)).toContain('b → c');
    expect(overlaps(next)).toEqual([]);
  });
});

it('what is locked does not go, and keeps its place where others make room', () => {
  const locked = (id: string) => setUi(nested(), id, { locked: true }).definition;
  const input = locked('a');
  expect(moveTo(input, catalogue, ids('a'), 'outer').definition).toBe(input);
  expect(nodeById(moveTo(locked('right'), catalogue, ids('a'), 'inner').definition, 'right')!.position).toEqual({ x: 600, y: 40 });
});

it('a step that is inserted in a container pushes what stands beside the container', () => {
  const { definition: next } = insertOnEdge(nested(), catalogue, 'e2', 'http');
  expect(nodeById(next, 'http')!.parent).toBe('inner');
  expect(overlaps(next)).toEqual([]);
});

it('a step that is added into a container stands beside what is there, and pushes what stands beside the container', () => {
  const { definition: next } = addNode(nested(), catalogue, { type: 'http', parent: 'inner', position: placeInside(nested(), catalogue, 'inner') });
  expect(nodeById(next, 'http')!.position).toEqual({ x: 276 + 196 + 60, y: 28 });
  expect(overlaps(next)).toEqual([]);
});

it('a step that is inserted on an edge that passes something stands below that', () => {
  const passed = definition({ nodes: [{ id: 'a', type: 'http', position: { x: 0, y: 0 } }, { id: 'middle', type: 'map', position: { x: 400, y: 0 } }, { id: 'b', type: 'http', position: { x: 800, y: 0 } }], edges: [{ id: 'e1', source: 'a', target: 'b' }] });
  const { definition: next } = insertOnEdge(passed, catalogue, 'e1', 'group');
  expect(overlaps(next)).toEqual([]);
  expect(nodeById(next, 'middle')!.position).toEqual({ x: 400, y: 0 });
});

it('a step that is inserted pushes what is in the way of those it pushes, and what is locked keeps its place', () => {
  const beside = (locked: boolean) => definition({
    nodes: [{ id: 'a', type: 'http', position: { x: 0, y: 0 } }, { id: 'b', type: 'http', position: { x: 256, y: 0 } }, { id: 'other', type: 'http', position: { x: 512, y: 0 } }, { id: 'before', type: 'http', position: { x: 100, y: 200 } }, { id: 'end', type: 'http', position: { x: 768, y: 200 }, ...(locked ? { ui: { locked: true } } : {}) }],
    notes: [{ id: 'n1', text: 'Other', position: { x: 512, y: 100 } }],
    edges: [{ id: 'e1', source: 'a', target: 'b' }, { id: 'e2', source: 'b', target: 'end' }],
  });
  const { definition: next } = insertOnEdge(beside(false), catalogue, 'e1', 'http');
  expect(overlaps(next)).toEqual([]);
  expect(nodeById(next, 'other')!.position).toEqual({ x: 512 + 252, y: 0 });
  expect(next.notes![0]!.position).toEqual({ x: 512 + 252, y: 100 });
  expect(nodeById(next, 'before')!.position).toEqual({ x: 100, y: 200 });
  expect(nodeById(insertOnEdge(beside(true), catalogue, 'e1', 'http').definition, 'end')!.position).toEqual({ x: 768, y: 200 });
});

describe('a step that is inserted before something locked stands below, and moves nothing', () => {
  const locked = (input: Definition, id: string) => setUi(input, id, { locked: true }).definition;
  it.each([
    ['when the step that follows is locked', nested(), 'right', 'e3'],
    ['when the container that follows holds it', nested(), 'b', 'e1'],
    ['when what follows would be pushed onto it', locked(move(nested(), new Map([['further', { x: 850, y: 40 }], ['below', { x: 1200, y: 40 }]])).definition, 'further'), 'below', 'e3'],
    ['when the container round the edge would grow over it', nested(), 'right', 'e2'],
  ])('%s', (_, input, id, edge) => {
    const before = locked(input, id);
    const { definition: next, select } = insertOnEdge(before, catalogue, edge, 'http');
    const added = nodeById(next, select![0]!)!;
    const { source, target } = before.edges.find((one) => one.id === edge)!;
    expect(arrows(next)).toEqual(expect.arrayContaining([`${source} → ${added.id}`, `${added.id} → ${target}`]));
    expect(absolutePosition(next, nodeById(next, id)!)).toEqual(absolutePosition(before, nodeById(before, id)!));
    expect(nodeById(next, target)!.position).toEqual(nodeById(before, target)!.position);
    const sizes = nodeSizes(before, catalogue);
    for (const end of [source, target]) expect(added.position.y).toBeGreaterThanOrEqual(nodeById(next, end)!.position.y + sizes.get(end)!.height + 56);
    expect(overlaps(next)).toEqual([]);
  });
});

it.each(['right', 'below'])('a step that is inserted in a container pushes what stands near to its %s once', (side) => {
  const scene = (at: { x: number; y: number }) => definition({
    nodes: [
      { id: 'box', type: 'map', position: { x: 0, y: 0 } },
      { id: 'b', type: 'http', parent: 'box', position: { x: 20, y: 28 } },
      { id: 'c', type: 'http', parent: 'box', position: { x: 276, y: 28 }, ui: { locked: side === 'below' } },
      { id: 'near', type: 'http', position: at },
    ],
    edges: [{ id: 'e1', source: 'b', target: 'c' }],
  });
  const [along, size] = side === 'right' ? (['x', 'width'] as const) : (['y', 'height'] as const);
  const gap = (input: Definition) => nodeById(input, 'near')!.position[along] - nodeSizes(input, catalogue).get('box')![size];
  const { width, height } = nodeSizes(scene({ x: 0, y: 0 }), catalogue).get('box')!;
  const before = scene(side === 'right' ? { x: width + 5, y: 0 } : { x: 100, y: height + 5 });
  const { definition: next } = insertOnEdge(before, catalogue, 'e1', 'http');
  expect(nodeById(next, 'near')!.position[along]).toBeGreaterThan(nodeById(before, 'near')!.position[along]);
  expect(gap(next)).toBe(gap(before));
});

it('a step that is inserted where there is room for a part of it stands evenly between both ends, and the rest moves by what is lacking', () => {
  const blank = definition({ nodes: [{ id: 'a', type: 'http', position: { x: 90, y: 216 } }, { id: 'b', type: 'http', position: { x: 558, y: 216 } }], edges: [{ id: 'e1', source: 'a', target: 'b' }] });
  const { definition: next } = insertOnEdge(blank, catalogue, 'e1', 'http');
  expect(nodeById(next, 'http')!.position).toEqual({ x: 342, y: 216 });
  expect(nodeById(next, 'b')!.position).toEqual({ x: 342 + 196 + 56, y: 216 });
});

it('a step that is inserted behind a container stands right of the whole of it, and a container has room for all of its own', () => {
  const edge = definition({ nodes: [{ id: 'box', type: 'map', position: { x: 0, y: 0 }, ui: { size: { width: 500, height: 124 } } }, { id: 'b', type: 'http', position: { x: 820, y: 0 } }], edges: [{ id: 'e1', source: 'box', target: 'b' }] });
  expect(nodeById(insertOnEdge(edge, catalogue, 'e1', 'http').definition, 'http')!.position).toEqual({ x: 562, y: 0 });
  const { definition: next } = insertOnEdge(edge, catalogue, 'e1', 'group');
  expect(nodeById(next, 'group')!.position).toEqual({ x: 556, y: 0 });
  expect(nodeById(next, 'b')!.position).toEqual({ x: 556 + 236 + 56, y: 0 });
});

it('a container that follows a step has room for all of its own', () => {
  const next = definition({ nodes: [{ id: 'a', type: 'http', position: { x: 0, y: 0 } }, { id: 'b', type: 'http', position: { x: 256 + 196 + 30, y: 0 } }] });
  expect(placeAfter(next, catalogue, 'a', 'out', sizeOfNew(catalogue, 'http'))).toEqual({ x: 256, y: 0 });
  expect(placeAfter(next, catalogue, 'a', 'out', sizeOfNew(catalogue, 'map'))).toEqual({ x: 256, y: 72 });
});

it('a container that is opened again pushes what came to stand beside it meanwhile', () => {
  const folded = toggleCollapsed(nested(), catalogue, 'outer').definition;
  expect(nodeById(folded, 'right')!.position).toEqual({ x: 600, y: 40 });
  const beside = move(folded, new Map([['right', { x: 300, y: 0 }]])).definition;
  const { definition: next } = toggleCollapsed(beside, catalogue, 'outer');
  expect(overlaps(next)).toEqual([]);
  expect(nodeById(next, 'outer')!.ui?.collapsed).toBeUndefined();
  expect(nodeById(next, 'outer')!.position).toEqual(nodeById(folded, 'outer')!.position);
});

it('a note that goes along does not make the container grow over what stands to the left of it', () => {
  const noted: Definition = { ...nested(), notes: [{ id: 'n1', text: 'Far away', position: { x: -280, y: -300 } }] };
  expect(overlaps(moveTo(noted, catalogue, ids('c', 'n1'), 'outer').definition)).toEqual([]);
});

describe('what makes a container grow in another way', () => {
  const held = (input: Definition, id: string) => setUi(input, id, { locked: true }).definition;
  const dragged = (input: Definition) => makeRoomFor(input, move(input, new Map([['c', { x: 500, y: 120 }]])).definition, catalogue, ['c']);
  it('a step that is moved within it pushes what it would cover, round every container', () => {
    expect(overlaps(dragged(nested()))).toEqual([]);
    expect(overlaps(move(nested(), new Map([['c', { x: 500, y: 120 }]])).definition)).not.toEqual([]);
  });
  it('pushes nothing that is locked, and all else', () => {
    const next = dragged(held(nested(), 'further'));
    expect(nodeById(next, 'further')!.position).toEqual({ x: 900, y: 300 });
    expect(nodeById(next, 'right')!.position.x).toBeGreaterThan(600);
    expect(coveredLocked(held(nested(), 'further'), next, catalogue)).toEqual([]);
  });
  it('what is locked and covered then is told', () => {
    const input = held(nested(), 'right');
    expect(coveredLocked(input, dragged(input), catalogue).map(({ id }) => id)).toEqual(['right']);
    const covered = dragged(input);
    expect(coveredLocked(covered, move(covered, new Map([['c', { x: 520, y: 120 }]])).definition, catalogue), 'once').toEqual([]);
    const store = createEditorStore(input);
    const told: string[] = [];
    const kit = { state: store.getState, catalogue, t: designTranslator('en'), tell: (sentence: string) => void told.push(sentence) } as unknown as EditorKit;
    store.getState().select(['c']);
    for (let presses = 0; presses < 12; presses++) COMMANDS.find((command) => command.id === 'nudge-right')!.run(kit);
    expect(told).toEqual([expect.stringContaining('“right” is locked and keeps its place')]);
    expect(nodeById(store.getState().history.definition, 'right')!.position).toEqual({ x: 600, y: 40 });
  });
  it('of two in one gesture, one in the other, what stands beside is pushed once', () => {
    const before = nested();
    const both: Definition = { ...before, notes: [{ id: 'n1', text: 'Beside', parent: 'outer', position: { x: 20, y: 28 } }] };
    const moved = move(both, new Map([['c', { x: 500, y: 28 }], ['n1', { x: 30, y: 28 }]])).definition;
    const next = makeRoomFor(both, moved, catalogue, ['c', 'n1']);
    const width = (input: Definition) => nodeSizes(input, catalogue).get('outer')!.width;
    expect(nodeById(next, 'right')!.position.x).toBe(600 + width(next) - width(both));
  });
  it('copies that are put into it push, too', () => {
    const copy = duplicate(nested(), catalogue, ids('c'), { x: 300, y: 0 });
    expect(nodeById(copy.definition, copy.select![0]!)!.parent).toBe('inner');
    expect(overlaps(copy.definition)).toEqual([]);
  });
});

describe('resize', () => {
  it('makes a container larger, and what it would cover makes room', () => {
    const { definition: next } = resizeBy(nested(), catalogue, 'outer', 180, 18);
    expect(nodeById(next, 'outer')!.ui?.size?.width).toBe(nodeSizes(nested(), catalogue).get('outer')!.width + 180);
    expect(overlaps(next)).toEqual([]);
  });
  it('never makes one smaller than what stands in it, nor a note than can be read', () => {
    const before = nested();
    expect(resizeBy(before, catalogue, 'inner', -18, -18).definition).toBe(before);
    const noted = trip();
    const small = resizeBy(noted, catalogue, 'n1', -500, -500).definition;
    expect(small.notes![0]!.size).toEqual({ width: 120, height: 60 });
    expect(resizeBy(small, catalogue, 'n1', -18, 0).definition).toBe(small);
    expect(resizeBy(noted, catalogue, 'done', 18, 18).definition).toBe(noted);
  });
  it('by the mouse comes to the same as by key', () => {
    const before = nested();
    const { width, height } = nodeSizes(before, catalogue).get('outer')!;
    expect(resizeTo(before, catalogue, 'outer', { width: width + 179.6, height: height + 18.2 })).toEqual(resizeBy(before, catalogue, 'outer', 180, 18));
    expect(resizeTo(before, catalogue, 'inner', { width: 10, height: 10 }).definition).toBe(before);
  });
  it('of a note in a container makes room round the container that grows with it', () => {
    const noted: Definition = { ...nested(), notes: [{ id: 'n1', text: 'Inside', parent: 'outer', position: { x: 20, y: 40 } }] };
    const { definition: next } = resizeTo(noted, catalogue, 'n1', { width: 900, height: 120 });
    expect(nodeSizes(next, catalogue).get('outer')!.width).toBeGreaterThanOrEqual(920);
    expect(overlaps(next)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { createFlowMapper, toFlow } from './flow.ts';
import { edgeFromConnection } from './from-flow.ts';
import { testCatalogue } from './testing/catalogue.ts';
import { definition, trip } from './testing/definitions.ts';

const flow = (input = trip()) => toFlow(input, testCatalogue);
const nodeOf = (id: string, input = trip()) => flow(input).nodes.find((node) => node.id === id)!;

describe('definition → flow', () => {
  it('draws every node, note and edge once', () => {
    expect(flow().nodes.map((node) => node.id).sort()).toEqual(['approve', 'book', 'cancelFlight', 'cancelHotel', 'done', 'flight', 'hotel', 'n1', 'start']);
    expect(flow().edges).toHaveLength(6);
  });
  it('puts a container before what stands in it, wherever the document has it', () => {
    const input = trip();
    const ids = flow({ ...input, nodes: [...input.nodes].reverse() }).nodes.map((node) => node.id);
    expect(ids.indexOf('book')).toBeLessThan(ids.indexOf('hotel'));
  });
  it('makes a container as large as its inside and its padding', () => {
    // flight stands at 254 and is 196 wide; cancelFlight at 176 is 54 high, and 30 more with the foot of a run.
    expect(nodeOf('book')).toMatchObject({ type: 'box', width: 254 + 196 + 20, height: 176 + 54 + 30 + 8 });
  });
  it('hides the inside of a collapsed container and the edges in it', () => {
    const input = trip();
    const folded = flow({ ...input, nodes: input.nodes.map((node) => (node.id === 'book' ? { ...node, ui: { collapsed: true } } : node)) });
    expect(folded.nodes.filter((node) => node.hidden).map((node) => node.id)).toEqual(['hotel', 'flight', 'cancelHotel', 'cancelFlight']);
    expect(folded.edges.filter((edge) => edge.hidden).map((edge) => edge.id)).toEqual(['e2', 'e3', 'e4']);
    expect(folded.nodes.find((node) => node.id === 'book')!.type).toBe('step');
  });
  it('names the branch an edge leaves by, and keeps an edge whose branch is gone in sight', () => {
    const input = trip();
    expect(flow().edges.find((edge) => edge.id === 'e6')).toMatchObject({ sourceHandle: 'approved', data: { lost: false } });
    const lost = flow({ ...input, edges: [{ id: 'x', source: 'approve', branch: 'maybe', target: 'done' }] }).edges[0];
    expect(lost).toMatchObject({ sourceHandle: 'approved', data: { lost: true, branch: 'maybe' } });
  });
  it('adds the error branch where failures leave by it', () => {
    const input = definition({ nodes: [{ id: 'a', type: 'http', onError: 'branch' }] });
    expect(nodeOf('a', input).data).toMatchObject({ branches: ['out', 'error'] });
  });
  it('tells an undo step whom it undoes, and offers an undo to the steps of a saga alone', () => {
    expect(nodeOf('cancelHotel').data).toMatchObject({ undoOf: 'Hotel', canUndo: false });
    expect(nodeOf('hotel').data).toMatchObject({ undoOf: null, canUndo: true });
    expect(nodeOf('approve').data).toMatchObject({ canUndo: false });
  });
  it('shows one fact at the foot', () => {
    expect(nodeOf('hotel').data).toMatchObject({ fact: { text: 'retry 3 · 30 s' } });
    expect(nodeOf('approve').data).toMatchObject({ fact: { text: '2 of 3 · due 2 d' } });
    expect(nodeOf('flight').data).toMatchObject({ fact: null });
  });
  it('survives a parent that is missing or goes in a circle', () => {
    const input = definition({ nodes: [{ id: 'a', type: 'group', parent: 'b' }, { id: 'b', type: 'group', parent: 'a' }, { id: 'c', type: 'http', parent: 'nowhere' }] });
    expect(flow(input).nodes).toHaveLength(3);
    expect(flow(input).nodes.find((node) => node.id === 'c')!.parentId).toBeUndefined();
  });
  it('gives the same objects for what did not change', () => {
    const map = createFlowMapper(testCatalogue);
    const input = trip();
    const before = map(input);
    const after = map({ ...input, nodes: input.nodes.map((node) => (node.id === 'approve' ? { ...node, name: 'Ask' } : node)) });
    const changed = after.nodes.filter((node, at) => node !== before.nodes[at]).map((node) => node.id);
    expect(changed).toEqual(['approve']);
    // To a reader of the screen its edges are called by its name.
    for (const [at, edge] of after.edges.entries()) expect(edge === before.edges[at], edge.id).toBe(edge.source !== 'approve' && edge.target !== 'approve');
  });
});

describe('flow → definition', () => {
  it.each([
    [{ source: 'a', target: 'b', sourceHandle: 'out', targetHandle: 'in' }, { source: 'a', target: 'b' }],
    [{ source: 'a', target: 'b', sourceHandle: 'rejected', targetHandle: 'in' }, { source: 'a', target: 'b', branch: 'rejected' }],
    [{ source: 'a', target: 'b', sourceHandle: 'compensate', targetHandle: 'in' }, { source: 'a', target: 'b', kind: 'compensate' }],
  ])('reads handles %#', (connection, edge) => {
    expect(edgeFromConnection(connection)).toEqual(edge);
  });
  it('reads every drawn edge back as the edge of the document', () => {
    const input = trip();
    const read = flow(input).edges.map((edge) => edgeFromConnection({ source: edge.source, target: edge.target, sourceHandle: edge.sourceHandle ?? null, targetHandle: edge.targetHandle ?? null }));
    const meant = input.edges.map(({ source, target, branch, kind }) => ({ source, target, ...(branch && branch !== 'out' ? { branch } : {}), ...(kind ? { kind } : {}) }));
    expect(read).toEqual(meant);
  });
});

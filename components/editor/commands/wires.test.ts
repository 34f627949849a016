import { describe, expect, it } from 'vitest';
import { catalogue, type Definition } from '@/engine/index.ts';
import { connect } from './connect.ts';
import { remove } from './remove.ts';
import { edgesOf, nextBranch, wiresOf, type Wire } from './wires.ts';

const node = (id: string, type = 'code', rest: object = {}): Definition['nodes'][number] => ({ id, type, typeVersion: 1, name: id, position: { x: 0, y: 0 }, params: catalogue.get(type)?.defaults ?? {}, ...rest });
const drawn: Definition = {
  heddle: 1, name: 'Test',
  nodes: [node('start', 'start'), node('a'), node('if', 'condition'), node('b'), node('end', 'end'), node('saga', 'saga'), node('book', 'code', { parent: 'saga' }), node('cancel', 'code', { parent: 'saga' })],
  edges: [{ id: 'e1', source: 'start', target: 'a' }, { id: 'e2', source: 'a', target: 'if' }, { id: 'e3', source: 'if', target: 'b', branch: 'true' }],
} as Definition;
const told = (wires: readonly Wire[]): string[] => wires.map(({ kind, branch, target }) => `${kind} ${branch} ${target}`);

describe('wiresOf', () => {
  it('offers what may be drawn, branch by branch, and what is there to be taken away', () => {
    expect(told(wiresOf(drawn, catalogue, 'if'))).toEqual(['draw true end', 'draw true saga', 'draw false b', 'draw false end', 'draw false saga', 'cut true b']);
  });
  it('offers no circle, no start, nothing after an end, and nothing across a border', () => {
    expect(told(wiresOf(drawn, catalogue, 'b'))).toEqual(['draw out end', 'draw out saga']);
    expect(wiresOf(drawn, catalogue, 'end')).toEqual([]);
    expect(told(wiresOf(drawn, catalogue, 'book'))).toEqual(['draw out cancel', 'draw compensate cancel']);
    expect(wiresOf(drawn, catalogue, 'nobody')).toEqual([]);
  });
  it('offers edges that can be drawn, each, and cuts that take the one edge away', () => {
    for (const { id } of drawn.nodes) {
      for (const wire of wiresOf(drawn, catalogue, id)) {
        const after = wire.kind === 'draw' ? connect(drawn, catalogue, wire.edge) : remove(drawn, catalogue, [wire.edge]);
        expect(after.definition.edges).toHaveLength(drawn.edges.length + (wire.kind === 'draw' ? 1 : -1));
      }
    }
  });
});

describe('edgesOf', () => {
  const wired = connect(connect(drawn, catalogue, { source: 'if', target: 'end', branch: 'false' }).definition, catalogue, { source: 'book', target: 'cancel', kind: 'compensate' }).definition;
  const near = (id: string): string[] => edgesOf(wired, catalogue, id).map(({ way, branch, other }) => `${way} ${branch} ${other}`);
  it('names those that lead on by branch, then those that lead to a step with the branch they come by, undo edges too', () => {
    expect(near('if')).toEqual(['out true b', 'out false end', 'in out a']);
    expect(near('b')).toEqual(['in true if']);
    expect([near('book'), near('cancel'), near('nobody')]).toEqual([['out compensate cancel'], ['in compensate book'], []]);
  });
});

describe('nextBranch', () => {
  it('is the first branch that leads nowhere yet, else the first, and none after an end', () => {
    expect(['start', 'if', 'b', 'end', 'nobody'].map((id) => nextBranch(drawn, catalogue, id))).toEqual(['out', 'false', 'out', null, null]);
  });
});

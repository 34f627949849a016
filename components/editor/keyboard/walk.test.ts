import { describe, expect, it } from 'vitest';
import { definition, trip } from '../../canvas/testing/definitions.ts';
import { setUi } from '../commands/set-node.ts';
import { walk } from './walk.ts';

const from = (id: string | null, input = trip()) => ({ left: walk(input, id, 'left'), right: walk(input, id, 'right'), up: walk(input, id, 'up'), down: walk(input, id, 'down') });

describe('the arrows', () => {
  it('follow the edges, down to the undo of a step and up from it', () => {
    expect(from('hotel')).toMatchObject({ right: 'flight', down: 'cancelHotel' });
    expect(from('flight')).toMatchObject({ left: 'hotel', down: 'cancelFlight' });
    expect(from('cancelFlight')).toMatchObject({ up: 'flight', left: 'cancelHotel' });
  });
  it('lead into an open container, and out of it where nothing is left inside', () => {
    expect(from('book').down).toBe('hotel');
    expect(from('book', setUi(trip(), 'book', { collapsed: true }).definition).down).not.toBe('hotel');
    expect(from('hotel')).toMatchObject({ up: 'book', left: 'book' });
    expect(from('flight').right).toBe(null);
  });
  it('lead into an open container that has an undo, and on from what is inside to the undo', () => {
    const undone = definition({
      nodes: [
        { id: 'outer', type: 'saga', position: { x: 0, y: 0 } },
        { id: 'inner', type: 'saga', parent: 'outer', position: { x: 20, y: 28 } },
        { id: 'a', type: 'http', parent: 'inner', position: { x: 20, y: 28 } },
        { id: 'undo', type: 'http', parent: 'outer', position: { x: 20, y: 260 } },
        { id: 'under', type: 'http', position: { x: 0, y: 500 } },
      ],
      edges: [{ id: 'e1', source: 'inner', target: 'undo', kind: 'compensate' }],
    });
    expect(['outer', 'inner', 'a', 'undo', 'under'].map((id) => walk(undone, id, 'down'))).toEqual(['inner', 'a', 'undo', 'under', null]);
    expect(['under', 'undo', 'inner', 'a'].map((id) => walk(undone, id, 'up'))).toEqual(['outer', 'inner', 'outer', 'inner']);
    expect(walk(setUi(undone, 'inner', { collapsed: true }).definition, 'inner', 'down')).toBe('undo');
  });
  it('lead from an edge to its two ends, and from a note to what stands near it', () => {
    expect(from('e2')).toEqual({ left: 'hotel', right: 'flight', up: 'hotel', down: 'flight' });
    expect(from('n1').up).toBe('start');
  });
  it('begin at the first step when nothing is selected', () => {
    expect([from(null).right, from('gone').left]).toEqual(['start', 'start']);
  });
});

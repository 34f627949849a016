import { describe, expect, it } from 'vitest';
import { trip } from '../../canvas/testing/definitions.ts';
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
  it('lead from an edge to its two ends, and from a note to what stands near it', () => {
    expect(from('e2')).toEqual({ left: 'hotel', right: 'flight', up: 'hotel', down: 'flight' });
    expect(from('n1').up).toBe('start');
  });
  it('begin at the first step when nothing is selected', () => {
    expect([from(null).right, from('gone').left]).toEqual(['start', 'start']);
  });
});

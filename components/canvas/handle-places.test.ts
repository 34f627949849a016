import { describe, expect, it } from 'vitest';
import { boxHandles, cardHandles, type Ends } from './handle-places.ts';

const size = { width: 196, height: 54 };
const ends: Ends = { branches: ['out'], entry: true, ways: true, canUndo: false, isUndo: false };
/** The middle of each handle, which is what the sheet places. */
const middles = (handles: ReturnType<typeof cardHandles>) => Object.fromEntries(handles.map((handle) => [`${handle.type} ${handle.id}`, [handle.x + handle.width! / 2, handle.y + handle.height! / 2]]));

describe('handles that nobody measured', () => {
  it('of a card stand on its borders, at the middle of its head', () => {
    expect(middles(cardHandles(size, ends))).toEqual({ 'target in': [1, 27], 'source out': [195, 27] });
  });
  it('of several ways out stand beside their names', () => {
    expect(middles(cardHandles(size, { ...ends, entry: false, branches: ['yes', 'no'] }))).toEqual({ 'source yes': [195, 65], 'source no': [195, 89] });
  });
  it('of a step of a saga and of its undo stand below and above', () => {
    expect(middles(cardHandles(size, { ...ends, canUndo: true }))).toMatchObject({ 'source compensate': [98, 53], 'target undo': [98, 1] });
    expect(middles(cardHandles(size, { ...ends, entry: false, ways: false, isUndo: true }))).toEqual({ 'target undo': [98, 1] });
  });
  it('of a container stand round the middle of its sides', () => {
    expect(middles(boxHandles({ width: 400, height: 200 }, { ...ends, branches: ['out', 'error'] }))).toEqual({ 'target in': [1, 100], 'source out': [399, 87], 'source error': [399, 113] });
  });
});

import { describe, expect, it } from 'vitest';
import { knownFlags, smallHeap, youngFirst } from './heap-flags.ts';

describe('the heap of a worker', () => {
  it('is kept small by flags that this Node knows', () => {
    expect(smallHeap('')).toEqual(['--max-semi-space-size=16', '--initial-old-space-size=24', '--heap-growing-percent=100']);
  });

  it('takes nothing for old before it is, in a worker and in the web process', () => {
    expect(youngFirst()).toEqual(['--no-allocation-site-pretenuring']);
  });

  it('is what NODE_OPTIONS says, where it says something', () => {
    expect(smallHeap('--max-old-space-size=4096')).toEqual([]);
    expect(smallHeap('--enable-source-maps')).not.toEqual([]);
  });

  it('is left alone by a flag that Node does not know: the worker must start', () => {
    expect(knownFlags(['--max-semi-space-size=4', '--no-such-flag=1'])).toEqual(['--max-semi-space-size=4']);
  });
});

import { describe, expect, it } from 'vitest';
import { emptyState, type RunState, type StepState } from '@/engine/index.ts';
import { controlsOf } from './controls-of.ts';
import { nowLine } from './now-line.ts';

const offered = (changes: Partial<RunState>) => [...controlsOf({ status: 'running', paused: false, closing: null, ...changes })].sort();

describe('the controls of a run', () => {
  it('go with what it does', () => {
    expect(offered({})).toEqual(['cancel', 'pause', 'terminate']);
    expect(offered({ paused: true, status: 'paused' })).toEqual(['cancel', 'resume', 'terminate']);
    expect(offered({ status: 'compensating', closing: { outcome: 'cancelled', error: null, reason: null } })).toEqual(['pause', 'terminate']);
  });
  it('are a retry once it failed or timed out, and none once it is final', () => {
    expect(offered({ status: 'failed' })).toEqual(['retry']);
    expect(offered({ status: 'timed_out' })).toEqual(['retry']);
    for (const status of ['completed', 'cancelled', 'terminated'] as const) expect(offered({ status })).toEqual([]);
  });
});

describe('what a run is about', () => {
  const state = (steps: Partial<StepState>[], changes: Partial<RunState> = {}): RunState => {
    const made = Object.assign(emptyState('r', { retain: true }), { status: 'running' }, changes);
    for (const step of steps) made.steps.set(step.path!, { status: 'scheduled', container: null, wait: null, undoOf: null, dueAt: null, openedAt: 0, node: step.path!, ...step } as StepState);
    return made;
  };
  it('is what runs, before what is held back or waited for', () => {
    const wait = { kind: 'timer', dueAt: 9 } as const;
    expect(nowLine(state([{ path: 'w', status: 'waiting', wait }, { path: 'a' }, { path: 'b' }, { path: 'c' }]), 0)).toEqual({ kind: 'runs', nodes: ['a', 'b'], more: 1 });
  });
  it('is the next retry when everything is held back', () => {
    expect(nowLine(state([{ path: 'a', status: 'retrying', dueAt: 70 }, { path: 'b', status: 'retrying', dueAt: 50 }]), 10)).toEqual({ kind: 'retries', node: 'b', dueAt: 50 });
    expect(nowLine(state([{ path: 'b', status: 'retrying', dueAt: 50 }]), 51)).toEqual({ kind: 'runs', nodes: ['b'], more: 0 });
  });
  it('is the oldest wait when there is nothing else', () => {
    expect(nowLine(state([{ path: 'b', status: 'waiting', openedAt: 4, wait: { kind: 'signal', name: 's', dueAt: null } }, { path: 'a', status: 'waiting', openedAt: 3, wait: { kind: 'timer', dueAt: 9 } }]), 0)).toEqual({ kind: 'waits', node: 'a', wait: 'timer', dueAt: 9, more: 1 });
  });
  it('is the way back, the cancel, the pause', () => {
    expect(nowLine(state([{ path: 'hotel', status: 'compensating' }, { path: 'cancelHotel', undoOf: 'hotel' }]), 0)).toEqual({ kind: 'undoes', node: 'hotel' });
    expect(nowLine(state([{ path: 'a' }], { closing: { outcome: 'cancelled', error: null, reason: null } }), 0)).toEqual({ kind: 'cancels' });
    expect(nowLine(state([{ path: 'a' }], { paused: true }), 0)).toEqual({ kind: 'paused' });
  });
  it('is nothing once the run is over', () => {
    expect(nowLine(state([{ path: 'a' }], { status: 'failed' }), 0)).toBeNull();
  });
});

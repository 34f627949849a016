import { describe, expect, it } from 'vitest';
import type { StepFrames } from '@/components/data/frame-store.ts';
import { catalogue, definitionSchema, emptyState, evolve, type RunEvent } from '@/engine/index.ts';
import { aHistory, aLongHistory, started, type Written } from './a-history.ts';
import { overlayOf } from './overlay-of.ts';
import { viewPlanOf } from './view-plan.ts';

const definition = definitionSchema.parse({
  heddle: 1,
  name: 'Trip',
  nodes: [
    { id: 'start', type: 'start' },
    { id: 'book', type: 'saga' },
    { id: 'hotel', type: 'code', parent: 'book', retry: { maximumAttempts: 3 } },
    { id: 'cancelHotel', type: 'code', parent: 'book' },
    { id: 'ask', type: 'signal', params: { name: 'go' } },
  ],
  edges: [{ id: 'e1', source: 'start', target: 'book' }, { id: 'e2', source: 'book', target: 'ask' }, { id: 'u1', source: 'hotel', target: 'cancelHotel', kind: 'compensate' }],
});
const error = { type: 'HttpError', message: 'refused' };
const begin: Written[] = [
  started(0),
  { at: 0, derived: true, type: 'step.completed', path: 'start', data: { output: null } },
  { at: 0, derived: true, type: 'step.opened', path: 'book', data: { container: 'saga' } },
  { at: 0, derived: true, type: 'step.scheduled', path: 'book/hotel', attempt: 1, data: { undo: 'cancelHotel' } },
];
function overlay(written: readonly Written[], options: { now?: number; live?: boolean; text?: string } = {}) {
  const events: RunEvent[] = aHistory(written);
  const state = events.reduce((folded, event) => evolve(folded, event), emptyState('r', { retain: true }));
  const frames: Record<string, StepFrames> = options.text === undefined ? {} : { 'book/hotel': { attempt: 1, text: options.text, lines: [], progress: null } };
  return overlayOf({ definition, plan: viewPlanOf(definition, catalogue), state, focus: {}, now: options.now ?? 0, frames, live: options.live ?? true });
}

describe('the overlay of a run', () => {
  it('shows a task that is out as running, and what is not reached as pending', () => {
    const { nodes, edges } = overlay(begin, { text: 'Passport is valid' });
    expect(nodes.get('hotel')).toMatchObject({ status: 'running', attempt: 1, maximumAttempts: 3, words: 'Passport is valid' });
    expect(nodes.get('ask')).toEqual({ status: 'pending' });
    expect(Object.fromEntries(edges)).toEqual({ e1: 'running', e2: 'open', u1: 'open' });
  });
  it('shows a retry with its number and due time, and as running once it is due', () => {
    const retried: Written[] = [...begin, { at: 5, type: 'attempt.failed', path: 'book/hotel', attempt: 1, data: { task: 4, error, retryable: true } }, { at: 5, derived: true, type: 'step.retrying', path: 'book/hotel', attempt: 2, data: { dueAt: 90, error } }];
    expect(overlay(retried, { now: 89 }).nodes.get('hotel')).toMatchObject({ status: 'retrying', attempt: 1, dueAt: 90 });
    expect(overlay(retried, { now: 90 }).nodes.get('hotel')).toMatchObject({ status: 'running', attempt: 2 });
  });
  it('tells a wait by what is waited for and since when', () => {
    const waiting: Written[] = [...begin, { at: 9, derived: true, type: 'step.waiting', path: 'ask', data: { wait: { kind: 'signal', name: 'go', dueAt: 70 } } }];
    expect(overlay(waiting).nodes.get('ask')).toMatchObject({ status: 'waiting', waitingFor: 'signal', waitingName: 'go', since: 9, dueAt: 70 });
  });
  it('counts what is done in a container, and by status once something goes otherwise', () => {
    const done: Written[] = [...begin, { at: 5, type: 'step.completed', path: 'book/hotel', attempt: 1, data: { task: 4, output: { ref: 'H-1' } } }];
    expect(overlay(done).nodes.get('book')).toMatchObject({ progress: { done: 1, total: 1 } });
    expect(overlay(done).nodes.get('hotel')).toMatchObject({ status: 'completed', fact: 'H-1', durationMs: 5 });
    expect(overlay(begin).nodes.get('book')?.counts).toEqual({ running: 1 });
  });
  it('stands still in the past', () => {
    expect(overlay(begin, { now: 7, live: false }).nodes.get('hotel')?.now).toBe(7);
    expect(overlay(begin, { now: 7 }).nodes.get('hotel')?.now).toBeUndefined();
  });
});

it('a plan to look at has each scope in topological order, undo steps left out', () => {
  const plan = viewPlanOf(definition, catalogue);
  expect(plan.scopes.get('')?.order).toEqual(['start', 'book', 'ask']);
  expect(plan.scopes.get('book')?.order).toEqual(['hotel']);
  expect(plan.nodes.get('hotel')?.undo).toBe('cancelHotel');
  expect(plan.nodes.get('cancelHotel')?.isUndo).toBe(true);
});
it('a type that nobody knows any more is still shown', () => {
  const old = definitionSchema.parse({ heddle: 1, name: 'Old', nodes: [{ id: 'a', type: 'telegram' }, { id: 'b', type: 'code' }], edges: [{ id: 'e', source: 'a', target: 'b' }] });
  expect(viewPlanOf(old, catalogue).nodes.get('a')?.outgoing).toEqual([{ id: 'e', source: 'a', branch: 'out', target: 'b' }]);
});
it('iterations of a loop are counted by status', () => {
  const looped = definitionSchema.parse({ heddle: 1, name: 'Loop', nodes: [{ id: 'loop', type: 'loop' }, { id: 'work', type: 'code', parent: 'loop' }], edges: [] });
  const plan = viewPlanOf(looped, catalogue);
  const events = aLongHistory(3);
  const state = events.slice(0, -2).reduce((folded, event) => evolve(folded, event), emptyState('r', { retain: true }));
  const { nodes } = overlayOf({ definition: looped, plan, state, focus: {}, now: 0, frames: {}, live: true });
  expect(nodes.get('loop')?.counts).toEqual({ completed: 2, running: 1 });
  expect(nodes.get('work')?.counts).toEqual({ completed: 2, running: 1 });
});

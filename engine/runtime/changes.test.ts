import { expect, test } from 'vitest';
import type { Effect } from '../core/effects.ts';
import { emptyState } from '../core/empty-state.ts';
import type { RunEvent } from '../core/events.ts';
import { Changes } from './changes.ts';

const event = (seq: number): RunEvent => ({ type: 'run.paused', data: { reason: null, by: null }, seq, at: seq, derived: false, id: `i${seq}` }) as RunEvent;

test('an attempt that is asked to stop and answers within one commit is closed, and not asked any more', () => {
  const changes = new Changes('r', 0, '', 0);
  const state = emptyState('r');
  const add = (seq: number, ...effects: Effect[]): unknown => changes.add(state, { events: [event(seq)], effects, values: [] }, seq, {});
  add(1, { type: 'task.abort', seq: 4, graceUntil: 30 }, { type: 'task.abort', seq: 8, graceUntil: 30 }, { type: 'timer.set', seq: 5, path: 'a', purpose: 'grace', dueAt: 30 });
  add(2, { type: 'task.close', seq: 4 }, { type: 'timer.clear', seq: 5 });
  const { commit } = changes.finish(state, null);
  expect([commit.abortTasks, commit.closeTasks, commit.setTimers, commit.clearTimers]).toEqual([[{ task: 8, until: 30 }], [4], [], []]);
});

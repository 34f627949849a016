import { expect, test } from 'vitest';
import type { Effect } from '../core/effects.ts';
import { emptyState } from '../core/empty-state.ts';
import type { RunEvent } from '../core/events.ts';
import { Changes } from './changes.ts';

const event = (seq: number): RunEvent => ({ type: 'run.paused', data: { reason: null, by: null }, seq, at: seq, derived: false, id: `i${seq}` }) as RunEvent;

test('an attempt that is asked to stop and answers within one commit is closed, and not asked any more', () => {
  const changes = new Changes('r', 0, '', { until: 0, continues: false });
  const state = emptyState('r');
  const add = (seq: number, ...effects: Effect[]): unknown => changes.add(state, { events: [event(seq)], effects, values: [] }, seq, {});
  add(1, { type: 'task.abort', seq: 4, graceUntil: 30 }, { type: 'task.abort', seq: 8, graceUntil: 30 }, { type: 'timer.set', seq: 5, path: 'a', purpose: 'grace', dueAt: 30 });
  add(2, { type: 'task.close', seq: 4 }, { type: 'timer.clear', seq: 5 });
  const { commit } = changes.finish(state, null);
  expect([commit.abortTasks, commit.closeTasks, commit.setTimers, commit.clearTimers]).toEqual([[{ task: 8, until: 30 }], [4], [], []]);
});

test('what a request does by itself changes its row, or the row that the same commit opens', () => {
  const wait = { kind: 'approval' as const, dueAt: null, quorum: 1, assignees: ['anna'], outcomes: ['approved'], title: 'Well?', context: '', form: null, onTimeout: null, prefill: null };
  const reminders = { everyMs: 60_000, most: 2, given: 1, lastAt: 5, nextAt: 65 };
  const escalation = { afterMs: 5, at: 5, to: ['head'], mode: 'replace' as const, escalatedAt: 5 };
  const both: Effect[] = [{ type: 'approval.escalate', seq: 2, assignees: ['head'], escalation }, { type: 'approval.remind', seq: 2, reminders }];
  const commitOf = (...effects: Effect[]) => {
    const changes = new Changes('r', 0, '', { until: 0, continues: false });
    changes.add(emptyState('r'), { events: [event(1)], effects, values: [] }, 1, {});
    return changes.finish(emptyState('r'), null).commit;
  };
  expect(commitOf(...both).changeApprovals).toEqual([{ seq: 2, decisions: [], assignees: ['head'], delegations: [], reminders, escalation, status: null, outcome: null, closedAt: null }]);
  // A fork of a paused run opens its request and says at once what the pause had held back.
  const opened = commitOf({ type: 'approval.open', seq: 2, path: 'ask', node: 'ask', wait: { ...wait, reminders: { ...reminders, given: 0, lastAt: null } } }, ...both);
  expect([opened.changeApprovals, opened.openApprovals]).toMatchObject([[], [{ seq: 2, wait: { assignees: ['head'], reminders, escalation } }]]);
  const closed = commitOf(...both, { type: 'approval.close', seq: 2, outcome: 'approved', by: 'head', comment: null, data: null, decidedAt: 9 });
  expect(closed.changeApprovals).toMatchObject([{ status: 'decided', closedAt: 9, reminders: { given: 1 } }]);
});

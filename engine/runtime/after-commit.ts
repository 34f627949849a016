import type { RunState } from '../core/state.ts';
import type { Dispatcher } from '../ports/dispatcher.ts';
import type { LivePublisher } from '../ports/live.ts';
import type { RunCommit } from '../ports/run-commit.ts';
import type { Alarms } from './alarms.ts';
import type { Heartbeats } from './heartbeats.ts';
import type { Messages } from './messages.ts';
import { ringBehind } from './rings.ts';
import type { Runs } from './runs.ts';

export type Followers = { dispatcher: Dispatcher; live: LivePublisher; alarms: Alarms; messages: Messages; heartbeats: Heartbeats | null };

/**
 * What follows a commit. All of it may be lost: the reconciler rings again, timers and messages are fetched again, and
 * watchers look at the store.
 */
export function follow(runs: Runs, { dispatcher, live, alarms, messages, heartbeats }: Followers): void {
  runs.onCommitted.push((commit: RunCommit, state: RunState, rungAt: number | null) => {
    ringBehind(commit, rungAt, dispatcher);
    if (commit.setTimers.length + commit.clearTimers.length + commit.openTasks.length > 0) alarms.committed(commit);
    if (commit.send.length > 0) messages.committed(commit);
    if (heartbeats !== null) for (const { task } of commit.abortTasks) heartbeats.stopNow({ runId: commit.runId, seq: task });
    live.committed(commit.runId, commit.events);
    if (commit.row !== null) live.list({ type: 'run', id: commit.runId, workflow: state.workflow === '' ? null : state.workflow, status: state.status, generation: state.generation });
    if (commit.deadLetters.length > 0 || commit.closeLetters) live.list({ type: 'dead_letters', run: commit.runId });
    for (const approval of commit.openApprovals) live.list({ type: 'approval', id: `${commit.runId}.${approval.seq}`, status: 'open' });
    for (const { seq, status, assignees, reminders, escalation } of commit.changeApprovals) {
      if (status === null && assignees === null && reminders === null) continue;
      const change = { type: 'approval', id: `${commit.runId}.${seq}`, status: status ?? 'open' } as const;
      if (status === null && escalation !== null) live.list({ ...change, told: 'escalated' });
      if (status === null && reminders !== null) live.list({ ...change, told: 'reminded' });
      else if (status !== null || escalation === null) live.list(change);
    }
  });
}

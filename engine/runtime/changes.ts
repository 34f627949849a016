import { createHash } from 'node:crypto';
import type { Effect } from '../core/effects.ts';
import type { RunEvent } from '../core/events.ts';
import type { CutValue } from '../core/large-values.ts';
import type { RunState } from '../core/state.ts';
import { summarize } from '../core/summary.ts';
import { canonicalJson, type Json } from '../definition/json.ts';
import type { Look } from '../definition/ref.ts';
import type { ApprovalChange, NewApproval, NewDeadLetter, NewMessage, NewTimer, OpenTask, RunCommit, RunStart } from '../ports/run-commit.ts';

/** When a worker may go on with a successor itself: same queue, same priority, at once. */
export type KeepPolicy = { queue: string; priority: number; token: string };

/** Which timers the committing process watches itself, instead of leaving them to whoever looks next. */
export type Arming = {
  /** Those due up to this instant. */
  until: number;
  /** Also those that go on with a long computation: the work of a worker. */
  continues: boolean;
};

/** What the columns of the run row depend on, as text: equal texts mean that the row need not be written. */
export function rowSignature(state: RunState): string {
  const waits = state.waiting.size === 0 ? '' : JSON.stringify(summarize(state).waitingFor);
  return `${state.status} ${state.generation} ${state.endedAt} ${state.openCompensations.length} ${waits}`;
}

/** Collects the groups of one commit of one run. What one group opens and a later one closes is never written. */
export class Changes {
  readonly events: RunEvent[] = [];
  private readonly guards: { task: number; token: string }[] = [];
  private readonly closed: number[] = [];
  private readonly opened = new Map<number, OpenTask>();
  private readonly aborts = new Map<number, { task: number; until: number }>();
  private readonly timers = new Map<number, NewTimer>();
  private timersGone: number[] = [];
  private clear = false;
  private readonly approvals = new Map<number, NewApproval>();
  private readonly approvalChanges = new Map<number, ApprovalChange>();
  private readonly messages: NewMessage[] = [];
  private readonly taken: string[] = [];
  private readonly letters: NewDeadLetter[] = [];
  private readonly values = new Map<string, CutValue>();
  private rowForced = false;
  private retried = false;

  constructor(
    private readonly runId: string,
    private readonly expectedSeq: number,
    private readonly signature: string,
    private readonly arming: Arming,
  ) {}

  /** Takes one accepted group. @returns the successor that is kept, if the policy allows one */
  add(state: RunState, group: { events: RunEvent[]; effects: Effect[]; values: readonly CutValue[] }, at: number, options: { guard?: { task: number; token: string } | null; keep?: KeepPolicy | null; taken?: string | null; letter?: NewDeadLetter | null }): OpenTask | null {
    for (const event of group.events) {
      this.events.push(event);
      if (event.type === 'step.completed' && 'searchAttributes' in event.data) this.rowForced = true;
      if (event.type === 'step.completed' && 'memo' in event.data) this.rowForced = true;
      if (event.type === 'run.retried') this.retried = true;
    }
    for (const value of group.values) if (!this.values.has(value.ref.hash)) this.values.set(value.ref.hash, value);
    if (options.guard) this.guards.push(options.guard);
    if (options.taken) this.taken.push(options.taken);
    if (options.letter) this.letters.push(options.letter);
    let kept: OpenTask | null = null;
    for (let index = 0; index < group.effects.length; index++) {
      const effect = group.effects[index]!;
      if (effect.type === 'task.open') {
        const keep = kept === null && options.keep && !effect.external && effect.queue === options.keep.queue && effect.priority === options.keep.priority && effect.availableAt <= at ? options.keep : null;
        const task: OpenTask = {
          seq: effect.seq, path: effect.path, node: effect.node, attempt: effect.attempt, queue: effect.queue, priority: effect.priority, availableAt: effect.availableAt,
          startToCloseMs: effect.startToCloseMs, heartbeatMs: effect.heartbeatMs, scheduleToStartAt: effect.scheduleToStartAt, scheduleToCloseAt: effect.scheduleToCloseAt,
          external: effect.external, token: keep?.token ?? null, rung: effect.availableAt <= at && !effect.external,
        };
        this.opened.set(task.seq, task);
        if (keep !== null) kept = task;
      } else this.apply(state, effect, index, group.events[0]!.seq, at);
    }
    return kept !== null && this.opened.has(kept.seq) ? kept : null;
  }

  private apply(state: RunState, effect: Exclude<Effect, { type: 'task.open' }>, index: number, group: number, at: number): void {
    const message = (suffix: string): string => `${this.runId}.${group}.${index}.${suffix}`;
    switch (effect.type) {
      case 'task.close':
        if (!this.opened.delete(effect.seq)) this.closed.push(effect.seq);
        // Of a row that one statement both changes and deletes only the first is done.
        this.aborts.delete(effect.seq);
        return;
      case 'task.abort':
        this.aborts.set(effect.seq, { task: effect.seq, until: effect.graceUntil });
        return;
      case 'run.clear':
        this.clear = true;
        this.opened.clear();
        this.timers.clear();
        this.aborts.clear();
        this.approvals.clear();
        return;
      case 'timer.set':
        this.timers.set(effect.seq, { seq: effect.seq, path: effect.path, purpose: effect.purpose, dueAt: effect.dueAt, armed: effect.dueAt <= this.arming.until && (effect.purpose !== 'continue' || this.arming.continues) });
        return;
      case 'timer.clear':
        if (!this.timers.delete(effect.seq)) this.timersGone.push(effect.seq);
        return;
      case 'approval.open':
        this.approvals.set(effect.seq, {
          seq: effect.seq, path: effect.path, node: effect.node, workflowId: state.workflow === '' ? null : state.workflow, workflowName: state.workflowName, openedAt: at, wait: effect.wait, shownHash: shownHash(effect.wait), decisions: [], delegations: [],
        });
        return;
      case 'approval.decide': {
        const decision = { outcome: effect.outcome, by: effect.by, at: effect.decidedAt, comment: effect.comment };
        const opened = this.approvals.get(effect.seq);
        if (opened === undefined) this.change(effect.seq, { decisions: [decision] });
        else opened.decisions = [...opened.decisions, decision];
        return;
      }
      case 'approval.delegate': {
        const { assignees, to, by, comment } = effect;
        const delegation = { by, to, at: effect.delegatedAt, comment };
        const opened = this.approvals.get(effect.seq);
        if (opened === undefined) this.change(effect.seq, { assignees, delegations: [delegation] });
        else [opened.wait, opened.delegations] = [{ ...opened.wait, assignees }, [...opened.delegations, delegation]];
        return;
      }
      case 'approval.remind': {
        const { reminders } = effect;
        const opened = this.approvals.get(effect.seq);
        if (opened === undefined) this.change(effect.seq, { reminders });
        else opened.wait = { ...opened.wait, reminders };
        return;
      }
      case 'approval.escalate': {
        const { assignees, escalation } = effect;
        const opened = this.approvals.get(effect.seq);
        if (opened === undefined) this.change(effect.seq, { assignees, escalation });
        else opened.wait = { ...opened.wait, assignees, escalation };
        return;
      }
      case 'approval.close': {
        // A request that this commit both opens and closes is never shown; its history stands in the events.
        if (this.approvals.delete(effect.seq)) {
          this.approvalChanges.delete(effect.seq);
          return;
        }
        const status = effect.outcome === null ? 'withdrawn' : effect.by === null ? 'timed_out' : 'decided';
        this.change(effect.seq, { status, outcome: effect.outcome, closedAt: effect.decidedAt });
        return;
      }
      case 'child.start':
        this.messages.push({ id: message('start'), targetRunId: effect.runId, kind: 'child.start', payload: { runId: effect.runId, workflow: effect.workflow, version: effect.version, input: effect.input, key: effect.key, link: effect.link, taskQueue: effect.taskQueue, priority: effect.priority, ...(effect.overrides === undefined ? {} : { overrides: effect.overrides }) } });
        return;
      case 'child.cancel':
        this.messages.push({ id: message('control'), targetRunId: effect.runId, kind: 'control', payload: { how: effect.how, reason: effect.reason, by: this.runId } });
        return;
      case 'parent.notify':
        this.messages.push({ id: message('closed'), targetRunId: effect.link.runId, kind: 'child.closed', payload: { path: effect.link.path, runId: this.runId, generation: effect.link.generation, status: effect.status, output: effect.output, error: effect.error as Json } });
        return;
      case 'signal.send':
        this.messages.push({ id: message('signal'), targetRunId: 'run' in effect.target ? effect.target.run : null, kind: 'signal', payload: { target: effect.target, name: effect.name, payload: effect.payload, id: effect.id } });
        return;
    }
  }

  private change(seq: number, change: Partial<ApprovalChange>): void {
    const before = this.approvalChanges.get(seq) ?? { seq, decisions: [], assignees: null, delegations: [], reminders: null, escalation: null, status: null, outcome: null, closedAt: null };
    this.approvalChanges.set(seq, { ...before, ...change, decisions: [...before.decisions, ...(change.decisions ?? [])], delegations: [...before.delegations, ...(change.delegations ?? [])] });
  }

  /** Large values that these groups have cut out: nobody else has them yet. */
  readonly look: Look = (ref) => this.values.get(ref.hash)?.value;

  get empty(): boolean {
    return this.events.length === 0;
  }

  finish(state: RunState, start: RunStart | null, moveTo: RunCommit['moveTo'] = null): { commit: RunCommit; signature: string } {
    const signature = rowSignature(state);
    const changed = start !== null || moveTo !== null || this.rowForced || signature !== this.signature;
    return {
      signature,
      commit: {
        runId: this.runId, expectedSeq: this.expectedSeq, seq: state.seq, events: this.events, start, moveTo,
        row: changed ? { openCompensations: [...state.openCompensations], ...summarize(state) } : null,
        guards: this.guards, closeTasks: this.closed, openTasks: [...this.opened.values()], abortTasks: [...this.aborts.values()], setTimers: [...this.timers.values()], clearTimers: this.timersGone, clear: this.clear,
        openApprovals: [...this.approvals.values()], changeApprovals: [...this.approvalChanges.values()], send: this.messages, taken: this.taken, deadLetters: this.letters, closeLetters: this.retried,
        values: Array.from(this.values.values(), ({ ref, seq, text }) => ({ hash: ref.hash, seq, bytes: ref.bytes, text })),
      },
    };
  }
}

/** What a person is shown, as a hash: a decision can say which text it was taken on. */
function shownHash(wait: NewApproval['wait']): string {
  return createHash('sha256').update(canonicalJson([wait.title, wait.context, wait.form, wait.prefill])).digest('hex').slice(0, 32);
}

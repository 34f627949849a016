import type { Json } from '../../definition/json.ts';
import { NeedsValues, wholeValue } from '../../definition/ref.ts';
import type { Stand } from '../../definition/test-runs/test-run.ts';
import type { Plan } from '../../definition/plan.ts';
import { cloneState } from '../clone.ts';
import { type Advance, advance, type Refusal } from '../advance.ts';
import { approvalOutcome } from '../decide/approvals.ts';
import type { Effect } from '../effects.ts';
import { emptyState } from '../empty-state.ts';
import type { CutValue, Large } from '../large-values.ts';
import type { InputPayload, Override, RunEvent, RunInput, StepError } from '../events.ts';
import { isTooLate } from '../request-clock.ts';
import type { RunState } from '../state.ts';
import { isRunOver } from '../status.ts';

type TaskEffect = Extract<Effect, { type: 'task.open' }>;
type TimerEffect = Extract<Effect, { type: 'timer.set' }>;
type ChildEffect = Extract<Effect, { type: 'child.start' }>;

/** What an attempt of a step will answer. */
export type Answer = { kind: 'complete'; output: Json } | { kind: 'fail'; error: StepError; retryable: boolean } | { kind: 'time out' };

export type Action =
  | { do: 'answer'; task: TaskEffect }
  | { do: 'abort'; task: TaskEffect }
  | { do: 'fire'; timer: TimerEffect }
  | { do: 'continue'; timer: number }
  | { do: 'decide'; path: string }
  | { do: 'child'; child: ChildEffect }
  | { do: 'signal'; name: string };

/**
 * The outside of one run, in memory: it carries out effects as the store would, and offers every input that could come
 * next. A test chooses among them, so that every order of completion can be played.
 */
export class World {
  state: RunState;
  now = 1_700_000_000_000;
  readonly history: RunEvent[] = [];
  readonly tasks = new Map<number, TaskEffect>();
  readonly aborting = new Set<number>();
  readonly timers = new Map<number, TimerEffect>();
  readonly approvals = new Map<string, number>();
  readonly children = new Map<string, ChildEffect>();
  readonly effects: Effect[] = [];
  /** Events that may follow from one input; undefined = as many as in a real run. */
  bound: number | undefined = undefined;
  coreVersion = 1;
  /** Bytes over which a value is large. */
  largeOver: number | undefined = undefined;
  /** Every value that was cut out, as the store keeps them. */
  readonly values = new Map<string, CutValue>();
  /** Of those, what the process has loaded; another one has nothing. */
  readonly atHand = new Set<string>();
  /** How often an input was handed in again because a value was not at hand. */
  again = 0;
  private inputs = 0;

  constructor(
    /** A migration puts another in its place. */
    public plan: Plan,
    readonly answer: (path: string, attempt: number) => Answer = () => ({ kind: 'complete', output: null }),
    readonly runId = '00000000-0000-7000-8000-000000000001',
  ) {
    this.state = emptyState(runId);
  }

  start(options: { input?: Json; entry?: string; timeoutMs?: number; timeoutCountsPeople?: boolean; overrides?: Override[]; pinned?: Record<string, Json>; stands?: Record<string, Stand>; vars?: Record<string, Json>; parent?: RunState['parent']; taskQueue?: string; priority?: number } = {}): this {
    const starts = [...this.plan.nodes.values()].filter((node) => node.kind === 'start' && node.scope === '');
    this.must({
      type: 'run.started',
      data: {
        coreVersion: this.coreVersion, workflow: 'test', workflowName: 'Test', version: 1, planHash: this.plan.hash, input: options.input ?? null,
        entry: options.entry ?? starts[0]?.id ?? null, trigger: 'api', seed: 'seed', key: null, parent: options.parent ?? null, memo: {}, searchAttributes: {},
        taskQueue: options.taskQueue ?? null, priority: options.priority ?? null, pinned: options.pinned ?? null, timeoutMs: options.timeoutMs ?? null,
        ...(options.timeoutCountsPeople === undefined ? {} : { timeoutCountsPeople: options.timeoutCountsPeople }), ...(options.overrides === undefined ? {} : { overrides: options.overrides }),
        ...(options.stands === undefined ? {} : { stands: options.stands }), ...(options.vars === undefined ? {} : { vars: options.vars }),
      },
    });
    return this;
  }

  /** Hands in an input. @returns the refusal, null when it was taken */
  submit(payload: InputPayload, id = `i${(this.inputs += 1)}`): Refusal | null {
    this.now += 1;
    const result = this.advance({ ...payload, id });
    if (!result.accepted) return result.refusal;
    for (const value of result.values) if (!this.values.has(value.ref.hash)) this.values.set(value.ref.hash, value);
    for (const event of result.events) this.history.push(event);
    for (const effect of result.effects) this.carryOut(effect);
    if (result.events.some((event) => event.type === 'step.cancelling')) this.expectAsked();
    return null;
  }

  /** As a process that has put the run aside since: nothing is at hand but what it has loaded for this input. */
  private advance(input: RunInput): Advance {
    if (this.coreVersion === 1) return advance(this.plan, this.state, input, this.now, this.bound);
    this.atHand.clear();
    for (;;) {
      const before = cloneState(this.state);
      try {
        const result = advance(this.plan, this.state, input, this.now, this.bound, this.large((hash) => this.atHand.has(hash)));
        return result;
      } catch (error) {
        if (!(error instanceof NeedsValues)) throw error;
        this.state = before;
        this.again += 1;
        for (const ref of error.refs) {
          if (this.atHand.has(ref.hash)) throw new Error(`${ref.hash} was asked for twice.`, { cause: error });
          this.atHand.add(ref.hash);
        }
      }
    }
  }

  /** How this run goes about large values, with those at hand that a test names; else all of them. */
  large(has: (hash: string) => boolean = () => true): Large {
    return { over: this.largeOver, look: (ref) => (has(ref.hash) ? this.values.get(ref.hash)?.value : undefined) };
  }

  /** A value with everything that it refers to. */
  whole<T>(value: T): T {
    return wholeValue(value, this.large().look);
  }

  private expectAsked(): void {
    for (const step of this.state.steps.values()) {
      if (step.cancelling && step.task !== null && !this.aborting.has(step.task)) throw new Error(`"${step.path}" is cancelling, but its attempt was not asked to stop.`);
    }
  }

  must(payload: InputPayload): void {
    const refused = this.submit(payload);
    if (refused !== null) throw new Error(`refused: ${refused.code} ${refused.message}`);
  }

  get over(): boolean {
    return isRunOver(this.state.status);
  }

  /** Everything that could happen next. Timers come last: in a real run they take their time. */
  actions(): Action[] {
    if (this.over) return [];
    const paused = this.state.paused;
    const actions: Action[] = [];
    for (const task of this.tasks.values()) {
      if (this.aborting.has(task.seq)) actions.push({ do: 'abort', task });
      else if (!paused) actions.push({ do: 'answer', task });
    }
    for (const path of this.approvals.keys()) if (this.undecided(path)) actions.push({ do: 'decide', path });
    for (const child of this.children.values()) actions.push({ do: 'child', child });
    for (const name of this.state.signalWaiters.keys()) if (!this.state.signals.has(name)) actions.push({ do: 'signal', name });
    for (const timer of this.timers.values()) {
      if (timer.purpose === 'continue') actions.push({ do: 'continue', timer: timer.seq });
      else if (timer.purpose !== 'grace' && timer.purpose !== 'run-timeout') actions.push({ do: 'fire', timer });
    }
    return actions;
  }

  private undecided(path: string): boolean {
    const step = this.state.steps.get(path);
    // One input later: handing it in takes a moment.
    const late = step?.wait?.kind === 'approval' && isTooLate(step.wait, step.timer, this.now + 1);
    return step !== undefined && !late && approvalOutcome(step) === null;
  }

  perform(action: Action): void {
    switch (action.do) {
      case 'answer':
        return this.answerTask(action.task);
      case 'abort':
        return this.must({ type: 'attempt.aborted', path: action.task.path, attempt: action.task.attempt, data: { task: action.task.seq, startedAt: this.now } });
      case 'fire':
        this.now = Math.max(this.now, action.timer.dueAt);
        return this.must({ type: 'timer.fired', path: action.timer.path, data: { timer: action.timer.seq } });
      case 'continue':
        return this.must({ type: 'run.continued', data: { timer: action.timer } });
      case 'decide': {
        const wait = this.state.steps.get(action.path)?.wait;
        const outcome = wait?.kind === 'approval' ? (wait.outcomes[0] ?? 'approved') : 'approved';
        return this.must({ type: 'approval.decided', path: action.path, data: { outcome, by: 'anna', comment: null, data: null, shownHash: null } });
      }
      case 'signal':
        return this.must({ type: 'signal.received', data: { name: action.name, payload: null, clientId: null, by: null } });
      case 'child': {
        this.children.delete(action.child.link.path);
        return this.must({ type: 'child.closed', path: action.child.link.path, data: { runId: action.child.runId, generation: 1, status: 'completed', output: action.child.runId, error: null } });
      }
    }
  }

  /** Plays until nothing can happen any more. @param choose which of `count` actions comes next */
  run(choose: (count: number) => number = () => 0, limit = 20_000): this {
    for (let turn = 0; turn < limit; turn += 1) {
      const actions = this.actions();
      const action = actions[choose(actions.length)];
      if (action === undefined) return this;
      this.perform(action);
    }
    throw new Error(`The run had not ended after ${limit} inputs.`);
  }

  answerTask(task: TaskEffect): void {
    this.now = Math.max(this.now, task.availableAt);
    const { path, attempt, seq } = task;
    const answer = this.answer(path, attempt);
    switch (answer.kind) {
      case 'complete':
        return this.must({ type: 'step.completed', path, attempt, data: { task: seq, output: answer.output, startedAt: this.now } });
      case 'fail':
        return this.must({ type: 'attempt.failed', path, attempt, data: { task: seq, error: answer.error, retryable: answer.retryable, startedAt: this.now } });
      case 'time out':
        return this.must({ type: 'attempt.timed_out', path, attempt, data: { task: seq, timeout: 'startToClose', startedAt: this.now } });
    }
  }

  task(path: string): TaskEffect {
    for (const task of this.tasks.values()) if (task.path === path) return task;
    throw new Error(`No open task for "${path}"; open are ${[...this.tasks.values()].map((task) => task.path).join(', ')}.`);
  }

  complete(path: string, output: Json = null): void {
    const task = this.task(path);
    this.must({ type: 'step.completed', path, attempt: task.attempt, data: { task: task.seq, output, startedAt: this.now } });
  }

  fail(path: string, error: StepError = { type: 'Boom', message: 'boom' }, retryable = false): void {
    const task = this.task(path);
    this.must({ type: 'attempt.failed', path, attempt: task.attempt, data: { task: task.seq, error, retryable, startedAt: this.now } });
  }

  status(path: string): string {
    return this.state.steps.get(path)?.status ?? 'pending';
  }

  types(): string[] {
    return this.history.map((event) => ('path' in event && event.path !== null ? `${event.type} ${event.path}` : event.type));
  }

  private carryOut(effect: Effect): void {
    this.effects.push(effect);
    switch (effect.type) {
      case 'task.open':
        this.tasks.set(effect.seq, effect);
        return;
      case 'task.close':
        if (!this.tasks.delete(effect.seq)) throw new Error(`Task ${effect.seq} was closed twice.`);
        this.aborting.delete(effect.seq);
        return;
      case 'task.abort':
        if (!this.tasks.has(effect.seq)) throw new Error(`Task ${effect.seq} is not open.`);
        this.aborting.add(effect.seq);
        return;
      case 'timer.set':
        this.timers.set(effect.seq, effect);
        return;
      case 'timer.clear':
        if (!this.timers.delete(effect.seq)) throw new Error(`Timer ${effect.seq} was cleared twice.`);
        return;
      case 'run.clear':
        this.tasks.clear();
        this.timers.clear();
        this.approvals.clear();
        this.aborting.clear();
        return;
      case 'approval.open':
        this.approvals.set(effect.path, effect.seq);
        return;
      case 'approval.close':
        for (const [path, seq] of this.approvals) if (seq === effect.seq) this.approvals.delete(path);
        return;
      case 'child.start':
        if (effect.link.awaited) this.children.set(effect.link.path, effect);
        return;
      case 'approval.decide':
      case 'approval.delegate':
      case 'approval.remind':
      case 'approval.escalate':
      case 'child.cancel':
      case 'parent.notify':
      case 'signal.send':
        return;
    }
  }
}

import { validatorOf } from '../../definition/json-schema.ts';
import type { Json } from '../../definition/json.ts';
import { type NeedsValues, wholeValue } from '../../definition/ref.ts';
import type { Plan } from '../../definition/plan.ts';
import { advance, type Advance, type Refusal } from '../advance.ts';
import { cloneEvent } from '../clone.ts';
import type { Effect } from '../effects.ts';
import { emptyState } from '../empty-state.ts';
import type { InputEvent, RunEvent, RunInput } from '../events.ts';
import { evolve } from '../evolve.ts';
import type { Large } from '../large-values.ts';
import { planOf } from '../overrides.ts';
import { firstRunId } from '../plan-changes.ts';
import type { RunState, StepState } from '../state.ts';
import { isRunOver } from '../status.ts';
import type { Comparison } from './comparison.ts';
import { openedOf, opensStep, provided, type Recorded } from './recorded.ts';
import { TooLarge } from './too-large.ts';

/** What belongs to one step and waits until the step takes it. */
type Outcome = Extract<InputEvent, { path: string }> | (Extract<InputEvent, { type: 'timer.fired' }> & { path: string });
type Timer = Extract<Effect, { type: 'timer.set' }>;

/** Bytes of large values that one rerun may make of its own. */
export const OWN_BYTES = 64 * 1_048_576;

/** Events of one rerun: a draft that computes without an end must not fill the memory. */
const MOST_EVENTS = 500_000;

/** A run that goes its way again under another plan, on what was recorded of it. */
export class Rerun {
  private state: RunState;
  private readonly events: RunEvent[] = [];
  private readonly waiting = new Map<string, Outcome[]>();
  private readonly timers = new Map<number, Timer>();
  /** Steps whose clock is set as it was: it rings when it rang. */
  private readonly sameClock = new Set<string>();
  private readonly agenda: string[] = [];
  /** The recorded run had something left to go on with after its last input. */
  private cut = false;
  private readonly own = new Map<string, Json>();
  private ownBytes = 0;
  private inputs = 0;
  private readonly large: Large;
  private readonly firstId: string;

  constructor(
    private readonly draft: Plan,
    runId: string,
    history: readonly RunEvent[],
    private readonly recorded: Recorded,
    private readonly comparison: Comparison,
    large: Large,
    private readonly most: number,
  ) {
    this.firstId = firstRunId(history, runId);
    this.state = emptyState(this.firstId);
    this.large = { ...large, look: (ref) => this.own.get(ref.hash) ?? large.look?.(ref) };
  }

  /** Nothing that is handed in says more. */
  get over(): boolean {
    return this.comparison.ended;
  }

  /** Takes the next input of the history: at once, or when what it belongs to is open. */
  *take(input: InputEvent): Generator<NeedsValues | undefined, void> {
    yield* this.ring((timer) => !this.rangThen(timer) && timer.dueAt < input.at);
    if (!this.cut) yield* this.goOn();
    if (this.over) return;
    if (isOutcome(input)) {
      const queue = this.waiting.get(input.path);
      if (queue === undefined) this.waiting.set(input.path, [input]);
      else queue.push(input);
      this.agenda.push(input.path);
    } else yield* this.handInOwn(input);
    yield* this.settle();
    // What came next came to a run that had not gone on yet, or to one that had.
    this.cut = this.recorded.cut.has(input.seq);
    if (!this.cut) yield* this.goOn();
  }

  /** Goes on without the history: rings the clocks that are left, and tells what lacks an answer. */
  *finish(): Generator<NeedsValues | undefined, void> {
    for (;;) {
      yield* this.goOn();
      if (this.over || isRunOver(this.state.status)) break;
      const stopped = [...this.state.steps.values()].find((step) => step.cancelling && step.task !== null && step.closedSeq === null);
      if (stopped !== undefined) {
        // Whoever was asked to stop has stopped, for all that is known.
        yield* this.hand({ type: 'attempt.aborted', id: this.nextId(), path: stopped.path, attempt: stopped.attempt, data: { task: stopped.task! } }, this.state.at);
        yield* this.settle();
        continue;
      }
      if (this.lacking() || this.timers.size === 0) break;
      const [first] = [...this.timers.values()].toSorted((a, b) => a.dueAt - b.dueAt);
      yield* this.ring((timer) => timer.seq === first!.seq);
    }
    this.comparison.ends(this.state, isRunOver(this.state.status));
  }

  /** Tells of every open step that nothing recorded answers. @returns whether there is one */
  private lacking(): boolean {
    let found = false;
    for (const step of this.state.steps.values()) {
      if (step.closedSeq !== null || step.container !== null) continue;
      const { wait } = step;
      if (wait === null) this.comparison.lacks(step.path, 'more_attempts');
      else if (wait.kind === 'child') this.comparison.lacks(step.path, 'no_outcome');
      else if (step.timer === null) this.comparison.lacks(step.path, wait.kind === 'approval' ? 'no_decision' : 'no_signal');
      found ||= this.comparison.isUnanswered(step.path);
    }
    return found;
  }

  /** Lets clocks ring, the earliest first. */
  private *ring(which: (timer: Timer) => boolean): Generator<NeedsValues | undefined, void> {
    while (!this.over) {
      const due = [...this.timers.values()].filter(which).toSorted((a, b) => a.dueAt - b.dueAt)[0];
      if (due === undefined) return;
      this.timers.delete(due.seq);
      yield* this.hand({ type: 'timer.fired', id: this.nextId(), path: due.path, data: { timer: due.seq } }, Math.max(due.dueAt, this.state.at));
      yield* this.settle();
    }
  }

  /** Whether the history tells when this clock rang, or that it did not. */
  private rangThen({ path, purpose }: Timer): boolean {
    if (purpose === 'continue') return true;
    if (purpose === 'run-timeout') return this.recorded.state.timeoutMs === this.state.timeoutMs && this.recorded.state.timeoutCountsPeople === this.state.timeoutCountsPeople;
    if (purpose === 'grace') return path !== null && this.recorded.steps.get(path)?.cancelling === true;
    return path !== null && this.sameClock.has(path);
  }

  /** Hands in what waits, as long as something takes it. */
  private *settle(): Generator<NeedsValues | undefined, void> {
    for (let path = this.agenda.shift(); path !== undefined && !this.over; path = this.agenda.shift()) {
      const queue = this.waiting.get(path);
      const outcome = queue?.[0];
      const step = this.state.steps.get(path);
      if (queue === undefined || outcome === undefined || step === undefined || this.comparison.isUnanswered(path)) continue;
      const input = this.fitted(outcome, step);
      if (input === 'later') continue;
      queue.shift();
      if (queue.length === 0) this.waiting.delete(path);
      else this.agenda.unshift(path);
      if (input === 'no answer') this.comparison.lacks(path, 'more_attempts');
      else if (input !== 'dropped') this.told(outcome, yield* this.hand(input, outcome.at));
    }
  }

  /** An outcome as the step takes it now: under the number of its own attempt or clock. */
  private fitted(outcome: Outcome, step: StepState): RunInput | 'later' | 'no answer' | 'dropped' {
    const input = inputOf(outcome);
    switch (input.type) {
      case 'step.completed':
      case 'attempt.failed':
      case 'attempt.timed_out':
      case 'attempt.aborted':
      case 'agent.recorded': {
        if (step.task === null) return 'later';
        // What it said when it was stopped is not what it would have answered.
        if (!step.cancelling && this.recorded.stopped.has(outcome.seq)) return 'no answer';
        if (input.type === 'agent.recorded' && input.data.index !== step.records.length) return 'dropped';
        return { ...input, attempt: step.attempt, data: { ...input.data, task: step.task } } as RunInput; // the same input, under another number
      }
      case 'timer.fired':
        if (step.timer === null) return 'later';
        if (!step.cancelling && !this.sameClock.has(step.path)) return 'dropped';
        this.timers.delete(step.timer);
        return { ...input, data: { timer: step.timer } };
      case 'approval.decided':
      case 'approval.delegated':
        return step.wait?.kind === 'approval' && step.closedSeq === null ? input : 'later';
      case 'child.closed':
        return step.wait?.kind === 'child' && step.closedSeq === null ? { ...input, data: { ...input.data, runId: step.wait.runId } } : 'later';
      default:
        return 'dropped';
    }
  }

  private *handInOwn(event: InputEvent): Generator<NeedsValues | undefined, void> {
    const input = inputOf(event);
    if (input.type === 'run.continued') {
      const timer = this.state.rest?.timer;
      if (timer != null) yield* this.hand({ ...input, data: { timer } }, event.at);
      return;
    }
    if (input.type === 'timer.fired') {
      const { timeoutTimer } = this.state;
      if (timeoutTimer === null || this.recorded.state.timeoutMs !== this.state.timeoutMs) return;
      this.timers.delete(timeoutTimer);
      yield* this.hand({ ...input, data: { timer: timeoutTimer } }, event.at);
      return;
    }
    if (input.type === 'signal.received') {
      const refused = yield* this.signalRefusal(input.data.name, input.data.payload);
      if (refused !== null) return this.told(event, refused);
    }
    // The past that a fork was cut from may be longer or shorter here. Which version it went on under it still tells its expressions.
    const own = input.type === 'run.forked' ? { ...input, data: { ...input.data, source: { ...input.data.source, seq: this.state.seq } } } : input;
    const refused = yield* this.hand(own, event.at);
    if (input.type !== 'run.migrated') this.told(event, refused);
  }

  /** A declared signal is held against its schema; a workflow that computes a name may wait for any. */
  private *signalRefusal(name: string, payload: Json): Generator<NeedsValues | undefined, Refusal | null> {
    // What this run alone waits for, because its parameters were overridden, it waits for here too.
    const plan = planOf(this.draft, this.state);
    const schema = plan.signals.get(name);
    if (schema === undefined) {
      const computes = [...plan.nodes.values()].some((node) => node.kind === 'signal' && node.params.get('name')?.constant === false);
      return computes ? null : { code: 'unknown_outcome', message: `The draft waits for no signal "${name}".` };
    }
    if (schema === null) return null;
    const problems = validatorOf(schema).validate(yield* provided(() => wholeValue(payload, this.large.look)));
    return problems.length === 0 ? null : { code: 'invalid_payload', message: `The payload of the signal "${name}" does not match the schema of the draft.`, problems: problems.map(({ pointer, message }) => ({ pointer, message })) };
  }

  /** What the run then took, and would not take. */
  private told(event: InputEvent, refused: Refusal | null): void {
    // An end that came earlier is told as such, and a step without an answer leads to a state that nobody knows.
    if (refused === null || refused.code === 'run_over' || refused.code === 'duplicate' || this.comparison.differences.some(({ kind }) => kind === 'no_result' || kind === 'left_out')) return;
    this.comparison.add({ kind: 'refused', seq: event.seq, code: refused.code, message: refused.message, problems: (refused.problems ?? []).slice(0, 5) });
  }

  /** Goes on with what a group has left, to its end. */
  private *goOn(): Generator<NeedsValues | undefined, void> {
    for (let timer = this.state.rest?.timer; timer != null && !this.over; timer = this.state.rest?.timer) {
      yield* this.hand({ type: 'run.continued', id: this.nextId(), data: { timer } }, this.state.at);
      yield* this.settle();
    }
  }

  /** @returns why the core does not take it; null when it did */
  private *hand(input: RunInput, at: number): Generator<NeedsValues | undefined, Refusal | null> {
    const result = yield* this.advanced(input, at);
    if (!result.accepted) return result.refusal;
    for (const { ref, value } of result.values) {
      if (this.own.has(ref.hash)) continue;
      this.own.set(ref.hash, value);
      this.ownBytes += ref.bytes;
      if (this.ownBytes > this.most) throw new TooLarge();
    }
    for (const effect of result.effects) {
      if (effect.type === 'timer.set') this.timers.set(effect.seq, effect);
      else if (effect.type === 'timer.clear') this.timers.delete(effect.seq);
      else if (effect.type === 'run.clear') this.timers.clear();
    }
    if (this.events.length > MOST_EVENTS) throw new TooLarge();
    for (const event of result.events) {
      this.events.push(event);
      this.comparison.sees(event);
      if (opensStep(event)) {
        const { sameClock } = this.comparison.begins(event.path, yield* provided(() => openedOf(this.draft, this.state, event, this.large)));
        if (sameClock) this.sameClock.add(event.path);
        else this.sameClock.delete(event.path);
      }
      if (event.type === 'step.scheduled' || event.type === 'step.retrying' || event.type === 'step.waiting' || event.type === 'step.cancelling') this.agenda.push(event.path);
    }
    if (input.type === 'run.forked') for (const path of this.waiting.keys()) this.agenda.push(path);
    yield undefined;
    return null;
  }

  private *advanced(input: RunInput, at: number): Generator<NeedsValues | undefined, Advance> {
    let spent = false;
    return yield* provided(() => {
      // The state was spent on a decision that lacked a value: it is folded again from what was decided before.
      if (spent) this.state = this.events.reduce((state, event) => evolve(state, cloneEvent(event)), emptyState(this.firstId));
      spent = true;
      const result = advance(this.draft, this.state, input, at, undefined, this.large);
      ({ state: this.state } = result);
      return result;
    });
  }

  private nextId(): string {
    this.inputs += 1;
    return `back-test-${this.inputs}`;
  }
}

function isOutcome(input: InputEvent): input is Outcome {
  return 'path' in input && input.path !== null;
}

function inputOf(event: InputEvent): RunInput {
  const { seq: _seq, at: _at, derived: _derived, refs: _refs, ...input } = event;
  return input as RunInput; // an input event is an input with its place
}

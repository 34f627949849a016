import type { ClosedRunStatus, ParentLink, RunInput, StepError } from '../core/events.ts';
import type { SignalTarget } from '../core/effects.ts';
import type { Json } from '../definition/json.ts';
import type { Log } from '../ports/log.ts';
import type { RunCommit } from '../ports/run-commit.ts';
import { CommitUnknown, type Message, type Store, StoreUnavailable } from '../ports/store.ts';
import { AtMost } from './at-most.ts';
import { EngineError } from './engine.ts';
import type { Parked } from './parked.ts';
import type { Runs } from './runs.ts';
import type { Signals } from './signals.ts';
import type { StartChild, Starts } from './starts.ts';

const LOOK_EVERY_MS = 1_000;
const HOLD_MS = 3_000;
const PAGE = 200;
/** Delivered at once: a map may start ten thousand children in one commit. */
const AT_ONCE = 200;
/** Times a child is tried to be started when something fails that is nobody's known fault. */
const START_TRIES = 4;
const WAIT_FOR_EARLIER_MS = 100;

type Closed = { path: string; runId: string; generation: number; status: ClosedRunStatus; output: Json; error: StepError | null };
type ControlOf = { how: 'cancel' | 'terminate' | 'pause' | 'resume'; reason: string; by: string };
type SignalOf = { target: SignalTarget; name: string; payload: Json; id: string };

/** What of a signal's fate may be another tomorrow; everything else is its end. */
const SIGNAL_RETRIED: ReadonlySet<string> = new Set(['run_parked', 'unsupported', 'unavailable', 'too_many_signals']);

/**
 * Delivers what crosses from run to run. A message is deleted by the commit that takes it in, so it counts once however
 * often it is delivered.
 */
export class Messages {
  private looking: NodeJS.Timeout | null = null;
  private closed = false;
  private readonly limit = new AtMost(AT_ONCE);

  constructor(private readonly options: { owner: string; store: Store; runs: Runs; starts: Starts; signals: Signals; parked: Parked; log: Log }) {}

  start(): void {
    if (this.closed) return;
    this.looking = setTimeout(() => void this.look().finally(() => this.start()), LOOK_EVERY_MS);
    this.looking.unref();
  }

  /** What this process sent it delivers at once; it has taken it for a moment. */
  committed(commit: RunCommit): void {
    const inTurn = new Map<string, Promise<void>>();
    for (const message of commit.send) {
      const sent: Message = { ...message, sourceRunId: commit.runId, tries: 1 };
      if (message.kind !== 'signal') {
        void this.deliver(sent);
        continue;
      }
      // Signals to one run arrive in the order in which they were sent, unless one has to be sent again.
      const target = JSON.stringify((message.payload as unknown as SignalOf).target);
      inTurn.set(target, (inTurn.get(target) ?? Promise.resolve()).then(() => this.deliver(sent)));
    }
  }

  close(): void {
    this.closed = true;
    if (this.looking !== null) clearTimeout(this.looking);
  }

  private async look(): Promise<void> {
    const { store, owner, log } = this.options;
    try {
      for (let more = true; more && !this.closed; ) {
        const messages = await store.takeMessages(owner, HOLD_MS, PAGE);
        await Promise.all(messages.map((message) => this.deliver(message)));
        more = messages.length === PAGE;
      }
    } catch (error) {
      log.debug({ err: error }, 'Messages between runs could not be fetched; trying again');
    }
  }

  private deliver(message: Message): Promise<void> {
    return this.limit.run(() => this.deliverNow(message));
  }

  private async deliverNow(message: Message): Promise<void> {
    if (this.closed) return;
    const { store, log } = this.options;
    try {
      await this.hand(message);
    } catch (error) {
      if (this.closed) return;
      if (error instanceof NotYet) return await this.later(message);
      log.warn({ err: error, message: message.id, kind: message.kind }, 'A message between runs could not be delivered; trying again');
      const retryInMs = Math.min(500 * 2 ** Math.min(message.tries, 7), 60_000);
      await store.settleMessage(message.id, { done: false, error: error instanceof Error ? error.message : String(error), retryInMs }).catch(() => {});
    }
  }

  /** Soon, by whoever looks then: what it waits for may be with another process. */
  private async later(message: Message): Promise<void> {
    await this.options.store.settleMessage(message.id, { done: false, error: 'What it waits for is under way.', retryInMs: WAIT_FOR_EARLIER_MS }).catch(() => {});
  }

  private async hand(message: Message): Promise<void> {
    // What its sender refers to stands beside its sender's history; the receiver keeps it beside its own.
    const payload = await this.options.runs.values.whole(message.sourceRunId, message.payload);
    switch (message.kind) {
      case 'child.start':
        return await this.startChild(message, payload as unknown as StartChild); // written by `changes.ts`
      case 'child.closed': {
        const { path, ...data } = payload as unknown as Closed;
        return await this.give(message, message.targetRunId!, { id: message.id, type: 'child.closed', path, data });
      }
      case 'control': {
        const { how, reason, by } = payload as unknown as ControlOf;
        if (how === 'pause' || how === 'resume') await this.inTurn(message);
        const types = { cancel: 'run.cancel_requested', terminate: 'run.terminated', pause: 'run.paused', resume: 'run.resumed' } as const;
        return await this.give(message, message.targetRunId!, { id: message.id, type: types[how], data: { reason, by } });
      }
      case 'signal':
        return await this.sendSignal(message, payload as unknown as SignalOf);
    }
  }

  /** A pause and the resume after it must arrive in this order, though either may have to be sent again. Whatever ends a run waits for nothing. */
  private async inTurn(message: Message): Promise<void> {
    const others = await this.options.store.controlsUnderWay(message.sourceRunId, message.targetRunId!);
    if (others.some((id) => isBefore(id, message.id))) throw new NotYet();
  }

  private async give(message: Message, runId: string, input: RunInput): Promise<void> {
    const { store, runs, parked } = this.options;
    try {
      const result = await runs.deliver(runId, { input, taken: message.id });
      // A refusal is an answer too: the run is over, or has taken it before.
      if (!result.accepted) await store.settleMessage(message.id, { done: true });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (error.code === 'run_parked' && input.type === 'run.terminated') {
        await parked.terminate(runId, input);
        return await store.settleMessage(message.id, { done: true });
      }
      if (error.code !== 'run_not_found') throw error;
      // A child may be asked to stop before it has begun.
      await this.neverBegins(runId);
      await store.settleMessage(message.id, { done: true });
    }
  }

  /** A signal that nobody can take is dropped: its sender has gone on long since. One that may be taken later is sent again. */
  private async sendSignal(message: Message, { target, name, payload, id }: SignalOf): Promise<void> {
    const { store, signals, log } = this.options;
    const signal = { id: message.id, name, payload, clientId: id, by: message.sourceRunId };
    const refused = await this.refusalOfSignal(async () => {
      if ('run' in target) return await signals.toRun(target.run, signal, message.id);
      const { start } = target;
      return (await signals.toKey(target.workflow, target.key, signal, start === null ? null : async () => ({ input: start.input ?? {}, trigger: 'signal' }), message.id)).answer;
    });
    if (refused === null) return;
    if (SIGNAL_RETRIED.has(refused)) throw new Error(`The signal cannot be taken now: ${refused}.`);
    if (refused === 'run_not_found' && 'run' in target) await this.neverBegins(target.run);
    if (refused !== 'duplicate') log.warn({ runId: message.sourceRunId, target, signal: name, code: refused }, 'A signal was dropped: there is nobody to take it');
    await store.settleMessage(message.id, { done: true });
  }

  /**
   * Of a run that was not found: whether it is not about to begin. Asked in this order, since a start leaves the outbox
   * with the commit that makes the run: who looked for the run first and for its start afterwards may miss both.
   * @throws when it may still take the message, which is then sent again
   */
  private async neverBegins(runId: string): Promise<void> {
    const { store } = this.options;
    if (await store.startPending(runId)) throw new Error('The run has not begun yet.');
    if ((await store.readRun(runId)) !== null) throw new NotYet();
  }

  private async refusalOfSignal(send: () => Promise<{ accepted: true } | { accepted: false; refusal: { code: string } }>): Promise<string | null> {
    try {
      const answer = await send();
      return answer.accepted ? null : answer.refusal.code;
    } catch (error) {
      if (error instanceof EngineError) return error.code;
      throw error;
    }
  }

  private async startChild(message: Message, request: StartChild): Promise<void> {
    const { starts, log } = this.options;
    try {
      const started = await starts.startChild(request, message.id);
      if (started || (await this.settledByRun(message, request.runId))) return;
      throw new EngineError('key_in_use', `Another open run of "${request.workflow}" has the key "${request.key}".`);
    } catch (error) {
      const refused = this.refusalOf(error, message.tries);
      if (refused === null) throw error;
      log.warn({ err: error, runId: request.link.runId, workflow: request.workflow, code: refused.code }, 'A child could not be started');
      // A try whose answer was lost may have started it all the same.
      if (await this.settledByRun(message, request.runId)) return;
      await this.refuseChild(message, request.link, request, refused);
    }
  }

  /** Whether the child is there, and its message with that done with. */
  private async settledByRun(message: Message, runId: string): Promise<boolean> {
    if ((await this.options.store.readRun(runId)) === null) return false;
    await this.options.store.settleMessage(message.id, { done: true });
    return true;
  }

  /** What the parent is told; null when the start is to be tried again. */
  private refusalOf(error: unknown, tries: number): EngineError | null {
    if (error instanceof StoreUnavailable || error instanceof CommitUnknown) return null;
    // Another process may know the definition.
    if (error instanceof EngineError) return error.code === 'unsupported' ? null : error;
    return tries < START_TRIES ? null : new EngineError('start_failed', `The child could not be started in ${tries} tries; the log names the cause.`);
  }

  /** The parent hears of it as of a child that failed. */
  private async refuseChild(message: Message, link: ParentLink, request: StartChild, error: EngineError): Promise<void> {
    if (!link.awaited) return await this.options.store.settleMessage(message.id, { done: true });
    const data: Omit<Closed, 'path'> = { runId: request.runId, generation: link.generation, status: 'failed', output: null, error: { type: error.code, message: error.message } };
    await this.give(message, link.runId, { id: `${message.id}.refused`, type: 'child.closed', path: link.path, data });
  }
}

/** What this message waits for is about to be: another message, or the run itself. */
class NotYet extends Error {}

/** Ids end in the group they came from, their place in it, and their kind: see `changes.ts`. */
function isBefore(id: string, other: string): boolean {
  const [group, place] = placeOf(id);
  const [otherGroup, otherPlace] = placeOf(other);
  return group < otherGroup || (group === otherGroup && place < otherPlace);
}

function placeOf(id: string): [group: number, place: number] {
  const [group, place] = id.split('.').slice(-3);
  return [Number(group), Number(place)];
}

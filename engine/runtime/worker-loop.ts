import type { RunInput } from '../core/events.ts';
import { PassingMap } from '../core/passing-map.ts';
import type { Listener, Taken } from '../ports/dispatcher.ts';
import type { Log } from '../ports/log.ts';
import type { LivePublisher } from '../ports/live.ts';
import { type NodeRunner, StepAbort } from '../ports/node-runner.ts';
import type { OpenTask } from '../ports/run-commit.ts';
import { type Claimed, type ClaimedWithin, type Ring, type Store, StoreUnavailable, type TaskRef, type WantedTask } from '../ports/store.ts';
import { type AttemptTools, type HeldTask, runAttempt } from './attempt.ts';
import { Batcher } from './batcher.ts';
import { EngineError } from './engine.ts';
import type { Heartbeats } from './heartbeats.ts';
import type { Runs } from './runs.ts';
import type { QueueGates } from './queue-gates.ts';
import { claimRung, LAST_LOOK_MS, LOOKS_MS, withoutAhead } from './rings.ts';
import { Slots } from './slots.ts';
import type { Stop } from './stop.ts';
import { newToken } from './token.ts';

export type WorkerOptions = {
  worker: string;
  store: Store;
  runs: Runs;
  runners: ReadonlyMap<string, NodeRunner>;
  heartbeats: Heartbeats;
  live: LivePublisher;
  log: Log;
  now: () => number;
  /** `later`: this worker would be the first to take again what it could not execute. */
  ring: (rings: readonly Ring[], when: 'now' | 'later') => Promise<void>;
  gates: QueueGates;
  /** Attempts at once. */
  concurrency: number;
};

/** So that a long chain does not keep a slot from everybody else. */
const STEPS_UNDER_ONE_JOB = 100;
const TIME_UNDER_ONE_JOB_MS = 1_000;
/** How long what a full worker was offered, or has taken, waits for a slot before others get it. */
const HOLD_MS = 200;
/** How long what a queue's limits hold back waits here for room before it goes back to the queue. */
const HELD_BACK_MS = 5_000;
/** When it looks for room that others have made. */
const LOOK_AGAIN_MS = 250;

/** Executes tasks: claims what it is rung for, runs it, hands in the outcome, and goes on with the successor it may keep. */
export class WorkerLoop {
  private readonly claims: Batcher<TaskRef, Claimed | null>;
  private readonly tools: AttemptTools;
  /** What this worker executes or hands in, by token; whatever else it holds it does not know of. `stop` is there while it executes. */
  private readonly attempts = new PassingMap<{ stop: Stop | null }>();
  private executing = 0;
  private serving = 0;
  private settling: (() => void)[] = [];
  private readonly slots: Slots;
  /** Taken, and not known yet to be ours. */
  private claiming = 0;
  readonly counts = { steps: 0, claimed: 0, passed: 0, kept: 0, refused: 0 };
  draining = false;
  private ended = false;

  constructor(private readonly options: WorkerOptions) {
    const { store, worker } = options;
    this.slots = new Slots(options.concurrency);
    this.claims = new Batcher(
      async (wanted) => {
        const tokens = this.wanted(wanted);
        try {
          const claimed = new Map((await store.claim(worker, tokens)).map((each) => [each.task.token, each]));
          for (const { runId, token, after } of tokens) {
            const history = claimed.get(token)?.history ?? null;
            if (after !== null && history !== null) options.runs.offer(runId, after, history);
          }
          return tokens.map(({ token }) => this.begun(claimed.get(token)?.task ?? null));
        } catch (error) {
          // It may have been written all the same.
          void this.letGo(tokens, false);
          throw error;
        }
      },
      { largest: 128, parallel: 2 },
    );
    this.tools = {
      worker, store, log: options.log, values: options.runs.values, runners: options.runners, heartbeats: options.heartbeats, live: options.live, now: options.now,
      record: async (task, input) => (await options.runs.deliver(task.runId, { input, guard: { task: task.seq, token: task.token } })).accepted,
      aborts: ({ token }, stop) => {
        const attempt = this.attempts.get(token);
        if (attempt === undefined) throw new Error('An attempt is executed that nobody began.');
        attempt.stop = stop;
        this.executing++;
        return () => {
          attempt.stop = null;
          this.executing--;
        };
      },
    };
  }

  get running(): number {
    return this.executing;
  }

  listen(listener: Listener): void {
    listener.start((offered) => this.take(offered));
  }

  private async take(offered: readonly Ring[]): Promise<Taken> {
    const queue = offered[0]?.queue;
    if (queue !== undefined && this.options.gates.isLimited(queue)) return await this.takeWithin(queue, offered);
    if (!this.draining && this.room === 0) await this.slots.someRoom(HOLD_MS);
    const mine = this.draining ? [] : offered.slice(0, this.room);
    const claims = mine.map((task) => {
      const claim = claimRung(task, () => this.claims.call(task)).then((claimed) => this.ofItsQueue(task, claimed));
      this.claiming++;
      claim.then((claimed) => (claimed === null ? this.passed(task) : undefined), () => undefined);
      void this.serve(task, claim);
      return claim.finally(() => this.claiming--);
    });
    return { left: offered.slice(mine.length), full: this.room === 0, claimed: Promise.allSettled(claims).then(() => {}) };
  }

  /** A start that is refused is made again by another version, where its first task may be another queue's: others serve that. */
  private ofItsQueue({ queue }: Pick<Ring, 'queue'>, claimed: Claimed | null): Claimed | null {
    if (claimed === null || claimed.queue === queue) return claimed;
    void this.letGo([claimed], false, 'now');
    return null;
  }

  /** Tasks to be claimed, and with the first of each run what is not known of the run here. */
  private wanted(tasks: readonly TaskRef[]): WantedTask[] {
    const asked = new Set<string>();
    return tasks.map(({ runId, seq }) => {
      const after = asked.has(runId) ? null : this.options.runs.missingAfter({ runId, seq });
      if (after !== null) asked.add(runId);
      return { runId, seq, token: newToken(), after };
    });
  }

  /** What the claim did not read of its run is read while the task waits for its slot. */
  private begun(task: Claimed | null): Claimed | null {
    if (task !== null && this.options.runs.missingAfter(task) !== null) void this.options.runs.look(task.runId, task.seq).catch(() => {});
    return task;
  }

  /** Limits that the queue has been given since leave it to another way of claiming. Its job is not over yet: one like it would not be taken. */
  private async passed(ring: Ring): Promise<void> {
    if (await this.options.gates.learn(ring.queue)) await this.options.ring([ring], 'later');
  }

  /** Of a queue with limits: claims what they leave room for, and waits a while when that is nothing. */
  private async takeWithin(queue: string, offered: readonly Ring[]): Promise<Taken> {
    const { gates, runs } = this.options;
    const until = performance.now() + HELD_BACK_MS;
    let looks = 0;
    for (let rings = offered; ; ) {
      if (!this.draining && this.room === 0) await this.slots.someRoom(HOLD_MS);
      const mine = this.draining ? [] : rings.slice(0, this.room);
      if (mine.length === 0) return { left: rings, full: true, claimed: Promise.resolve() };
      this.claiming += mine.length;
      const within = await this.claimWithin(queue, mine).finally(() => (this.claiming -= mine.length));
      const { heldBack, retryInMs, limited } = within;
      const claimed = within.claimed.filter((task) => this.ofItsQueue({ queue }, task) !== null);
      for (const task of claimed) {
        void runs.look(task.runId, task.seq).catch(() => {});
        void this.serve(task, Promise.resolve(task), !limited).then(() => gates.open(queue));
      }
      this.counts.passed += mine.length - claimed.length - heldBack.length;
      const keyOf = ({ runId, seq }: TaskRef): string => `${runId}.${seq}`;
      const back = new Set(heldBack.map(keyOf));
      const there = new Set([...within.claimed.map(keyOf), ...back]);
      // Rung ahead of a commit that is not made yet. Where others were claimed with them they are given again when it must be.
      const early = mine.filter((ring) => ring.ahead === true && !there.has(keyOf(ring)));
      const lookInMs = claimed.length === 0 && early.length > 0 ? LOOKS_MS[looks++] : undefined;
      if (lookInMs !== undefined) {
        await new Promise((resolve) => setTimeout(resolve, lookInMs));
        continue;
      }
      if (claimed.length > 0 && early.length > 0) setTimeout(() => void this.options.ring(early.map(withoutAhead), 'now'), LAST_LOOK_MS).unref();
      rings = [...mine.filter((ring) => back.has(keyOf(ring))), ...rings.slice(mine.length)];
      const left = until - performance.now();
      if (claimed.length > 0 || rings.length === 0 || left <= 0) return { left: rings, full: rings.length > 0 || this.room === 0, claimed: Promise.resolve() };
      await gates.wait(queue, Math.min(retryInMs ?? LOOK_AGAIN_MS, left));
    }
  }

  private async claimWithin(queue: string, rings: readonly Ring[]): Promise<ClaimedWithin> {
    const { store, worker, log } = this.options;
    const tokens = rings.map(({ runId, seq }) => ({ runId, seq, token: newToken() }));
    try {
      return await store.claimWithin(worker, queue, tokens);
    } catch (error) {
      // It may have been written all the same. The rings are used up either way; the reconciler gives others.
      void this.letGo(tokens, false);
      if (error instanceof StoreUnavailable) log.warn({ queue }, 'Tasks could not be claimed: Postgres cannot serve it now');
      else log.error({ err: error, queue }, 'Tasks could not be claimed');
      return { limited: true, claimed: [], heldBack: [], retryInMs: null };
    }
  }

  private get room(): number {
    return Math.max(0, this.slots.room - this.claiming);
  }

  /** Resolves when everything held has ended, or after `graceMs`. */
  async settled(graceMs: number): Promise<void> {
    if (this.serving === 0) return;
    await new Promise<void>((resolve) => {
      this.settling.push(resolve);
      setTimeout(resolve, graceMs).unref();
    });
  }

  abandonAll(): void {
    this.ended = true;
    for (const { stop } of this.attempts.values()) stop?.abort(new StepAbort('drain'));
  }

  /** Never fails. @param mayKeep whether a successor may be kept: not where each claim is counted */
  private async serve(ref: TaskRef, claim: Promise<Claimed | null>, mayKeep = true): Promise<void> {
    const { log } = this.options;
    this.serving++;
    try {
      const claimed = await claim;
      if (claimed === null) {
        this.counts.passed++;
        return;
      }
      this.counts.claimed++;
      if (!(await this.slots.acquire(HOLD_MS))) return void this.letGo([claimed], false, 'now');
      const since = performance.now();
      try {
        await this.chain({ startedAt: this.options.now(), ...claimed }, claimed.queue, claimed.priority, mayKeep);
      } finally {
        this.slots.release(performance.now() - since);
      }
    } catch (error) {
      // The ring is used up either way; the reconciler gives another for what is left open.
      if (error instanceof StoreUnavailable) log.warn({ runId: ref.runId }, 'A task could not be claimed: Postgres cannot serve it now');
      else if (error instanceof EngineError) log.warn({ runId: ref.runId, code: error.code }, error.message);
      else log.error({ err: error, runId: ref.runId, task: ref.seq }, 'A task could not be served');
    } finally {
      if (--this.serving === 0) for (const settled of this.settling.splice(0)) settled();
    }
  }

  private async chain(first: HeldTask, queue: string, priority: number, mayKeep: boolean): Promise<void> {
    const began = performance.now();
    let task: HeldTask | null = first;
    try {
      for (let steps = 1; task !== null; steps++) {
        const { token }: HeldTask = task;
        this.attempts.set(token, { stop: null });
        try {
          task = await this.step(task, queue, priority, mayKeep && steps < STEPS_UNDER_ONE_JOB && performance.now() - began < TIME_UNDER_ONE_JOB_MS);
        } finally {
          this.attempts.delete(token);
        }
      }
    } catch (error) {
      if (task !== null) void this.letGo([task], true);
      throw error;
    }
  }

  /** Whether this worker is at the task that it holds under the token. */
  knows(token: string): boolean {
    return this.attempts.has(token);
  }

  /** @returns the successor that was kept */
  private async step(task: HeldTask, queue: string, priority: number, mayKeep: boolean): Promise<HeldTask | null> {
    const outcome = await this.attempt(task);
    if (outcome === null) return null;
    const token = mayKeep && !this.draining ? newToken() : null;
    const result = await this.options.runs.deliver(task.runId, { input: outcome, guard: { task: task.seq, token: task.token }, keep: token === null ? null : { queue, priority, token } });
    this.counts.steps++;
    if (!result.accepted) {
      this.counts.refused++;
      this.options.log.debug({ runId: task.runId, path: task.path, code: result.refusal.code }, 'An outcome was not taken');
      return null;
    }
    if (result.kept === null || token === null) return null;
    this.counts.kept++;
    return held(task.runId, result.kept, token, result.at);
  }

  /** Gives tasks back and rings for them. Tries for five minutes; what is left then is given back as a stray. */
  async letGo(tasks: readonly (TaskRef & { token: string })[], begun: boolean, when: 'now' | 'later' = 'later'): Promise<void> {
    for (let tries = 0; tries < 600 && !this.ended; tries++) {
      try {
        await this.options.ring(await this.options.store.letGo(tasks, begun), when);
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  }

  private async attempt(task: HeldTask): Promise<RunInput | null> {
    const { heartbeats, runs } = this.options;
    heartbeats.hold({ runId: task.runId, seq: task.seq, token: task.token, since: performance.now(), stop: (reason) => this.attempts.get(task.token)?.stop?.abort(new StepAbort(reason)) });
    try {
      const outcome = await runAttempt(this.tools, task, { now: () => runs.look(task.runId, task.seq), committed: (read) => runs.readCommitted(task.runId, task.seq, read) });
      if (outcome !== null && outcome.type !== 'step.completed') await heartbeats.flush(task);
      return outcome;
    } finally {
      heartbeats.release(task);
    }
  }
}

function held(runId: string, task: OpenTask, token: string, at: number): HeldTask {
  return { runId, seq: task.seq, token, path: task.path, node: task.node, attempt: task.attempt, startedAt: at, startToCloseMs: task.startToCloseMs, heartbeatMs: task.heartbeatMs, scheduleToCloseAt: task.scheduleToCloseAt, heartbeat: null, begun: false, withdrawn: false };
}

import type { RunInput } from '../core/events.ts';
import type { RunState } from '../core/state.ts';
import type { Plan } from '../definition/plan.ts';
import type { Listener, Taken } from '../ports/dispatcher.ts';
import type { Log } from '../ports/log.ts';
import type { LivePublisher } from '../ports/live.ts';
import { type NodeRunner, StepAbort } from '../ports/node-runner.ts';
import type { OpenTask } from '../ports/run-commit.ts';
import { type Claimed, type Ring, type Store, StoreUnavailable, type TaskRef } from '../ports/store.ts';
import { type Ahead, beginAhead } from './ahead.ts';
import { type AttemptTools, type HeldTask, runAttempt } from './attempt.ts';
import { Batcher } from './batcher.ts';
import { EngineError } from './engine.ts';
import type { Heartbeats } from './heartbeats.ts';
import type { Runs } from './runs.ts';
import { Slots } from './slots.ts';
import { newToken } from './token.ts';

export type WorkerOptions = { worker: string; store: Store; runs: Runs; runners: ReadonlyMap<string, NodeRunner>; heartbeats: Heartbeats; live: LivePublisher; log: Log; now: () => number; /** `later`: this worker would be the first to take again what it could not execute. */ ring: (rings: readonly Ring[], when: 'now' | 'later') => Promise<void>; /** Attempts at once. */ concurrency: number };

/** So that a long chain does not keep a slot from everybody else. */
const STEPS_UNDER_ONE_JOB = 100;
const TIME_UNDER_ONE_JOB_MS = 1_000;
/** How long what a full worker was offered, or has taken, waits for a slot before others get it. */
const HOLD_MS = 200;

/** Executes tasks: claims what it is rung for, runs it, hands in the outcome, and goes on with the successor it may keep. */
export class WorkerLoop {
  private readonly claims: Batcher<TaskRef, Claimed | null>;
  private readonly controllers = new Map<HeldTask, AbortController>();
  private readonly tools: AttemptTools;
  private readonly serving = new Set<Promise<void>>();
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
        const tokens = wanted.map((task) => ({ runId: task.runId, seq: task.seq, token: newToken() }));
        try {
          const claimed = new Map((await store.claim(worker, tokens)).map((task) => [task.token, task]));
          return tokens.map(({ token }) => claimed.get(token) ?? null);
        } catch (error) {
          // It may have been written all the same.
          void this.letGo(tokens);
          throw error;
        }
      },
      { largest: 128, parallel: 2 },
    );
    this.tools = {
      worker, store, runners: options.runners, heartbeats: options.heartbeats, live: options.live, now: options.now,
      record: async (task, input) => (await options.runs.deliver(task.runId, { input, guard: { task: task.seq, token: task.token } })).accepted,
      aborts: (task, controller) => {
        this.controllers.set(task, controller);
        return () => void this.controllers.delete(task);
      },
    };
  }

  get running(): number {
    return this.controllers.size;
  }

  listen(listener: Listener): void {
    listener.start((offered) => this.take(offered));
  }

  private async take(offered: readonly Ring[]): Promise<Taken> {
    if (!this.draining && this.room === 0) await this.slots.someRoom(HOLD_MS);
    const mine = this.draining ? [] : offered.slice(0, this.room);
    const claims = mine.map((task) => {
      const claim = this.claims.call(task);
      this.claiming++;
      const served = this.serve(task, claim).finally(() => this.serving.delete(served));
      this.serving.add(served);
      return claim.finally(() => this.claiming--);
    });
    return { left: offered.slice(mine.length), full: this.room === 0, claimed: Promise.allSettled(claims).then(() => {}) };
  }

  private get room(): number {
    return Math.max(0, this.slots.room - this.claiming);
  }

  /** Resolves when everything held has ended, or after `graceMs`. */
  async settled(graceMs: number): Promise<void> {
    await Promise.race([Promise.allSettled([...this.serving]), new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
  }

  abandonAll(): void {
    this.ended = true;
    for (const controller of this.controllers.values()) controller.abort(new StepAbort('drain'));
  }

  private async serve(ref: TaskRef, claim: Promise<Claimed | null>): Promise<void> {
    const { log } = this.options;
    try {
      const claimed = await claim;
      if (claimed === null) {
        this.counts.passed++;
        return;
      }
      this.counts.claimed++;
      if (!(await this.slots.acquire(HOLD_MS))) return void this.letGo([claimed], 'now');
      const since = performance.now();
      try {
        await this.chain({ ...claimed, startedAt: this.options.now() }, claimed.queue, claimed.priority);
      } finally {
        this.slots.release(performance.now() - since);
      }
    } catch (error) {
      // The ring is used up either way; the reconciler gives another for what is left open.
      if (error instanceof StoreUnavailable) log.warn({ runId: ref.runId }, 'A task could not be claimed: Postgres cannot be reached');
      else if (error instanceof EngineError) log.warn({ runId: ref.runId, code: error.code }, error.message);
      else log.error({ err: error, runId: ref.runId, task: ref.seq }, 'A task could not be served');
    }
  }

  private async chain(first: HeldTask, queue: string, priority: number): Promise<void> {
    const began = performance.now();
    let next: Next | null = { task: first, ahead: null };
    try {
      for (let steps = 1; next !== null; steps++) next = await this.step(next, queue, priority, steps < STEPS_UNDER_ONE_JOB && performance.now() - began < TIME_UNDER_ONE_JOB_MS);
    } catch (error) {
      if (next !== null) void this.letGo([next.task]);
      throw error;
    }
  }

  /** @returns the successor that was kept */
  private async step({ task, ahead }: Next, queue: string, priority: number, mayKeep: boolean): Promise<Next | null> {
    const outcome = await this.attempt(task, ahead);
    if (outcome === null) return null;
    const token = mayKeep && !this.draining ? newToken() : null;
    let begun: Ahead | null = null;
    let mine = false;
    try {
      const result = await this.options.runs.deliver(task.runId, {
        input: outcome, guard: { task: task.seq, token: task.token }, keep: token === null ? null : { queue, priority, token },
        keeping: (kept, at, { state, plan }) => {
          begun?.drop();
          begun = beginAhead(this.tools, held(task.runId, kept, token!, at), state, plan);
        },
      });
      this.counts.steps++;
      if (!result.accepted) {
        this.counts.refused++;
        this.options.log.debug({ runId: task.runId, path: task.path, code: result.refusal.code }, 'An outcome was not taken');
        return null;
      }
      if (result.kept === null || token === null) return null;
      this.counts.kept++;
      const early = begun as Ahead | null;
      mine = early?.task.seq === result.kept.seq;
      return mine ? { task: early!.task, ahead: early } : { task: held(task.runId, result.kept, token, result.at), ahead: null };
    } finally {
      if (!mine) (begun as Ahead | null)?.drop();
    }
  }

  /** Tries until it is done: what this worker holds without knowing nobody else would touch. */
  private async letGo(tasks: readonly (TaskRef & { token: string })[], when: 'now' | 'later' = 'later'): Promise<void> {
    for (let tries = 0; tries < 600 && !this.ended; tries++) {
      try {
        await this.options.ring(await this.options.store.letGo(tasks), when);
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  }

  private async attempt(task: HeldTask, ahead: Ahead | null): Promise<RunInput | null> {
    const { heartbeats, runs } = this.options;
    heartbeats.hold({ runId: task.runId, seq: task.seq, token: task.token, since: performance.now(), stop: (reason) => this.controllers.get(task)?.abort(new StepAbort(reason)) });
    try {
      const { state, plan } = await runs.look(task.runId, task.seq);
      const outcome = await this.outcomeOf(task, ahead, state, plan);
      if (outcome !== null && outcome.type !== 'step.completed') await heartbeats.flush(task);
      return outcome;
    } finally {
      heartbeats.release(task);
    }
  }

  private async outcomeOf(task: HeldTask, ahead: Ahead | null, state: RunState, plan: Plan): Promise<RunInput | null> {
    if (ahead === null) return await runAttempt(this.tools, task, state, plan);
    // What was withdrawn before it was there has not begun.
    if (state.steps.get(task.path)?.cancelling !== false) {
      ahead.drop();
      return await runAttempt(this.tools, task, state, plan);
    }
    ahead.adopt();
    return await ahead.outcome;
  }
}

type Next = { task: HeldTask; ahead: Ahead | null };

function held(runId: string, task: OpenTask, token: string, at: number): HeldTask {
  return { runId, seq: task.seq, token, path: task.path, node: task.node, attempt: task.attempt, startedAt: at, startToCloseMs: task.startToCloseMs, heartbeatMs: task.heartbeatMs, scheduleToCloseAt: task.scheduleToCloseAt, heartbeat: null };
}

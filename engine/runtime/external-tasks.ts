import { createHash } from 'node:crypto';
import { idempotencyKey, roundOf } from '../core/identity.ts';
import type { RunInput, StepError } from '../core/events.ts';
import { resolveStep } from '../core/resolve.ts';
import { stepAt } from '../core/scopes.ts';
import { toJson, type Json } from '../definition/json.ts';
import type { LivePublisher } from '../ports/live.ts';
import type { Log } from '../ports/log.ts';
import type { ExternalTask, Store } from '../ports/store.ts';
import { EngineError, type HandedTask, type PollTasks } from './engine.ts';
import { inputHashOf } from './input-hash.ts';
import type { Runs } from './runs.ts';

/** While somebody waits, the store is asked so often, once for all who wait. */
const LOOK_EVERY_MS = 200;
const LOOK_LIMIT = 200;
const PAUSE_MS = 1_000;

type Waiter = { queue: string; wake: () => void };
type Held = { runId: string; seq: number; token: string };

/**
 * Tasks for workers outside. They wait in the store; whoever polls takes them under a token and a lease, and every word
 * about a task must carry the token. What becomes of a task that nobody speaks of any more is the sweeper's.
 */
export class ExternalTasks {
  private readonly waiters: Waiter[] = [];
  private timer: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(private readonly options: { store: Store; runs: Runs; live: Pick<LivePublisher, 'frame'>; log: Log; now: () => number }) {}

  /** Waits until there is a task, the time is up, or the caller has gone. */
  async poll(request: PollTasks): Promise<HandedTask[]> {
    const { store, now } = this.options;
    const until = now() + request.waitMs;
    for (;;) {
      const claimed = await store.claimExternal({ queue: request.queue, worker: `external:${request.worker}`, limit: request.limit, leaseMs: request.leaseMs });
      const handed = (await Promise.all(claimed.map((task) => this.hand(task)))).filter((task) => task !== null);
      if (request.signal?.aborted === true) {
        // It left while the claim was made: nobody would hear of these until their leases ran out.
        if (handed.length > 0) await store.letGo(handed.map(({ id, runId, token }) => ({ runId, seq: Number(id.slice(runId.length + 1)), token })), false);
        return [];
      }
      const left = until - now();
      if (handed.length > 0 || this.closed || left <= 0) return handed;
      // What was claimed and could not be handed out is free again, and would be claimed again at once.
      if (claimed.length > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(left, PAUSE_MS)));
      else await this.wait(request.queue, left, request.signal);
    }
  }

  /** @throws EngineError task_lost */
  async heartbeat(task: Held, details: Json | undefined, leaseMs: number): Promise<{ state: 'held' | 'cancel'; leaseUntil: number }> {
    const held = await this.options.store.beatExternal(task, details === undefined ? undefined : toJson(details), leaseMs);
    if (held === null) throw lost();
    if (details !== undefined) this.options.live.frame(task.runId, held.path, held.attempt, { type: 'progress', details });
    return { state: held.abortUntil === null ? 'held' : 'cancel', leaseUntil: held.leaseUntil! };
  }

  /** @returns false when the same was said before. @throws EngineError task_lost */
  complete(task: Held, output: Json): Promise<boolean> {
    return this.close(task, 'completed', async (held, base) => ({ type: 'step.completed', path: held.path, attempt: held.attempt, data: { ...base, output: toJson(output), ...(await this.inputHash(held)) } }));
  }

  /** @returns false when the same was said before. @throws EngineError task_lost */
  fail(task: Held, error: StepError, retryable: boolean, retryAfterMs: number | null): Promise<boolean> {
    return this.failWith(task, { ...error, foreign: true }, retryable, retryAfterMs);
  }

  private failWith(task: Held, error: StepError, retryable: boolean, retryAfterMs: number | null): Promise<boolean> {
    return this.close(task, 'failed', async (held, base) => ({
      type: 'attempt.failed', path: held.path, attempt: held.attempt,
      data: { ...base, error: toJson(error) as unknown as StepError, retryable, ...(retryAfterMs === null ? {} : { retryAfterMs }), ...(await this.inputHash(held)) }, // toJson keeps the shape
    }));
  }

  end(): void {
    this.closed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    for (const waiter of [...this.waiters]) waiter.wake();
  }

  private async close(task: Held, how: string, input: (held: ExternalTask, base: { task: number; worker: string; startedAt: number }) => Promise<Omit<Extract<RunInput, { type: 'step.completed' | 'attempt.failed' }>, 'id'>>): Promise<boolean> {
    const { store, runs } = this.options;
    // The token is in the id, as a hash: whoever says the same again because the answer was lost is told so.
    const id = `outcome-${task.seq}-${how}-${createHash('sha256').update(task.token).digest('hex').slice(0, 16)}`;
    const held = await store.readExternal(task);
    if (held !== null && held.token === task.token) {
      const made = await input(held, { task: task.seq, worker: held.worker ?? 'external', startedAt: held.claimedAt ?? this.options.now() });
      const result = await runs.deliver(task.runId, { input: { ...made, id } as RunInput, guard: { task: task.seq, token: task.token } });
      if (result.accepted) return true;
    }
    if (await store.hasInput(task.runId, id)) return false;
    throw lost();
  }

  private async inputHash(held: ExternalTask): Promise<{ inputHash?: string }> {
    const { runs } = this.options;
    const resolved = await runs.values.with(held.runId, async ({ look }) => {
      const { state, plan } = await runs.look(held.runId, held.seq);
      return resolveStep(plan, state, held.path, look);
    });
    return resolved.ok ? { inputHash: inputHashOf(resolved.params) } : {};
  }

  /** A task with its input, as a poller gets it; null when it came to an end instead. */
  private async hand(task: ExternalTask): Promise<HandedTask | null> {
    const { runs, store, log } = this.options;
    const held = { runId: task.runId, seq: task.seq, token: task.token! };
    try {
      const { resolved, workflow, round } = await runs.values.with(task.runId, async ({ look }) => {
        const { state, plan } = await runs.look(task.runId, task.seq);
        const found = resolveStep(plan, state, task.path, look);
        return { resolved: found, workflow: { id: state.workflow === '' ? null : state.workflow, name: state.workflowName }, round: roundOf(state, stepAt(state, task.path).scope) };
      });
      if (!resolved.ok) {
        await this.failWith(held, resolved.error, false, null);
        return null;
      }
      const { startToCloseMs, scheduleToCloseAt, claimedAt } = task;
      const ends = [startToCloseMs === null ? null : claimedAt! + startToCloseMs, scheduleToCloseAt].filter((at) => at !== null);
      return {
        id: `${task.runId}.${task.seq}`, token: held.token, runId: task.runId, path: task.path, node: task.node, attempt: task.attempt, queue: task.queue, input: await runs.values.whole(task.runId, resolved.params.input ?? null),
        workflow, idempotencyKey: idempotencyKey(task.runId, task.path, round),
        heartbeat: task.heartbeat, heartbeatMs: task.heartbeatMs, claimedAt: claimedAt!, leaseUntil: task.leaseUntil!, closeBy: ends.length === 0 ? null : Math.min(...ends), deliveries: task.deliveries,
      };
    } catch (error) {
      // Its lease would keep it from others who may be able to serve it.
      log.warn({ err: error, runId: task.runId, task: task.seq }, 'A task could not be handed out; it is let go');
      await store.letGo([held], false).catch(() => {});
      return null;
    }
  }

  private wait(queue: string, ms: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        const at = this.waiters.indexOf(waiter);
        if (at >= 0) this.waiters.splice(at, 1);
        resolve();
      };
      const waiter: Waiter = { queue, wake };
      const timer = setTimeout(wake, ms);
      signal?.addEventListener('abort', wake, { once: true });
      this.waiters.push(waiter);
      this.lookSoon();
    });
  }

  private lookSoon(): void {
    if (this.timer !== null || this.closed || this.waiters.length === 0) return;
    this.timer = setTimeout(() => void this.look().finally(() => {
      this.timer = null;
      this.lookSoon();
    }), LOOK_EVERY_MS);
  }

  /** Wakes as many of those who wait as there are tasks, first come, first served. */
  private async look(): Promise<void> {
    try {
      const ready = await this.options.store.externalReady([...new Set(this.waiters.map(({ queue }) => queue))], LOOK_LIMIT);
      for (const waiter of [...this.waiters]) {
        const count = ready.get(waiter.queue) ?? 0;
        if (count === 0) continue;
        ready.set(waiter.queue, count - 1);
        waiter.wake();
      }
    } catch (error) {
      this.options.log.debug({ err: error }, 'Tasks for pollers could not be looked for; trying again');
    }
  }
}

function lost(): EngineError {
  return new EngineError('task_lost', 'The task is not yours any more: its lease ran out, its time is up, or its run no longer wants it. Drop what you did and poll again.');
}

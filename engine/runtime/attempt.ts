import type { AttemptLogs, RunInput, StepError } from '../core/events.ts';
import { idempotencyKey, roundOf } from '../core/identity.ts';
import { resolveStep } from '../core/resolve.ts';
import { type Large, measured } from '../core/large-values.ts';
import type { RunState } from '../core/state.ts';
import { NotJsonError, toJson, type Json, type JsonObject } from '../definition/json.ts';
import type { Plan, PlanNode } from '../definition/plan.ts';
import { LIMITS } from '../definition/schema.ts';
import { storableText } from '../definition/storable-text.ts';
import type { LivePublisher } from '../ports/live.ts';
import type { Log } from '../ports/log.ts';
import { type EphemeralFrame, StepAbort, type NodeRunner, type StepContext, StepFailure } from '../ports/node-runner.ts';
import type { Store } from '../ports/store.ts';
import type { Look } from './delivery.ts';
import { AttemptLog } from './attempt-log.ts';
import type { LargeValues } from './large-values.ts';
import type { Heartbeats } from './heartbeats.ts';
import { inputHashOf } from './input-hash.ts';
import { valuesFor } from './step-values.ts';
import { Stop } from './stop.ts';

/** An attempt this worker holds. */
export type HeldTask = {
  runId: string;
  seq: number;
  token: string;
  path: string;
  node: string;
  attempt: number;
  startedAt: number;
  startToCloseMs: number | null;
  heartbeatMs: number | null;
  scheduleToCloseAt: number | null;
  heartbeat: Json;
  /** By one who held it before and is gone, perhaps. */
  begun: boolean;
  /** It was asked to stop before it was claimed. */
  withdrawn: boolean;
};

export type AttemptTools = {
  worker: string;
  now: () => number;
  store: Pick<Store, 'cacheGet' | 'cachePut' | 'readValue' | 'rangeOfValues' | 'writeValue'>;
  log: Log;
  /** Large values, for this attempt. @throws Error when the run does not have one */
  values: Pick<LargeValues, 'with' | 'whole'>;
  runners: ReadonlyMap<string, NodeRunner>;
  heartbeats: Heartbeats;
  live: Pick<LivePublisher, 'frame'>;
  /** Commits an input of this attempt under its token. @returns whether it was taken */
  record: (task: HeldTask, input: RunInput) => Promise<boolean>;
  aborts: (task: HeldTask, stop: Stop) => () => void;
};

/** What an attempt came to: an input for its run; null when the task is not ours any more and nothing may be said. */
export type Outcome = OutcomeInput | null;
type OutcomeInput = Extract<RunInput, { type: 'step.completed' | `attempt.${string}` }>;

/** How long an attempt that was asked to stop may go on before it is recorded as aborted, ms. */
const GRACE_MS = 30_000;

/** State and plan as they are now, with what is decided and not committed; and what is read of them as they are committed. */
export type Looks = { now: () => Promise<Look>; committed: <T>(read: (look: Look) => T) => Promise<T> };

type Prepared = { node: PlanNode; params: JsonObject; /** The parameters and what was recorded may hold references. */ refs: boolean; facts: Facts };

/**
 * Executes one attempt. Everything the runner may throw has become an outcome.
 * @throws what `looks` throw, and StoreUnavailable when a large value cannot be read: nothing has begun then
 */
export async function runAttempt(tools: AttemptTools, task: HeldTask, looks: Looks): Promise<Outcome> {
  const prepared = await tools.values.with(task.runId, async (large) => {
    const { state, plan } = await looks.now();
    const first = prepare(tools, task, state, plan, large);
    // A commit under way may close the step, for an attempt that was lost long ago, and not stand: what speaks against
    // beginning, and what an agent goes on from, counts only when it is committed.
    const sure = !('outcome' in first) && first.facts.records.length === 0;
    return sure ? first : await looks.committed((look) => prepare(tools, task, look.state, look.plan, large));
  });
  if ('outcome' in prepared) return prepared.outcome;
  const { node, facts } = prepared;
  const { inputHash } = facts;
  const cacheKey = node.cacheTtlMs === null ? null : `${node.behaviourHash}.${inputHash}`;
  if (cacheKey !== null) {
    const hit = await tools.store.cacheGet(cacheKey).catch((error: unknown) => withoutCache(tools, task, error));
    if (hit !== null) return completed(tools, task, hit.output, inputHash, true);
  }
  const runner = tools.runners.get(node.type);
  if (runner === undefined) return failed(tools, task, { type: 'unknown_node_type', message: `This worker has no runner for "${node.type}".` }, true, inputHash);
  const { params, records } = prepared.refs ? await tools.values.whole(task.runId, { params: prepared.params, records: facts.records }) : { params: prepared.params, records: facts.records };
  const outcome = await execute(tools, task, runner, params, { ...facts, records });
  if (cacheKey !== null && outcome?.type === 'step.completed') {
    await tools.store.cachePut(cacheKey, outcome.data.output, task.runId, node.cacheTtlMs!).catch((error: unknown) => withoutCache(tools, task, error));
  }
  return outcome;
}

/** Reads everything of the state at once: it moves on with the next commit. @throws NeedsValues */
function prepare(tools: AttemptTools, task: HeldTask, state: RunState, plan: Plan, { look }: Large): Prepared | { outcome: Outcome } {
  const node = plan.nodes.get(task.node);
  const step = state.steps.get(task.path);
  if (node === undefined || step === undefined) return { outcome: failed(tools, task, { type: 'unknown_step', message: `The plan has no step "${task.path}".` }, false) };
  // It was withdrawn while it lay in the queue: nothing may begin, whether the state that is warm here knows of it or not.
  if (step.cancelling || task.withdrawn) return { outcome: withdrawn(tools, task) };
  const resolved = resolveStep(plan, state, task.path, look);
  if (!resolved.ok) return { outcome: failed(tools, task, resolved.error, false) };
  const { seed, refs } = state;
  // With references in their place: equal values, equal hash.
  return { node, params: resolved.params, refs, facts: { round: roundOf(state, step.scope), seed, records: step.records.slice(), now: step.openedAt, inputHash: inputHashOf(resolved.params) } };
}

/** The cache spares work; that it fails is no reason to fail. */
function withoutCache(tools: AttemptTools, task: HeldTask, error: unknown): null {
  tools.log.warn({ err: error, runId: task.runId, path: task.path }, 'The cache could not be used; the step does without');
  return null;
}

type Facts = { round: string; seed: string; records: readonly JsonObject[]; now: number; inputHash: string };

const ABANDONED = Symbol('abandoned');

async function execute(tools: AttemptTools, task: HeldTask, runner: NodeRunner, params: JsonObject, facts: Facts): Promise<Outcome> {
  const stop = new Stop();
  const timers: NodeJS.Timeout[] = [];
  let timedOut: 'startToClose' | 'heartbeat' | 'scheduleToClose' | null = null;
  let lastBeatAt = performance.now();
  let abandon: () => void = () => {};
  const after = (ms: number, act: () => void): void => {
    // Longer than a timer can count: the sweeper's then.
    if (ms < 2 ** 31 - 1) timers.push(setTimeout(act, Math.max(0, ms)));
  };
  const expire = (timeout: NonNullable<typeof timedOut>): void => {
    timedOut ??= timeout;
    stop.abort(new StepAbort('timeout'));
    abandon();
  };
  if (task.startToCloseMs !== null) after(task.startToCloseMs - (tools.now() - task.startedAt), () => expire('startToClose'));
  if (task.scheduleToCloseAt !== null) after(task.scheduleToCloseAt - tools.now(), () => expire('scheduleToClose'));
  if (task.heartbeatMs !== null) {
    const limit = task.heartbeatMs;
    const check = (): void => {
      const quiet = performance.now() - lastBeatAt;
      if (quiet >= limit) expire('heartbeat');
      else after(limit - quiet + 1, check);
    };
    after(limit, check);
  }
  stop.addEventListener('abort', () => (gone(stop) ? abandon() : after(GRACE_MS, abandon)));
  const unhook = tools.aborts(task, stop);
  let log: AttemptLog | null = null;
  const context = new Context(tools, task, stop, facts, () => (lastBeatAt = performance.now()), (frame) => (log ??= new AttemptLog()).take(frame));
  const logged = (outcome: OutcomeInput): OutcomeInput => withLogs(outcome, log?.told());
  try {
    const output = await new Promise<unknown>((resolve, reject) => {
      abandon = () => resolve(ABANDONED);
      runner.run(params, context).then(resolve, reject);
    });
    if (gone(stop)) return null;
    if (timedOut !== null) return logged(timeout(tools, task, timedOut));
    if (output === ABANDONED) return logged(aborted(tools, task));
    return logged(finished(tools, task, output, facts.inputHash));
  } catch (error) {
    if (gone(stop)) return null;
    if (timedOut !== null) return logged(timeout(tools, task, timedOut));
    if (stop.aborted && !(error instanceof StepFailure)) return logged(aborted(tools, task));
    if (error instanceof StepFailure) return logged(failed(tools, task, error.toStepError(), error.retryable, facts.inputHash, error.retryAfterMs));
    return logged(failed(tools, task, { type: error instanceof Error ? error.name : 'Error', message: error instanceof Error ? error.message : String(error) }, true, facts.inputHash));
  } finally {
    for (const timer of timers) clearTimeout(timer);
    unhook();
  }
}

/** Nobody is to hear of the attempt any more. */
function gone(stop: Stop): boolean {
  return stop.reason?.reason === 'lease-lost' || stop.reason?.reason === 'drain';
}

/**
 * What a runner is given. A class, because an accessor in an object literal is another function each time, and each such object
 * a shape of its own to V8, which costs more than all the rest of it (docs/decisions/0045-shapes-and-tables.md).
 */
class Context implements StepContext {
  readonly runId: string;
  readonly path: string;
  readonly attempt: number;
  readonly now: number;
  readonly seed: string;
  readonly lastHeartbeat: Json;
  readonly records: readonly JsonObject[];
  private key: string | null = null;
  private index: number;

  constructor(
    private readonly tools: AttemptTools,
    private readonly task: HeldTask,
    readonly stop: Stop,
    private readonly facts: Facts,
    private readonly beaten: () => void,
    private readonly keep: (line: Extract<EphemeralFrame, { type: 'log' | 'log.cut' }>) => void,
  ) {
    this.runId = task.runId;
    this.path = task.path;
    this.attempt = task.attempt;
    this.now = facts.now;
    this.seed = `${facts.seed}/${task.path}`;
    this.lastHeartbeat = task.heartbeat;
    this.records = facts.records;
    this.index = facts.records.length;
  }

  /** Most runners never ask: it is a hash, made when it is wanted. */
  get idempotencyKey(): string {
    return (this.key ??= idempotencyKey(this.runId, this.path, this.facts.round));
  }

  get signal(): AbortSignal {
    return this.stop.signal;
  }

  get values(): StepContext['values'] {
    return valuesFor(this.tools.store, this.task, this.idempotencyKey, this.stop);
  }

  readonly heartbeat = (details: Json): void => {
    this.beaten();
    this.tools.heartbeats.beat(this.task, toJson(details));
    this.tools.live.frame(this.runId, this.path, this.attempt, { type: 'progress', details });
  };

  readonly emit = (frame: EphemeralFrame): void => {
    if (frame.type === 'log' || frame.type === 'log.cut') this.keep(frame);
    this.tools.live.frame(this.runId, this.path, this.attempt, frame);
  };

  readonly record = async (record: JsonObject): Promise<void> => {
    if (this.stop.reason !== null) throw this.stop.reason;
    this.beaten();
    const mine = this.index++;
    const { task } = this;
    const input: RunInput = { id: `record-${task.seq}-${mine}`, type: 'agent.recorded', path: task.path, attempt: task.attempt, data: { task: task.seq, index: mine, record: toJson(record) as JsonObject } };
    if (await this.tools.record(task, input)) return;
    this.stop.abort(new StepAbort('lease-lost'));
    throw new StepAbort('lease-lost');
  };
}

function finished(tools: AttemptTools, task: HeldTask, output: unknown, inputHash: string): OutcomeInput {
  let json: Json;
  try {
    json = toJson(output ?? null);
  } catch (error) {
    if (!(error instanceof NotJsonError)) throw error;
    return failed(tools, task, { type: 'invalid_output', message: `The step's output cannot be kept: ${error.message}.` }, false, inputHash);
  }
  const outcome = completed(tools, task, json, inputHash, false);
  const bytes = bytesOf(json);
  if (bytes > LIMITS.payloadBytes) {
    const message = `The output of "${task.path}" has ${(bytes / 1_048_576).toFixed(1)} MB; a step hands on at most ${LIMITS.payloadBytes / 1_048_576} MB. Leave it where it is and hand on its address, or only the part that is needed.`;
    return failed(tools, task, { type: 'output_too_large', message, details: { field: 'output', bytes, limitBytes: LIMITS.payloadBytes } }, false, inputHash);
  }
  return outcome;
}

/** What it takes as UTF-8 text; 0 when that is certainly not too much, as of nearly every output. */
function bytesOf(json: Json): number {
  if (measured(json, LIMITS.payloadBytes) <= LIMITS.payloadBytes) return 0;
  return Buffer.byteLength(typeof json === 'string' ? json : JSON.stringify(json));
}

/** An outcome of an attempt that logged nothing stays as it is. */
function withLogs(outcome: OutcomeInput, logs: AttemptLogs | undefined): OutcomeInput {
  if (logs !== undefined) outcome.data.logs = logs;
  return outcome;
}

function base(tools: AttemptTools, task: HeldTask): { task: number; worker: string; startedAt: number } {
  return { task: task.seq, worker: tools.worker, startedAt: task.startedAt };
}

// One id for all outcomes of an attempt: whichever comes first is the one.
const outcomeId = (task: HeldTask): string => `outcome-${task.seq}`;

function completed(tools: AttemptTools, task: HeldTask, output: Json, inputHash: string, cached: boolean): OutcomeInput {
  return { id: outcomeId(task), type: 'step.completed', path: task.path, attempt: task.attempt, data: { output, inputHash, ...base(tools, task), ...(cached ? { cached } : {}) } };
}

function failed(tools: AttemptTools, task: HeldTask, error: StepError, retryable: boolean, inputHash?: string, retryAfterMs?: number): OutcomeInput {
  let stored: StepError;
  try {
    stored = toJson(error) as unknown as StepError; // toJson keeps the shape and drops what JSON cannot carry
  } catch {
    stored = { type: error.type, message: storableText(error.message) };
  }
  return {
    id: outcomeId(task), type: 'attempt.failed', path: task.path, attempt: task.attempt,
    data: { error: stored, retryable, ...base(tools, task), ...(inputHash === undefined ? {} : { inputHash }), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
  };
}

function timeout(tools: AttemptTools, task: HeldTask, which: 'startToClose' | 'heartbeat' | 'scheduleToClose'): OutcomeInput {
  return { id: outcomeId(task), type: 'attempt.timed_out', path: task.path, attempt: task.attempt, data: { timeout: which, ...base(tools, task) } };
}

/** An attempt that says when it began is undone, as what ended without an answer; one that never did is not. */
function withdrawn(tools: AttemptTools, task: HeldTask): OutcomeInput {
  return { id: outcomeId(task), type: 'attempt.aborted', path: task.path, attempt: task.attempt, data: task.begun ? base(tools, task) : { task: task.seq } };
}

function aborted(tools: AttemptTools, task: HeldTask): OutcomeInput {
  return { id: outcomeId(task), type: 'attempt.aborted', path: task.path, attempt: task.attempt, data: base(tools, task) };
}

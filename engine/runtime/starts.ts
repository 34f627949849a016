import { createHash, randomBytes } from 'node:crypto';
import { advance } from '../core/advance.ts';
import { emptyState } from '../core/empty-state.ts';
import type { Override, ParentLink, RunInput } from '../core/events.ts';
import { applyDefaults } from '../definition/apply-defaults.ts';
import { validatorOf } from '../definition/json-schema.ts';
import { paramProblems } from '../definition/with-params.ts';
import { canonicalJson, toJson, type Json, type JsonObject } from '../definition/json.ts';
import type { Plan } from '../definition/plan.ts';
import { scheduledInput, triggerKind } from '../definition/triggers.ts';
import type { Dispatcher } from '../ports/dispatcher.ts';
import type { RunCommit } from '../ports/run-commit.ts';
import { CommitUnknown, type Store, StoreUnavailable } from '../ports/store.ts';
import { Changes } from './changes.ts';
import { CoreNumber } from './core-number.ts';
import { EngineError, type SendSignal, type SignalledRun, type StartedRun, type StartRun } from './engine.ts';
import type { Plans } from './plans.ts';
import { ringAhead } from './rings.ts';
import type { Runs } from './runs.ts';
import { inputOf, requireSignal } from './signals.ts';
import { runId as newRunId } from './run-id.ts';
import { type Source, Sources } from './sources.ts';

/** Runs one within the other, the outermost included: a workflow that starts itself must come to an end. */
export const NESTED_RUNS = 32;
const HEIGHTS_KEPT = 1_000;

export type StartChild = { runId: string; workflow: string; version: number | null; input: Json; key: string | null; link: ParentLink; taskQueue: string | null; /** Absent in messages of before it was handed on. */ priority?: number | null; overrides?: Override[] };

/** Begins runs: resolves what is to be run, lets the core decide the first group, and commits row and events at once. */
export class Starts {
  private readonly sources: Sources;
  private readonly heights = new Map<string, Promise<number>>();
  private readonly core: CoreNumber;
  /** How long the commits of starts take of late, ms. */
  private commitMs = 0;

  constructor(
    private readonly store: Store,
    plans: Plans,
    private readonly runs: Runs,
    private readonly dispatcher: Pick<Dispatcher, 'ring' | 'healthy'>,
  ) {
    this.core = new CoreNumber(store);
    this.sources = new Sources(store, plans);
  }

  /** @param expect listens for the run's end beside its start, when it will be waited for */
  async start(request: StartRun, expect?: (runId: string) => Promise<void>): Promise<StartedRun> {
    const runId = newRunId(this.runs.now());
    const [started] = await Promise.all([this.startAs(runId, request), request.willWait ? expect?.(runId) : undefined]);
    return started;
  }

  private async startAs(runId: string, request: StartRun): Promise<StartedRun> {
    const requestHash = request.idempotencyKey == null ? null : (request.fingerprint ?? hashRequest(request));
    let known = await this.source(request);
    let replaced: string | null = null;
    for (let tries = 0; ; tries++) {
      const { source, made: written } = await this.inLatest(runId, known, async (latest, again) => {
        checkEntry(latest.plan, request.entry ?? null);
        return await this.write(runId, latest, Object.assign({}, request, { trigger: request.trigger ?? 'api', parent: null, requestHash, taken: null }), !again);
      });
      if (written !== null) return { run: rowOf(source, written), created: true, begun: { events: written.events, plan: source.plan } };
      known = source;
      const onConflict = request.onConflict ?? source.plan.onConflict;
      const older = await this.older(source, request, requestHash, runId);
      if (older === 'gone') continue;
      if (older.by !== 'key' || onConflict === 'return') return { run: older.run, created: older.by === 'id', begun: null };
      if (onConflict === 'fail') throw new EngineError('key_in_use', `The open run ${older.run.id} of this workflow has the key "${request.key}".`, { runId: older.run.id });
      // Each that has the key in its turn, once: of several that replace each other every one gives way to the next.
      if (older.run.id !== replaced) await this.runs.deliver(older.run.id, { input: { id: `replaced-by-${runId}`, type: 'run.cancel_requested', data: { reason: `Replaced by run ${runId}.`, by: null } } });
      replaced = older.run.id;
      if (tries > 100) throw new EngineError('key_in_use', `The run ${older.run.id} that holds the key "${request.key}" is still being cancelled.`, { runId: older.run.id });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /**
   * Starts a run with a signal that it has from the beginning: one commit.
   * @param taken the outbox message that asked for it
   * @returns null when another open run has the key
   */
  async startWithSignal(request: Pick<StartRun, 'workflow' | 'version' | 'input' | 'trigger'> & { key: string }, signal: SendSignal, taken: string | null): Promise<SignalledRun | null> {
    const runId = newRunId(this.runs.now());
    const { made: written } = await this.inLatest(runId, await this.source(request), async (source) => {
      requireSignal(source.plan, signal.name, signal.payload);
      const input = applyDefaults(source.plan.input, request.input ?? {}) ?? {};
      checkInput(source, input);
      return await this.write(runId, source, { input, key: request.key, trigger: request.trigger ?? 'api', parent: null, requestHash: null, taken, signal });
    });
    // A try whose answer was lost may have written it all the same.
    if (written === null && (await this.store.readRun(runId)) === null) return null;
    const heard = written === null || written.events.some((event) => event.type === 'signal.received');
    return { runId, started: true, answer: heard ? { accepted: true } : { accepted: false, refusal: { code: 'run_over', message: 'The run was over before it could take the signal.' } } };
  }

  /**
   * Starts the run of one instant of a schedule, in the latest version, or finds the one that was started for it before.
   * @param at the instant, epoch ms
   */
  async startScheduled({ workflow, node, at, idempotencyKey }: { workflow: string; node: string; at: number; idempotencyKey: string }): Promise<StartedRun> {
    try {
      const source = await this.sources.latest(workflow);
      checkEntry(source.plan, node);
      const instant = new Date(at).toISOString();
      const input = applyDefaults(source.plan.input, scheduledInput(source.plan.nodes.get(node)?.raw.input, instant)) ?? {};
      checkInput(source, input);
      return await this.start({ workflow, version: source.version ?? 'latest', entry: node, input, memo: { scheduledAt: instant }, trigger: 'schedule', idempotencyKey, fingerprint: idempotencyKey });
    } catch (error) {
      // What was published since it was started is nothing to it.
      const run = error instanceof EngineError ? await this.repeated(workflow, idempotencyKey, idempotencyKey) : null;
      if (run === null) throw error;
      return { run, created: false, begun: null };
    }
  }

  /** @returns false when the child is there already: its message has been delivered before */
  async startChild(request: StartChild, messageId: string): Promise<boolean> {
    if ((await this.heightOf(request.link.runId)) + 1 >= NESTED_RUNS) throw new EngineError('nested_too_deep', `A workflow starts another at most ${NESTED_RUNS} runs deep; "${request.workflow}" would be one deeper.`);
    const { made } = await this.inLatest(request.runId, await this.source({ workflow: request.workflow, version: request.version ?? 'latest' }), async (source) => {
      const input = applyDefaults(source.plan.input, request.input);
      checkInput(source, input);
      const overrides = request.overrides ?? [];
      checkOverrides(source, overrides);
      return await this.write(request.runId, source, { input, overrides, key: request.key, taskQueue: request.taskQueue, priority: request.priority ?? null, trigger: 'child', parent: request.link, requestHash: null, taken: messageId });
    });
    return made !== null;
  }

  /**
   * Begins a run by what was looked up some time ago, and, when nothing came of that, by what is the latest version now:
   * it may have been refused for what an older version is like, or its commit may have found that there is a newer one.
   * @returns what it was begun by, and null when it could not be: it is there already, or its key is taken
   */
  private async inLatest(runId: string, known: Source, begin: (source: Source, again: boolean) => Promise<RunCommit | null>): Promise<{ source: Source; made: RunCommit | null }> {
    if (known.latestOf === null) return { source: known, made: await begin(known, false) };
    try {
      const made = await begin(known, false);
      if (made !== null) return { source: known, made };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
    }
    // A try whose answer was lost may have written it all the same, and then another version is nothing to it.
    if ((await this.store.readRun(runId)) !== null) return { source: known, made: null };
    const source = await this.sources.latest(known.latestOf);
    return { source, made: await begin(source, true) };
  }

  /** How many runs stand above one; it never changes, and many children have the same parent. */
  private heightOf(runId: string): Promise<number> {
    const known = this.heights.get(runId);
    if (known !== undefined) return known;
    const asked = this.store.ancestorsOf(runId, NESTED_RUNS);
    asked.catch(() => this.heights.delete(runId));
    this.heights.set(runId, asked);
    if (this.heights.size > HEIGHTS_KEPT) this.heights.delete(this.heights.keys().next().value!);
    return asked;
  }

  private async source(request: Pick<StartRun, 'workflow' | 'version' | 'definition'>): Promise<Source> {
    // Asked for meanwhile: a start waits for both together.
    this.core.ofNewRuns().catch(() => {});
    return await this.sources.of(request);
  }

  /** @param mayRing nobody has been rung for this run before: in another version its task may be another queue's */
  private async write(runId: string, source: Source, request: Pick<StartRun, 'input' | 'key' | 'idempotencyKey' | 'entry' | 'taskQueue' | 'priority' | 'memo' | 'searchAttributes' | 'pinned' | 'stands' | 'vars' | 'part'> & { trigger: NonNullable<StartRun['trigger']> | 'child'; parent: ParentLink | null; overrides?: readonly Override[]; requestHash: string | null; taken: string | null; signal?: SendSignal }, mayRing = false): Promise<RunCommit | null> {
    const { plan } = source;
    const coreVersion = await this.core.ofNewRuns();
    const seed = createHash('sha256').update(request.trigger === 'child' ? runId : randomBytes(16)).digest('hex').slice(0, 32);
    const at = this.runs.now();
    const input: RunInput = {
      id: `start-${runId}`,
      type: 'run.started',
      data: {
        coreVersion, workflow: source.workflowId ?? '', workflowName: source.name, version: source.version, planHash: plan.hash, input: toJson(request.input ?? null), entry: request.entry ?? firstStart(plan),
        trigger: request.trigger, seed, key: request.key ?? null, parent: request.parent, memo: request.memo ?? {}, searchAttributes: { ...searchAttributes(plan, runId, source, request.input ?? null, at), ...request.searchAttributes },
        taskQueue: request.taskQueue ?? null, priority: request.priority ?? null, pinned: request.pinned ?? null, timeoutMs: plan.timeoutMs,
        ...(request.stands === undefined ? {} : { stands: request.stands }),
        ...(request.vars === undefined ? {} : { vars: request.vars }),
        ...(request.part == null ? {} : { part: request.part }),
        ...(plan.timeoutMs === null ? {} : { timeoutCountsPeople: plan.timeoutCountsPeople }),
        ...(request.overrides === undefined || request.overrides.length === 0 ? {} : { overrides: [...request.overrides] }),
      },
    };
    const changes = new Changes(runId, 0, '', this.runs.arming(at));
    // Nothing is read: whatever is large has just come in.
    const large = this.runs.values.large(changes.look);
    const first = advance(plan, emptyState(runId), input, at, undefined, large);
    if (!first.accepted) throw new Error(`The start was refused: ${first.refusal.message}`);
    changes.add(first.state, first, at, { taken: request.taken });
    if (request.signal !== undefined) {
      const second = advance(plan, first.state, inputOf(request.signal), at, undefined, large);
      if (second.accepted) changes.add(second.state, second, at, {});
    }
    const { commit } = changes.finish(first.state, {
      coreVersion, workflowId: source.workflowId, workflowName: source.name, version: source.version, definitionId: source.definitionId, earlierDefinitions: [], trigger: request.trigger,
      key: request.key ?? null, idempotencyKey: request.idempotencyKey ?? null, requestHash: request.requestHash, parent: request.parent, forkedFrom: null, startedAt: first.state.startedAt, latestOfSlug: source.latestOf === null ? null : source.slug,
    });
    // A key may be another run's, and what an outbox says may have been done before.
    const isSure = mayRing && request.key == null && request.idempotencyKey == null && request.taken === null;
    const rungAt = isSure ? ringAhead(commit, this.commitMs, this.dispatcher) : null;
    const since = performance.now();
    const isWritten = await this.commit(commit);
    this.commitMs += (performance.now() - since - this.commitMs) / 8;
    if (!isWritten) return null;
    this.runs.values.keep(first.values);
    this.runs.committed(commit, first.state, rungAt);
    return commit;
  }

  private async commit(commit: RunCommit): Promise<boolean> {
    for (;;) {
      try {
        return (await this.runs.committer.commit('start', commit)).result === 'written';
      } catch (error) {
        // Written or not, a second try tells: the id is taken if it was.
        if (!(error instanceof CommitUnknown || error instanceof StoreUnavailable)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  }

  /** The run that the same request has started before, whatever was published or taken away meanwhile. @throws EngineError idempotency_conflict */
  async repeated(workflowId: string, idempotencyKey: string, requestHash: string | null): Promise<StartedRun['run'] | null> {
    const run = await this.store.findByIdempotencyKey(workflowId, idempotencyKey);
    if (run !== null && run.requestHash !== requestHash) throw new EngineError('idempotency_conflict', `The idempotency key "${idempotencyKey}" was used with another request.`, { runId: run.id });
    return run;
  }

  private async older(source: Source, request: StartRun, requestHash: string | null, runId: string): Promise<{ run: StartedRun['run']; by: 'id' | 'idempotency' | 'key' } | 'gone'> {
    const mine = await this.store.readRun(runId);
    if (mine !== null) return { run: mine, by: 'id' };
    if (request.idempotencyKey != null && source.workflowId !== null) {
      const run = await this.repeated(source.workflowId, request.idempotencyKey, requestHash);
      if (run !== null) return { run, by: 'idempotency' };
    }
    if (request.key != null && source.workflowId !== null) {
      const run = await this.store.findOpenByKey(source.workflowId, request.key);
      if (run !== null) return { run, by: 'key' };
    }
    return 'gone';
  }
}

/** Nothing said: the first start node as drawn that is there for whoever asks, and only then one of a schedule or a webhook. */
function firstStart(plan: Plan): string | null {
  const starts = [...plan.nodes.values()].filter((node) => node.kind === 'start' && !node.disabled);
  return (starts.find((node) => triggerKind(node.raw) === 'manual') ?? starts[0])?.id ?? null;
}

/** The row as it was written, without reading it back. */
function rowOf(source: Source, commit: RunCommit): StartedRun['run'] {
  const { row, start } = commit;
  const { openCompensations, ...summary } = row!;
  return {
    id: commit.runId, workflowId: source.workflowId, workflowSlug: source.slug, workflowName: source.name, version: source.version, definitionId: source.definitionId,
    key: start!.key, trigger: start!.trigger, parent: start!.parent, forkedFrom: start!.forkedFrom, startedAt: start!.startedAt, lastSeq: commit.seq, parked: null, openCompensations: [...openCompensations],
    ...summary,
  };
}

/** A child's input is held to the same schema as that of a start by a person. */
function checkInput({ name, plan }: Source, input: Json): void {
  if (plan.input === null) return;
  const problems = validatorOf(plan.input).validate(input);
  if (problems.length === 0) return;
  const shown = problems.slice(0, 5).map((problem) => `${problem.pointer === '' ? 'input' : problem.pointer}: ${problem.message}`).join('; ');
  throw new EngineError('input_invalid', `The input does not keep the input schema of "${name}". ${shown}`);
}

/** What a parent's overrides say of this workflow must fit the version that runs: it may be another than was thought of. */
function checkOverrides({ workflowId, name, plan }: Source, overrides: readonly Override[]): void {
  for (const { workflow, node: id, params } of overrides) {
    if (workflow !== workflowId) continue;
    const node = plan.nodes.get(id);
    const [problem] = node === undefined ? [{ message: 'There is no such node.' }] : paramProblems(node, params);
    if (problem !== undefined) throw new EngineError('override_invalid', `The override of "${id}" does not fit the version of "${name}" that would run. ${problem.message}`, { node: id });
  }
}

function checkEntry(plan: Plan, entry: string | null): void {
  if (entry === null) return;
  if (plan.nodes.get(entry)?.kind !== 'start') throw new EngineError('entry_not_found', `The workflow has no start node "${entry}".`, { entry });
}

/** What a search attribute's template sees is the run's beginning: its input and itself. One whose template fails is null: a run is not refused for what it could not be found by. */
function searchAttributes(plan: Plan, runId: string, source: Source, input: Json, at: number): JsonObject {
  const values: JsonObject = {};
  const now = new Date(at).toISOString();
  for (const [name, template] of plan.searchAttributes) {
    try {
      values[name] = template.evaluate({ input, vars: {}, run: { id: runId, startedAt: now, workflow: source.name, version: source.version }, now, node: () => undefined, locals: {} });
    } catch {
      values[name] = null;
    }
  }
  return values;
}

/** What makes two starts under one idempotency key the same. */
function hashRequest(request: StartRun): string {
  const { input, version, key, entry, taskQueue, priority, searchAttributes: attributes, memo } = request;
  return createHash('sha256').update(canonicalJson([input ?? null, version ?? 'latest', key ?? null, entry ?? null, taskQueue ?? null, priority ?? null, attributes ?? null, memo ?? null])).digest('hex');
}

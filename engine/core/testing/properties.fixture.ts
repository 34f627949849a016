import { isDeepStrictEqual } from 'node:util';
import type { Catalogue } from '../../definition/catalogue.ts';
import { compileChecked } from '../../definition/compile.ts';
import { CORE_VERSION } from '../advance.ts';
import type { Plan } from '../../definition/plan.ts';
import { definitionSchema } from '../../definition/schema.ts';
import { cloneEvent } from '../clone.ts';
import { emptyState } from '../empty-state.ts';
import { evolve } from '../evolve.ts';
import { roundOf } from '../identity.ts';
import { replay } from '../replay.ts';
import { stepAt } from '../scopes.ts';
import { generateDefinition, type Traits } from './generate.fixture.ts';
import { historyViolations } from './history-rules.fixture.ts';
import { intervene, otherParams } from './interventions.fixture.ts';
import { chanceOf, Random } from './random.fixture.ts';
import { type Answer, World } from './world.fixture.ts';

export type Distribution = {
  graphs: number; runs: number; twoDeep: number; withUndo: number; events: number;
  kinds: Record<string, number>; joins: Record<string, number>; endings: Record<string, number>; happened: Record<string, number>;
};

export type Findings = { violations: string[]; distribution: Distribution };

const ORDERS = 3;

/** Plays generated graphs in several orders of completion each and reports every broken promise. */
export function checkProperties(catalogue: Catalogue, seeds: { from: number; count: number }, stopAtFirst = false): Findings {
  const distribution: Distribution = { graphs: 0, runs: 0, twoDeep: 0, withUndo: 0, events: 0, kinds: {}, joins: {}, endings: {}, happened: {} };
  const violations: string[] = [];
  for (let seed = seeds.from; seed < seeds.from + seeds.count; seed += 1) {
    const noRace = seed % 2 === 0;
    const { definition, traits } = generateDefinition(seed, { noRace });
    const plan = compileChecked(definitionSchema.parse(definition), catalogue);
    count(distribution, traits);
    const outcomes: string[] = [];
    for (let order = 0; order < ORDERS; order += 1) {
      // One of the orders in groups that are cut again and again: it must end like the others.
      const played = play(plan, seed, order, noRace, order === ORDERS - 1 ? (world) => cutGroups(world, seed) : undefined);
      distribution.runs += 1;
      distribution.events += played.world.history.length;
      tally(distribution.endings, played.world.state.status);
      for (const event of played.world.history) if (COUNTED.has(event.type)) tally(distribution.happened, event.type);
      for (const violation of played.violations) violations.push(`seed ${seed}, order ${order}: ${violation}`);
      outcomes.push(outcomeOf(played.world));
      if (stopAtFirst && violations.length > 0) return { violations, distribution };
    }
    if (noRace && new Set(outcomes).size > 1) violations.push(`seed ${seed}: two orders of completion end differently:\n${[...new Set(outcomes)].join('\n')}`);
    if (stopAtFirst && violations.length > 0) return { violations, distribution };
  }
  return { violations, distribution };
}

const COUNTED: ReadonlySet<string> = new Set(['attempt.failed', 'attempt.timed_out', 'timer.fired', 'signal.received', 'run.cancel_requested', 'run.paused', 'step.compensated', 'step.compensation_failed', 'step.retrying', 'run.retried', 'approval.decided', 'approval.reminded', 'approval.escalated', 'child.closed', 'scope.closing', 'run.overridden', 'run.fast_forwarded', 'update.applied', 'iteration.skipped', 'run.timeout_suspended', 'run.timeout_continued', 'run.yielded']);

/** Lets groups be cut after a few events. */
export function cutGroups(world: World, seed: number): void {
  world.coreVersion = CORE_VERSION;
  // The input itself is one: with fewer than two nothing would ever begin.
  world.bound = 2 + (seed % 9);
}

export function play(plan: Plan, seed: number, order: number, noRace: boolean, prepare: (world: World) => void = () => {}): { world: World; violations: string[] } {
  const random = new Random(seed * 31 + order);
  const world: World = new World(plan, (path, attempt) => behave(plan, seed, path, attempt, noRace, world.state.generation));
  const violations: string[] = [];
  prepare(world);
  try {
    // A timeout that is never reached, so that what holds it up is played too.
    world.start(noRace ? {} : { timeoutMs: 1_000_000_000, timeoutCountsPeople: order === 0 });
    violations.push(...drive(world, random, !noRace && random.chance(0.2) ? random.below(12) : -1, !noRace));
  } catch (error) {
    violations.push(`threw: ${error instanceof Error ? error.message : String(error)}`);
    return { world, violations };
  }
  const firstGeneration = world.history.findIndex((event) => event.type === 'run.retried');
  violations.push(...leftBehind(world), ...foldViolations(world), ...historyViolations(plan, firstGeneration < 0 ? world.history : world.history.slice(0, firstGeneration)));
  return { world, violations };
}

/**
 * Plays a run that has begun to its end, pausing now and then.
 * @param cancelAt the turn at which it is cancelled; −1 = never
 * @param meddling people override, fast-forward and update it meanwhile
 */
export function drive(world: World, random: Random, cancelAt = -1, meddling = false): string[] {
  for (let turn = 0; turn < 5_000; turn += 1) {
    if (world.over && !retried(world, random)) return [];
    if (turn === cancelAt) world.submit({ type: 'run.cancel_requested', data: { reason: 'enough', by: null } });
    else if (random.chance(0.03) && !world.state.paused) world.submit({ type: 'run.paused', data: { reason: null, by: null } });
    else if (world.state.paused && random.chance(0.4)) world.submit({ type: 'run.resumed', data: { reason: null, by: null } });
    if (meddling && !world.over) intervene(world, random);
    const actions = world.actions();
    const action = actions[random.below(actions.length)];
    if (action !== undefined) world.perform(action);
    else if (!world.over && !world.state.paused) return [`the run is stuck after event ${world.state.seq}`];
  }
  return world.over ? [] : ['the run did not end within 5000 inputs'];
}

/** Retries a failed run now and then, once; in the second generation the outside mostly works. */
function retried(world: World, random: Random): boolean {
  const { status, generation } = world.state;
  if (generation > 1 || (status !== 'failed' && status !== 'timed_out') || random.chance(0.4)) return false;
  // Every other one brings other parameters for what failed; drawn from the run, so that the other draws stay what they were.
  const failed = world.state.seq % 2 === 0 ? [...world.state.steps.values()].find((step) => step.outcome === 'failed') : undefined;
  const overrides = failed === undefined ? [] : [{ workflow: 'test', node: failed.node, params: otherParams(world.plan, failed.node) }];
  return world.submit({ type: 'run.retried', data: { reason: 'mended', by: null, generation: generation + 1, ...(overrides.length === 0 ? {} : { overrides }) } }) === null;
}

export function behave(plan: Plan, seed: number, path: string, attempt: number, noRace: boolean, generation: number): Answer {
  // A saga that starts over may fail again; what undoes works by then.
  if (generation > 1) return plan.nodes.get(path.slice(path.lastIndexOf('/') + 1))?.isUndo !== true && chanceOf(`${seed} again ${path}`) < 0.15 ? { kind: 'fail', error: { type: 'Boom', message: 'boom again' }, retryable: false } : { kind: 'complete', output: { path, attempt } };
  const node = plan.nodes.get(path.slice(path.lastIndexOf('/') + 1));
  const draw = chanceOf(`${seed} ${path} ${attempt}`);
  const mayFail = node?.onError !== 'fail' || !noRace || node.isUndo;
  if (draw < 0.2 && mayFail) return { kind: 'fail', error: { type: 'Boom', message: 'boom' }, retryable: draw < 0.1 };
  if (draw < 0.25 && mayFail) return { kind: 'time out' };
  if (draw < 0.4 && attempt < (node?.retry.maximumAttempts ?? 1)) return { kind: 'fail', error: { type: 'Boom', message: 'boom' }, retryable: true };
  return { kind: 'complete', output: { path, attempt } };
}

export function leftBehind(world: World): string[] {
  const left: string[] = [];
  if (world.tasks.size > 0) left.push(`tasks are left: ${[...world.tasks.values()].map((task) => task.path).join(', ')}`);
  if (world.timers.size > 0) left.push(`timers are left: ${[...world.timers.values()].map((timer) => `${timer.path} ${timer.purpose}`).join(', ')}`);
  if (world.approvals.size > 0) left.push(`approvals are left: ${[...world.approvals.keys()].join(', ')}`);
  return left;
}

export function foldViolations(world: World): string[] {
  const violations: string[] = [];
  let folded = emptyState(world.runId);
  let view = emptyState(world.runId, { retain: true });
  const keys = new Set<string>();
  for (const event of world.history) {
    // What the outside has done under a key it does not do again.
    if (event.type === 'step.completed' && !event.derived) {
      const key = `${event.path} ${roundOf(folded, stepAt(folded, event.path).scope)}`;
      if (keys.has(key)) violations.push(`"${event.path}" was completed twice under one key`);
      keys.add(key);
    }
    folded = evolve(folded, cloneEvent(event));
    view = evolve(view, cloneEvent(event));
  }
  if (!isDeepStrictEqual(folded, world.state)) violations.push('the fold of the history is not the state');
  if (view.status !== world.state.status || !isDeepStrictEqual(view.output, world.state.output)) violations.push('a view that keeps everything ends differently');
  const report = replay(world.plan, world.runId, world.history, new Map(), world.large(), world.bound);
  if (!report.ok) violations.push(`replay diverges at ${report.divergence?.seq}: ${report.divergence?.message}`);
  return violations;
}

export function outcomeOf(world: World): string {
  let view = emptyState(world.runId, { retain: true });
  for (const event of world.history) view = evolve(view, event);
  const steps = [...view.steps.values()].map((step) => `${step.path}=${step.status}`).sort();
  // When a decision was made is the one thing that an order of completion may change.
  return JSON.stringify([view.status, world.whole(view.output), steps]).replaceAll(/"at":"[^"]*"/g, '"at":""');
}

function count(distribution: Distribution, traits: Traits): void {
  distribution.graphs += 1;
  if (traits.depth >= 2) distribution.twoDeep += 1;
  if (traits.undo) distribution.withUndo += 1;
  for (const kind of traits.kinds) tally(distribution.kinds, kind);
  for (const join of traits.joins) tally(distribution.joins, join);
}

function tally(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

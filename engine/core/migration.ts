import { canonicalJson } from '../definition/json.ts';
import type { Plan, PlanNode } from '../definition/plan.ts';
import { emptyState } from './empty-state.ts';
import type { RunEvent } from './events.ts';
import type { Large } from './large-values.ts';
import { firstRunId } from './plan-changes.ts';
import type { NeedsValues } from '../definition/ref.ts';
import { replayingOn, toEnd } from './replay.ts';
import type { RunState } from './state.ts';

/** Why a run cannot be moved to another plan: what it has begun does not mean the same there. */
export type MigrationProblem = {
  code: 'node_missing' | 'node_changed' | 'decides_otherwise';
  node: string | null;
  message: string;
  /** What of the node is another, in the words of the definition: `params.url`, `retry` … */
  differs?: string[];
  /** The event at which the other plan would have decided otherwise. */
  seq?: number;
};

export type MigrationCheck = { problems: MigrationProblem[]; /** Where the history stands, to go on from when there is no problem. */ state: RunState };

/**
 * Whether a run may go on under another plan: every node it has begun means the same there, and its whole history would
 * have been decided as it was.
 * @throws NeedsValues when a large value is needed that is not at hand: begin again with it
 */
export function checkMigration(from: Plan, to: Plan, runId: string, history: readonly RunEvent[], large: Large = {}): MigrationCheck {
  return toEnd(checkingMigration(from, to, runId, history, large));
}

/** The same, some events at a time. */
export function checkingMigration(from: Plan, to: Plan, runId: string, history: readonly RunEvent[], large: Large = {}): Checking {
  return checkingOn(from, to, emptyState(firstRunId(history, runId)), history, large);
}

type Checking = Generator<NeedsValues | undefined, MigrationCheck>;

/** Goes on with a check from where an earlier one ended, with what has happened since. It consumes the state. */
export function checkOn(from: Plan, to: Plan, before: RunState, history: readonly RunEvent[], large: Large = {}): MigrationCheck {
  return toEnd(checkingOn(from, to, before, history, large));
}

function* checkingOn(from: Plan, to: Plan, before: RunState, history: readonly RunEvent[], large: Large): Checking {
  const problems: MigrationProblem[] = [];
  for (const id of begunNodes(history)) {
    const problem = nodeProblem(from.nodes.get(id), to.nodes.get(id), id);
    if (problem !== null) problems.push(problem);
  }
  const { state, divergence } = yield* replayingOn(before, history, () => to, large);
  // A node that means something else decides otherwise too; that it does is then no news.
  if (divergence !== null && problems.length === 0) {
    const { seq, expected } = divergence;
    const path = typeof expected === 'object' && expected !== null && 'path' in expected && typeof expected.path === 'string' ? expected.path : null;
    problems.push({ code: 'decides_otherwise', node: path === null ? null : nodeOf(path), seq, message: `At event ${seq} the other version would have gone another way${path === null ? '' : ` than by "${path}"`}: what leads there, or what it leads to, is not the same.` });
  }
  return { problems, state };
}

const BEGINS: ReadonlySet<RunEvent['type']> = new Set(['step.scheduled', 'step.waiting', 'step.opened', 'step.completed', 'step.failed']);

/** Ids of the nodes that a history has begun: scheduled, waited in, entered or computed. */
function begunNodes(history: readonly RunEvent[]): Set<string> {
  const begun = new Set<string>();
  for (const event of history) if (BEGINS.has(event.type) && 'path' in event && event.path !== null) begun.add(nodeOf(event.path));
  return begun;
}

function nodeOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function nodeProblem(from: PlanNode | undefined, to: PlanNode | undefined, id: string): MigrationProblem | null {
  if (to === undefined) return { code: 'node_missing', node: id, message: `"${id}" has begun in this run, and the other version does not have it.` };
  if (from === undefined || from.behaviourHash === to.behaviourHash) return null;
  // What starts a run has done so: when the next one is started changes nothing of this one.
  const differs = differences(from, to).filter((what) => from.kind !== 'start' || to.kind !== 'start' || !what.startsWith('params.'));
  if (differs.length === 0) return null;
  return { code: 'node_changed', node: id, differs, message: `"${id}" has begun in this run and means something else in the other version: ${differs.join(', ')}.` };
}

/** What goes into `behaviourHash`, told apart. */
function differences(from: PlanNode, to: PlanNode): string[] {
  const parts: [name: string, a: unknown, b: unknown][] = [
    ['type', [from.type, from.typeVersion], [to.type, to.typeVersion]],
    ['container', from.scope, to.scope],
    ['join', [from.need, from.cancelRest], [to.need, to.cancelRest]],
    ['retry', from.retry, to.retry],
    ['timeouts', from.timeouts, to.timeouts],
    ['onError', from.onError, to.onError],
    ['cache', from.cacheTtlMs, to.cacheTtlMs],
    ['always', from.always, to.always],
    ['disabled', from.disabled, to.disabled],
    ['undo', [from.undo, from.isUndo], [to.undo, to.isUndo]],
  ];
  for (const name of new Set([...Object.keys(from.raw), ...Object.keys(to.raw)])) parts.push([`params.${name}`, from.raw[name], to.raw[name]]);
  const differs = parts.filter(([, a, b]) => canonicalJson(a ?? null) !== canonicalJson(b ?? null)).map(([name]) => name);
  return differs.length === 0 ? ['its settings'] : differs;
}

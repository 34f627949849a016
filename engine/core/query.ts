import { ExpressionError } from '../definition/expressions/template.ts';
import type { Json, JsonObject } from '../definition/json.ts';
import type { Look } from '../definition/ref.ts';
import type { Plan } from '../definition/plan.ts';
import { BUILT_IN_QUERIES, type BuiltInQuery } from '../definition/queries.ts';
import { expressionScope } from './expression-scope.ts';
import { scopeAt } from './scopes.ts';
import type { RunState } from './state.ts';
import { isStepClosed } from './status.ts';
import { summarize } from './summary.ts';
import { countSteps, listWaits, pendingNodes, progressStrip } from './views.ts';

export type QueryAnswer = { ok: true; result: Json } | { ok: false; code: 'unknown_query' | 'query_failed'; message: string };

/** Steps that `pending` names at most; it says how many there are. */
const PENDING_SHOWN = 500;

/**
 * Answers a question about a run from its state: an expression of its definition over the top level, or built in. Of two
 * of one name the definition's own is asked. It changes nothing and leaves no event.
 * @param now epoch ms: the instant of the question, which `now` is in an expression
 * @param look large values at hand
 * @throws NeedsValues when the expression looks into one that is not
 */
export function answerQuery(plan: Plan, state: RunState, name: string, now: number, look?: Look): QueryAnswer {
  const template = plan.queries.get(name);
  if (template === undefined) {
    if (isBuiltIn(name)) return { ok: true, result: BUILT_IN[name](plan, state) };
    const answered = new Set<string>([...BUILT_IN_QUERIES, ...plan.queries.keys()]);
    return { ok: false, code: 'unknown_query', message: `This run answers no query "${name}"; it answers ${[...answered].map((each) => `"${each}"`).join(', ')}.` };
  }
  try {
    return { ok: true, result: template.evaluate(expressionScope(plan, state, '', { now, look, query: true })) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { ok: false, code: 'query_failed', message: `The query "${name}" cannot be worked out: ${error.message}` };
  }
}

function isBuiltIn(name: string): name is BuiltInQuery {
  return (BUILT_IN_QUERIES as readonly string[]).includes(name);
}

const BUILT_IN: Readonly<Record<BuiltInQuery, (plan: Plan, state: RunState) => Json>> = { status, progress, pending, outputs };

function status(_plan: Plan, state: RunState): Json {
  const { endedAt, error, waitingFor } = summarize(state);
  const told: JsonObject = { status: state.status, generation: state.generation, startedAt: instant(state.startedAt), endedAt: endedAt === null ? null : instant(endedAt), paused: state.paused };
  told['error'] = error === null ? null : { type: error.type, message: error.message };
  told['waitingFor'] = waitingFor.map((wait) => ({ ...wait, dueAt: wait.dueAt === null ? null : instant(wait.dueAt) }));
  return told;
}

/** How far the top level is: its work in order, and the steps of all levels by status. */
function progress(plan: Plan, state: RunState): Json {
  const strip = progressStrip(plan, state);
  const done = strip.filter((segment) => segment.status === 'handled' || isStepClosed(segment.status as Exclude<typeof segment.status, 'handled'>)).length;
  return { done, total: strip.length, share: strip.length === 0 ? 1 : done / strip.length, nodes: strip.map(({ node, name, status: now }) => ({ node, name, status: now })), steps: countSteps(state) };
}

/** What is still open or to come: steps at work, what is waited for, and nodes of the top level that have not begun. */
function pending(plan: Plan, state: RunState): Json {
  const open = [...state.steps.values()].filter((step) => step.closedSeq === null && step.container === null && step.wait === null);
  const waits = listWaits(state);
  return {
    open: open.length, waiting: waits.length,
    steps: open.slice(0, PENDING_SHOWN).map((step) => ({ path: step.path, node: step.node, status: step.status, attempt: step.attempt, since: instant(step.openedAt) })),
    waits: waits.slice(0, PENDING_SHOWN).map(({ path, node, since, wait }) => ({ path, node, kind: wait.kind, since: instant(since), dueAt: wait.kind === 'child' || wait.dueAt === null ? null : instant(wait.dueAt) })),
    next: pendingNodes(plan, state, scopeAt(state, '')).slice(0, PENDING_SHOWN),
  };
}

/** Outputs of the steps of the top level that have completed, by node. */
function outputs(plan: Plan, state: RunState): Json {
  const told: JsonObject = {};
  for (const id of plan.scopes.get('')?.order ?? []) {
    const step = state.steps.get(id);
    if (step?.outcome === 'completed') told[id] = step.output;
  }
  return told;
}

function instant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

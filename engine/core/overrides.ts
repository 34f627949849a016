import type { JsonObject } from '../definition/json.ts';
import type { Plan, PlanNode } from '../definition/plan.ts';
import { signalsOf } from '../definition/compile.ts';
import { paramProblems, withParams } from '../definition/with-params.ts';
import type { Override } from './events.ts';
import { present } from './present.ts';
import type { RunState } from './state.ts';

/** Overrides that one run keeps; each takes its place in the state for good. */
export const OVERRIDES_KEPT = 1_000;

export function addOverride(state: RunState, seq: number, { workflow, node, params }: Override): void {
  state.overrides.push({ seq, workflow, node, params: { ...overriddenParams(state.overrides, workflow, node), ...params } });
}

/** As if it had been said before everything else that happened: what starts again takes it too, whenever it had begun. */
export function overrideFromTheBeginning(state: RunState, { workflow, node, params }: Override): void {
  const own = (entry: Override): boolean => entry.node === node && entry.workflow === workflow;
  state.overrides = [{ seq: 0, workflow, node, params }, ...state.overrides.map((entry) => (own(entry) ? { ...entry, params: { ...entry.params, ...params } } : entry))];
}

/** All that was said so far of a node's parameters. */
export function overriddenParams(overrides: readonly Override[], workflow: string, node: string): JsonObject {
  return overrides.findLast((entry) => entry.node === node && entry.workflow === workflow)?.params ?? {};
}

/**
 * A node of the plan with the parameters that hold for a step opened at `asOf`: what is scheduled keeps those it was
 * scheduled with. @throws Error when the plan lacks the node: the history belongs to another plan
 */
export function nodeAsOf(plan: Plan, state: RunState, id: string, asOf: number): PlanNode {
  const node = present(plan.nodes.get(id), 'node', id);
  if (state.overrides.length === 0) return node;
  const entry = state.overrides.findLast((each) => each.seq <= asOf && each.node === id && each.workflow === state.workflow);
  return entry === undefined ? node : compiled(node, entry.params);
}

/** The plan as it holds for what is scheduled from now on in this run. */
export function planOf(plan: Plan, state: RunState): Plan {
  const own = state.overrides.filter(({ workflow, node }) => workflow === state.workflow && plan.nodes.has(node));
  if (own.length === 0) return plan;
  const nodes = new Map(plan.nodes);
  for (const { node } of own) nodes.set(node, nodeAsOf(plan, state, node, state.seq));
  return { ...plan, nodes, signals: signalsOf(nodes) };
}

/** The plan as it holds in a fork with edited parameters. Parameters of nodes that the plan lacks, or that cannot be read, are left out: they are refused elsewhere. */
export function editedPlan(plan: Plan, state: RunState, params: Readonly<Record<string, JsonObject>>): Plan {
  const before = planOf(plan, state);
  const nodes = new Map(before.nodes);
  for (const [id, edited] of Object.entries(params)) {
    const node = nodes.get(id);
    if (node !== undefined && paramProblems(node, edited).length === 0) nodes.set(id, withParams(node, edited));
  }
  return { ...before, nodes };
}

/** What a child that starts now begins with: the last word on each node. */
export function inheritedOverrides(state: RunState): Override[] {
  const last = new Map<string, Override>();
  for (const { workflow, node, params } of state.overrides) last.set(`${workflow} ${node}`, { workflow, node, params });
  return [...last.values()];
}

/** Compiled once for each override; the same parameters give the same node. */
const COMPILED = new WeakMap<JsonObject, { node: PlanNode; with: PlanNode }>();

function compiled(node: PlanNode, params: JsonObject): PlanNode {
  const known = COMPILED.get(params);
  if (known?.node === node) return known.with;
  const made = withParams(node, params);
  COMPILED.set(params, { node, with: made });
  return made;
}

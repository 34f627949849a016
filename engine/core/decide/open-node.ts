import type { Json, JsonObject } from '../../definition/json.ts';
import { Ref, wholeValue } from '../../definition/ref.ts';
import type { PlanNode } from '../../definition/plan.ts';
import type { SignalTarget } from '../effects.ts';
import type { CompletedData, Origin, StepError } from '../events.ts';
import { expressionScope } from '../expression-scope.ts';
import { nodeAsOf } from '../overrides.ts';
import { stepPath } from '../paths.ts';
import { expressionFailure, undoOptions } from '../resolve.ts';
import { roundOf } from '../identity.ts';
import { nearestSaga, stepAt } from '../scopes.ts';
import type { ScopeState } from '../state.ts';
import { type Decider, emit } from './decider.ts';
import { openLoop, openMap, openOnce } from './containers.ts';
import { afterClosed } from './settle.ts';
import { failStep } from './failure.ts';
import { openTask } from './tasks.ts';
import { openApproval } from './approvals.ts';
import { openChild, openSignal, openTimer } from './waits.ts';

/** A node about to be opened in a scope: forward, as an undo, or as clean-up. */
export type Opening = { scope: ScopeState; node: PlanNode; path: string; origin: Origin };

/** Opens a node that is ready: evaluates it if it only computes, else schedules, waits or enters it. */
export function openNode(decider: Decider, scope: ScopeState, drawn: PlanNode): void {
  const node = nodeAsOf(decider.plan, decider.state, drawn.id, decider.state.seq);
  const path = stepPath(scope.path, node.id);
  const opening: Opening = { scope, node, path, origin: originOf(decider, scope, node) };
  if (node.disabled) {
    emit(decider, { type: 'step.skipped', path, data: { reason: 'disabled', branch: node.branches[0] ?? 'out' } });
    return afterClosed(decider, stepAt(decider.state, path));
  }
  if (node.kind === 'start' && scope.path === '' && decider.state.entry !== node.id) {
    emit(decider, { type: 'step.skipped', path, data: { reason: 'entry-not-used' } });
    return afterClosed(decider, stepAt(decider.state, path));
  }
  const { pinned } = decider.state;
  // An id may be a name that every object has.
  if (pinned !== null && Object.hasOwn(pinned, node.id)) return complete(decider, opening, standIn(decider, node.id, pinned[node.id]!));
  begin(decider, opening);
}

/** What a step with pinned data does in its node's place. */
function standIn(decider: Decider, node: string, output: Json): CompletedData {
  const { branch, vars } = decider.state.stands?.[node] ?? {};
  return { output, pinned: true, ...(branch === undefined ? {} : { branch }), ...(vars ? { vars: asObject(output) } : {}) };
}

/** Opens the node that undoes a step. */
export function openUndo(decider: Decider, scope: ScopeState, drawn: PlanNode, undoOf: string): void {
  const node = nodeAsOf(decider.plan, decider.state, drawn.id, decider.state.seq);
  begin(decider, { scope, node, path: stepPath(scope.path, node.id), origin: { undoOf } });
}

/** What the event that opens a step tells of its undo. */
export function originOf(decider: Decider, scope: ScopeState, node: PlanNode): Origin {
  return node.undo !== null && nearestSaga(decider.state, scope.path) !== null ? { undo: node.undo } : {};
}

function begin(decider: Decider, opening: Opening): void {
  try {
    beginKind(decider, opening);
  } catch (error) {
    failStep(decider, opening.path, opening.node, expressionFailure(error), opening.origin);
  }
}

function beginKind(decider: Decider, opening: Opening): void {
  const { node } = opening;
  switch (node.kind) {
    case 'start':
      return complete(decider, opening, { output: decider.state.input });
    case 'end':
      return complete(decider, opening, { output: handOn(decider, opening, 'output') });
    case 'transform':
      return complete(decider, opening, { output: handOn(decider, opening, 'value') });
    case 'condition':
      return completeCondition(decider, opening);
    case 'switch':
      return completeSwitch(decider, opening);
    case 'set':
      return completeSet(decider, opening);
    case 'emit':
      return completeEmit(decider, opening);
    case 'task':
      return openTask(decider, opening);
    case 'wait':
      return openTimer(decider, opening);
    case 'signal':
      return openSignal(decider, opening);
    case 'approval':
      return openApproval(decider, opening);
    case 'child':
      return openChild(decider, opening);
    case 'map':
      return openMap(decider, opening);
    case 'loop':
      return openLoop(decider, opening);
    case 'saga':
    case 'group':
      return openOnce(decider, opening, node.kind);
  }
}

/** Closes a step as completed within the decision. */
export function complete(decider: Decider, opening: { path: string; origin: Origin }, data: CompletedData): void {
  emit(decider, { type: 'step.completed', path: opening.path, data: Object.assign({}, opening.origin, data) });
  afterClosed(decider, stepAt(decider.state, opening.path));
}

/** The value of one parameter, whole; null when the node does not have it. @throws ExpressionError, NeedsValues */
export function evaluate(decider: Decider, opening: Opening, param: string): Json {
  const value = handOn(decider, opening, param);
  return decider.state.refs ? wholeValue(value, decider.cutter?.look) : value;
}

/** The same for a value that nothing is to be known of: it may be a reference, or hold some. @throws ExpressionError, NeedsValues */
export function handOn(decider: Decider, opening: Opening, param: string): Json {
  const template = opening.node.params.get(param);
  if (template === undefined) return null;
  return template.evaluate(scopeFor(decider, opening));
}

export function scopeFor(decider: Decider, opening: Opening) {
  return expressionScope(decider.plan, decider.state, opening.scope.path, { now: decider.at, look: decider.cutter?.look, ...undoOptions(decider.state, { undoOf: opening.origin.undoOf ?? null }) });
}

/** An expression that must be true or false; anything else fails the step with `expression_error`. */
function completeCondition(decider: Decider, opening: Opening): void {
  const value = evaluate(decider, opening, 'if');
  if (typeof value !== 'boolean') return failStep(decider, opening.path, opening.node, notBoolean('if', value), opening.origin);
  complete(decider, opening, { output: value, branch: value ? 'true' : 'false' });
}

function completeSwitch(decider: Decider, opening: Opening): void {
  const scope = scopeFor(decider, opening);
  for (const { id, when } of opening.node.cases) {
    const value = when.evaluate(scope);
    if (typeof value !== 'boolean') return failStep(decider, opening.path, opening.node, notBoolean(`case ${id}`, value), opening.origin);
    if (value) return complete(decider, opening, { output: id, branch: id });
  }
  complete(decider, opening, { output: 'default', branch: 'default' });
}

function completeSet(decider: Decider, opening: Opening): void {
  const vars = asObject(varsOf(decider, opening));
  const searchAttributes = asObject(evaluate(decider, opening, 'searchAttributes'));
  const memo = asObject(evaluate(decider, opening, 'memo'));
  const data: CompletedData = { output: vars };
  if (Object.keys(vars).length > 0) data.vars = vars;
  if (Object.keys(searchAttributes).length > 0) data.searchAttributes = searchAttributes;
  if (Object.keys(memo).length > 0) data.memo = memo;
  complete(decider, opening, data);
}

/** Each of them may be a reference; only when all of them are one, they are read. */
function varsOf(decider: Decider, opening: Opening): Json {
  const vars = handOn(decider, opening, 'vars');
  return vars instanceof Ref ? wholeValue(vars as Json, decider.cutter?.look) : vars;
}

function completeEmit(decider: Decider, opening: Opening): void {
  const run = evaluate(decider, opening, 'run');
  const workflow = evaluate(decider, opening, 'workflow');
  const key = evaluate(decider, opening, 'key');
  const name = evaluate(decider, opening, 'name');
  const payload = handOn(decider, opening, 'payload');
  const start = evaluate(decider, opening, 'start') === true ? { input: handOn(decider, opening, 'input') } : null;
  const target: SignalTarget | null = isText(run) ? { run } : isText(workflow) && isText(key) ? { workflow, key, start } : null;
  if (target === null || !isText(name)) {
    return failStep(decider, opening.path, opening.node, { type: 'validation', message: 'A signal needs a name, and a run id or a workflow and a key; none of them may be empty.' }, opening.origin);
  }
  decider.effects.push({ type: 'signal.send', target, name, payload, id: `${decider.state.runId}/${opening.path}/${roundOf(decider.state, opening.scope.path)}` });
  complete(decider, opening, { output: null });
}

function isText(value: Json): value is string {
  return typeof value === 'string' && value !== '';
}

export function asObject(value: Json): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function notBoolean(what: string, value: Json): StepError {
  return { type: 'expression_error', message: `${what} must give true or false, but it gave ${value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`}.` };
}

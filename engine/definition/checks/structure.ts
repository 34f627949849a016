import { isFlow } from '../graph.ts';
import { parseDuration } from '../duration.ts';
import type { Json } from '../json.ts';
import { LIMITS, type NodeDefinition, REMINDERS } from '../schema.ts';
import { casesOf } from '../param-templates.ts';
import { personOf } from '../person.ts';
import type { CheckContext } from './context.ts';

const LOOP_MODES = ['count', 'while', 'until'] as const;
const RESERVED_CASES = new Set(['default', 'error']);

/** Where nodes stand: parents, depth, starts, what containers hold. */
export function checkStructure(context: CheckContext): void {
  const { definition } = context;
  const undo = new Set(definition.edges.filter((edge) => !isFlow(edge)).map(({ target }) => target));
  const holding = new Set(definition.nodes.filter(({ id }) => !undo.has(id)).map(({ parent }) => parent));
  for (const node of definition.nodes) {
    checkParent(context, node);
    if (context.kind(node) === 'start' && node.parent !== undefined) {
      context.error('start_inside_container', 'A start stands at the top level; inside a container everything without an incoming edge starts.', { node }, '/parent', 'Delete it, or move it out.');
    }
    if (context.isContainer(node) && context.nodes.get(node.id) === node && !holding.has(node.id)) {
      context.error('empty_container', `${context.label(node)} holds no step.`, { node }, '', 'Drag a step into it, or delete it.');
    }
  }
  if (![...context.nodes.values()].some((node) => context.kind(node) === 'start' && node.parent === undefined)) {
    context.error('no_start', 'Nothing starts here: the top level has no start.', null, '/nodes', 'Add a start and connect it to the first step.');
  }
}

function checkParent(context: CheckContext, node: NodeDefinition): void {
  if (node.parent === undefined) return;
  const parent = context.nodes.get(node.parent);
  if (!parent) {
    if (!context.unreadable.has(node.parent)) context.error('unknown_parent', `${context.label(node)} stands in "${node.parent}", which is not there.`, { node }, '/parent');
    return;
  }
  if (context.spec(parent) && !context.isContainer(parent)) {
    context.error('parent_not_container', `${context.label(node)} stands in ${context.label(parent)}, which is no container.`, { node }, '/parent');
    return;
  }
  const enclosing = context.enclosing(node);
  const outermost = enclosing.at(-1)!;
  if (outermost.parent !== undefined && (outermost.parent === node.id || enclosing.some(({ id }) => id === outermost.parent))) {
    context.error('parent_cycle', `${context.label(node)} stands in itself, by way of ${enclosing.map(({ id }) => `"${id}"`).join(', ')}.`, { node }, '/parent');
    return;
  }
  if (enclosing.length === LIMITS.depth + 1) {
    context.error('too_deep', `${context.label(node)} stands in ${enclosing.length} containers; the most is ${LIMITS.depth}.`, { node }, '/parent', 'A child workflow makes it flatter.');
  }
}

/** Rules of single kinds over their parameters. Gives the nodes it found fault with, so that nobody says it twice. */
export function checkKinds(context: CheckContext): Set<string> {
  const faulty = new Set<string>();
  for (const node of context.definition.nodes) {
    const before = context.findings.length;
    switch (context.kind(node)) {
      case 'loop':
        checkLoop(context, node);
        break;
      case 'switch':
        checkCases(context, node);
        break;
      case 'set':
        if (context.enclosing(node).some((container) => context.kind(container) === 'map')) {
          context.error('set_in_map', `${context.label(node)} writes a variable of the run from inside a map, where the items would overwrite each other.`, { node }, '', 'Give the value back as the output of the iteration.');
        }
        continue;
      case 'approval':
        checkApproval(context, node);
        continue;
      default:
    }
    if (context.findings.length > before) faulty.add(node.id);
  }
  return faulty;
}

function checkLoop(context: CheckContext, node: NodeDefinition): void {
  const said = LOOP_MODES.filter((mode) => node.params[mode] !== undefined);
  if (said.length !== 1) {
    const how = said.length === 0 ? 'says none of them' : `says ${said.join(' and ')}`;
    context.error('loop_mode', `A loop goes by one of count, while and until; ${context.label(node)} ${how}.`, { node }, '/params');
  }
}

function checkCases(context: CheckContext, node: NodeDefinition): void {
  const seen = new Set<string>();
  casesOf(node.params).forEach(({ id }, index) => {
    if (seen.has(id)) context.error('duplicate_case', `Two cases are called "${id}".`, { node }, `/params/cases/${index}/id`, 'Give one of them another name.');
    if (RESERVED_CASES.has(id)) context.error('reserved_case', `A case cannot be called "${id}": that branch is there already.`, { node }, `/params/cases/${index}/id`);
    seen.add(id);
  });
}

function checkApproval(context: CheckContext, node: NodeDefinition): void {
  if (isUnsaid(node.params.due)) {
    context.warn('approval_without_end', `${context.label(node)} waits for people without an end.`, { node }, '/params', 'Say when it is due, and what happens then.');
  }
  checkExcluded(context, node);
  checkReminders(context, node);
  checkEscalation(context, node);
}

function checkExcluded(context: CheckContext, node: NodeDefinition): void {
  const { assignees, excluded, escalateTo } = node.params;
  if (!isKnown(excluded)) return;
  const barred = new Set(excluded.map(personOf));
  const allBarred = (names: Json | undefined): boolean => isKnown(names) && names.length > 0 && names.every((name) => barred.has(personOf(name)));
  if (allBarred(assignees)) {
    context.error('nobody_may_decide', `Everybody ${context.label(node)} asks may not decide.`, { node }, '/params/excluded', 'Ask somebody else, or let one of them decide.');
  }
  if (allBarred(escalateTo)) {
    context.error('nobody_may_decide', `Everybody ${context.label(node)} escalates to may not decide.`, { node }, '/params/escalateTo', 'Name somebody else, or let one of them decide.');
  }
}

/** What is computed when it is asked is looked at then. */
function checkReminders(context: CheckContext, node: NodeDefinition): void {
  const { due, remindAfter, remindEvery, remindTimes } = node.params;
  if (isUnsaid(remindAfter)) {
    if (!isUnsaid(remindEvery) || !isUnsaid(remindTimes)) {
      context.warn('reminders_unused', `${context.label(node)} says how often it reminds, but not when first, so nobody is reminded.`, { node }, `/params/${isUnsaid(remindEvery) ? 'remindTimes' : 'remindEvery'}`, 'Say after what time the first reminder comes.');
    }
    return;
  }
  const [first, every, end] = [lengthOf(remindAfter), lengthOf(remindEvery), lengthOf(due)];
  if (first === 0) context.error('reminder_at_once', `${context.label(node)} reminds at the moment in which it asks.`, { node }, '/params/remindAfter', 'Give people some time first.');
  if (first !== null && end !== null && first >= end) {
    context.error('reminder_after_due', `The first reminder of ${context.label(node)} comes after ${String(remindAfter)}, but the request closes after ${String(due)}.`, { node }, '/params/remindAfter', 'Remind earlier, or make it due later.');
  }
  if (every !== null && every < REMINDERS.leastEveryMs) {
    context.error('reminder_too_often', `${context.label(node)} reminds every ${String(remindEvery)}; a minute is the least.`, { node }, '/params/remindEvery', 'Remind at most once a minute.');
  }
}

function checkEscalation(context: CheckContext, node: NodeDefinition): void {
  const { due, assignees, escalateAfter, escalateTo, escalateMode } = node.params;
  const nobody = isUnsaid(escalateTo) || (Array.isArray(escalateTo) && escalateTo.length === 0);
  if (isUnsaid(escalateAfter)) {
    if (!nobody) context.warn('escalation_unused', `${context.label(node)} says whom it escalates to, but not when, so it never does.`, { node }, '/params/escalateTo', 'Say after what time it escalates.');
    return;
  }
  const [wait, end] = [lengthOf(escalateAfter), lengthOf(due)];
  if (nobody) context.error('escalation_to_nobody', `${context.label(node)} escalates after ${String(escalateAfter)}, but to nobody.`, { node }, '/params/escalateTo', 'Name people or groups, or take "escalateAfter" away.');
  if (wait === 0) context.error('escalation_at_once', `${context.label(node)} escalates at the moment in which it asks.`, { node }, '/params/escalateAfter', 'Ask them from the beginning, or give those who are asked some time.');
  if (wait !== null && end !== null && wait >= end) {
    context.error('escalation_after_due', `${context.label(node)} escalates after ${String(escalateAfter)}, but the request closes after ${String(due)}.`, { node }, '/params/escalateAfter', 'Escalate earlier, or make it due later.');
  }
  if (!nobody && escalateMode !== 'replace' && isKnown(escalateTo) && isKnown(assignees) && escalateTo.every((name) => assignees.includes(name))) {
    context.warn('escalation_changes_nothing', `${context.label(node)} escalates to those who are asked already.`, { node }, '/params/escalateTo', 'Name somebody else.');
  }
}

function isUnsaid(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '';
}

/** Milliseconds; null for what is no duration, or is computed. */
function lengthOf(value: Json | undefined): number | null {
  return typeof value === 'string' ? parseDuration(value) : null;
}

/** Names as they stand, none of them computed. */
function isKnown(value: Json | undefined): value is string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string' && !name.includes('{{'));
}

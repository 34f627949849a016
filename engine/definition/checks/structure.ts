import { isFlow } from '../graph.ts';
import { LIMITS, type NodeDefinition } from '../schema.ts';
import { casesOf } from '../param-templates.ts';
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
  const { due } = node.params;
  if (due === undefined || due === null || due === '') {
    context.warn('approval_without_end', `${context.label(node)} waits for people without an end.`, { node }, '/params', 'Say when it is due, and what happens then.');
  }
}

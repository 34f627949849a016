import type { NodeKind } from '../catalogue.ts';
import { branchesOf } from '../branches.ts';
import { isFlow } from '../graph.ts';
import type { EdgeDefinition, NodeDefinition } from '../schema.ts';
import { nearest, type CheckContext } from './context.ts';

/** Kinds whose work can be undone, and kinds that can do the undoing. */
const UNDOABLE: ReadonlySet<NodeKind> = new Set(['task', 'child', 'emit', 'set', 'wait', 'signal', 'approval', 'map', 'loop', 'saga', 'group', 'transform']);
const UNDOING: ReadonlySet<NodeKind> = new Set(['task', 'child', 'emit', 'set', 'wait', 'signal', 'approval', 'transform']);

/** Every edge by itself, and the joins they make. */
export function checkEdges(context: CheckContext): void {
  const ids = new Set<string>();
  const ways = new Set<string>();
  const flowEnds = new Set<string>();
  for (const edge of context.definition.edges) {
    if (isFlow(edge)) flowEnds.add(edge.source).add(edge.target);
  }
  const undoing = new Map<string, string>();
  const undone = new Set<string>();
  for (const edge of context.definition.edges) {
    if (ids.has(edge.id)) context.error('duplicate_edge_id', `Two edges have the id "${edge.id}".`, { edge }, '/id', 'Give one of them another id.');
    ids.add(edge.id);
    const [source, target] = [endOf(context, edge, 'source'), endOf(context, edge, 'target')];
    if (!source || !target) continue;
    if (source.id === target.id) {
      context.error('self_edge', `${context.label(source)} is connected to itself.`, { edge }, '/target', 'Delete the edge; a loop repeats steps.');
      continue;
    }
    if (source.parent !== target.parent) {
      context.error('edge_across_scopes', `An edge cannot cross the border of a container: "${source.id}" stands in ${context.scopeName(source.parent ?? '')}, "${target.id}" in ${context.scopeName(target.parent ?? '')}.`, { edge }, '', 'Connect the container itself, or move one of the two.');
      continue;
    }
    const way = `${edge.source} ${isFlow(edge) ? (edge.branch ?? 'out') : 'compensate'} ${edge.target}`;
    if (ways.has(way)) context.error('duplicate_edge', `"${edge.source}" and "${edge.target}" are connected twice in the same way.`, { edge }, '', 'Delete one of the edges.');
    else if (isFlow(edge)) checkFlow(context, edge, source, target);
    else checkCompensation(context, edge, source, target, flowEnds, undoing, undone);
    ways.add(way);
  }
  checkJoins(context);
}

function endOf(context: CheckContext, edge: EdgeDefinition, end: 'source' | 'target'): NodeDefinition | undefined {
  const node = context.nodes.get(edge[end]);
  if (!node && !context.unreadable.has(edge[end])) {
    const near = nearest(edge[end], context.nodes.keys());
    context.error('dangling_edge', `The edge "${edge.id}" ${end === 'source' ? 'begins' : 'ends'} at "${edge[end]}", which is not there.`, { edge }, `/${end}`, near ? `Did you mean "${near}"?` : 'Delete the edge.');
  }
  return node;
}

function checkFlow(context: CheckContext, edge: EdgeDefinition, source: NodeDefinition, target: NodeDefinition): void {
  if (context.kind(target) === 'start') context.error('edge_into_start', 'No edge leads into a start.', { edge }, '/target', 'Delete the edge.');
  if (source.always || target.always) {
    context.error('edge_of_cleanup', `${context.label(source.always ? source : target)} is clean-up: it runs after everything else, so no edge leads to it or from it.`, { edge }, '', 'Delete the edge, or take "always" away.');
  }
  if (context.kind(source) === 'end') {
    context.error('edge_out_of_end', 'Nothing comes after an end.', { edge }, '/source', 'Delete the edge.');
    return;
  }
  const spec = context.spec(source);
  if (!spec) return;
  const branches = branchesOf(source, spec);
  const branch = edge.branch ?? 'out';
  if (branches.includes(branch)) return;
  const fix = branch === 'error' ? 'Set "onError" of the node to "branch".' : `It leaves by ${branches.map((each) => `"${each}"`).join(', ')}.`;
  context.error('unknown_branch', edge.branch === undefined ? `The edge "${edge.id}" does not say by which branch it leaves ${context.label(source)}.` : `${context.label(source)} has no branch "${branch}".`, { edge }, '/branch', fix);
}

function checkCompensation(context: CheckContext, edge: EdgeDefinition, source: NodeDefinition, target: NodeDefinition, flowEnds: ReadonlySet<string>, undoing: Map<string, string>, undone: Set<string>): void {
  if (!context.enclosing(source).some((container) => context.kind(container) === 'saga')) {
    context.error('compensation_outside_saga', `${context.label(source)} stands in no saga, so nothing would ever undo it.`, { edge }, '', 'Put both into a saga.');
  }
  const [from, to] = [context.kind(source), context.kind(target)];
  if (from !== undefined && !UNDOABLE.has(from)) context.error('compensation_source', `A ${from} does nothing that could be undone.`, { edge }, '/source', 'Delete the edge.');
  if (to !== undefined && !UNDOING.has(to)) context.error('compensation_target', `A ${to} cannot undo anything.`, { edge }, '/target', 'Let it lead to a step that does the undoing.');
  if (flowEnds.has(target.id)) context.error('undo_in_flow', `${context.label(target)} undoes "${source.id}" and has other edges too; an undo runs only when it is needed.`, { edge }, '/target', 'Delete its other edges, or make a step of its own for the undo.');
  if (target.always) context.error('undo_always', `${context.label(target)} cannot be both an undo and clean-up.`, { edge }, '/target');
  if (undone.has(source.id)) context.error('compensation_twice', `${context.label(source)} has two undos; only one can be its own.`, { edge }, '/source', 'Delete one of the edges.');
  const other = undoing.get(target.id);
  if (other !== undefined) context.error('undo_shared', `${context.label(target)} undoes "${other}" already; each step has an undo of its own.`, { edge }, '/target', 'Copy the undo step.');
  const loops = undoing.has(source.id) || undone.has(target.id);
  if (loops) context.error('undo_of_undo', 'An undo is not undone itself.', { edge }, '', 'Delete the edge.');
  if (edge.branch !== undefined) context.warn('compensation_branch', 'A compensation edge leaves by no branch.', { edge }, '/branch', 'Take "branch" away.');
  undone.add(source.id);
  undoing.set(target.id, source.id);
}

function checkJoins(context: CheckContext): void {
  const incoming = new Map<string, number>();
  for (const edge of context.definition.edges) if (isFlow(edge)) incoming.set(edge.target, (incoming.get(edge.target) ?? 0) + 1);
  for (const node of context.definition.nodes) {
    const count = incoming.get(node.id) ?? 0;
    if (typeof node.join === 'object' && node.join.atLeast > count) {
      context.error('join_impossible', `${context.label(node)} waits for ${node.join.atLeast} of its edges, but has ${count}.`, { node }, '/join/atLeast', count > 0 ? `Ask for ${count} at most.` : 'Take "join" away.');
    }
    if (node.rest === 'cancel' && (node.join === undefined || node.join === 'all')) {
      context.warn('rest_unused', `${context.label(node)} waits for all its edges, so there is no rest to cancel.`, { node }, '/rest', 'Set "join" to "any".');
    }
  }
}

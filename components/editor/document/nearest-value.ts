import { writtenPath, type Catalogue, type Definition, type EdgeDefinition, type NodeDefinition } from '@/engine/index.ts';
import { branchesOf, branchOfEdge } from '../../canvas/branches.ts';
import { isFlow, nodeById } from './graph.ts';

/** A value as a path from a root, and as it is written in an expression. */
export type NearestValue = { root: 'nodes' | 'item' | 'compensated'; path: readonly string[]; written: string };

/** Where a step stands: what it follows or undoes, and the container round it. */
export type Standing = { after?: { node: string; branch: string } | undefined; parent?: string | undefined };

/** Branches by which a step leaves without an output. */
const WITHOUT_OUTPUT: ReadonlySet<string> = new Set(['error', 'compensated']);

/**
 * What a step works on by its place alone: what the step before it gives, and further back where that one hands nothing
 * on; the item where a map begins. Null when that is the input of the workflow.
 */
export function nearestValue(definition: Definition, catalogue: Catalogue, { after, parent }: Standing): NearestValue | null {
  if (after?.branch === 'compensate') {
    const undone = nodeById(definition, after.node);
    return valueAt('compensated', ['output', ...((undone && handedOn(undone, catalogue)) ?? [])]);
  }
  const seen = new Set<string>();
  let place: Standing = { after, parent };
  for (;;) {
    const before = place.after && nodeById(definition, place.after.node);
    if (before !== undefined && place.after !== undefined && !seen.has(before.id)) {
      seen.add(before.id);
      const shape = catalogue.get(before.type);
      if (shape?.kind === 'start') return null;
      const handed = handedOn(before, catalogue);
      if (handed !== null && !before.disabled && !isEmptyHanded(before, place.after.branch, catalogue)) return valueAt('nodes', [before.id, 'output', ...handed]);
      place = { after: onlyWayTo(definition, catalogue, before.id), parent: before.parent };
      continue;
    }
    const container = place.parent === undefined ? undefined : nodeById(definition, place.parent);
    if (container === undefined || seen.has(container.id)) return null;
    seen.add(container.id);
    if (catalogue.get(container.type)?.kind === 'map') return valueAt('item', []);
    place = { after: onlyWayTo(definition, catalogue, container.id), parent: container.parent };
  }
}

/** The one branch by which a step is come to; several bring different things. */
export function onlyWayTo(definition: Definition, catalogue: Catalogue, id: string): { node: string; branch: string } | undefined {
  const ways = definition.edges.filter((edge) => isFlow(edge) && edge.target === id);
  const [way] = ways;
  return way === undefined || ways.length > 1 ? undefined : { node: way.source, branch: branchLeft(definition, catalogue, way) };
}

function branchLeft(definition: Definition, catalogue: Catalogue, edge: EdgeDefinition): string {
  const source = nodeById(definition, edge.source);
  return source === undefined ? (edge.branch ?? 'out') : branchOfEdge(edge.branch, branchesOf(source, catalogue.get(source.type)));
}

function handedOn(node: NodeDefinition, catalogue: Catalogue): readonly string[] | null {
  const handsOn = catalogue.get(node.type)?.handsOn;
  return handsOn === undefined ? [] : handsOn(node.params);
}

function isEmptyHanded(node: NodeDefinition, branch: string, catalogue: Catalogue): boolean {
  return WITHOUT_OUTPUT.has(branch) || (branch === 'timeout' && catalogue.get(node.type)?.kind === 'signal');
}

function valueAt(root: NearestValue['root'], path: readonly string[]): NearestValue {
  return { root, path, written: writtenPath(root, path) };
}

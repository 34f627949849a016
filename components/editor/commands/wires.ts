import type { Catalogue, Definition, NodeDefinition } from '@/engine/index.ts';
import { branchesOf, branchOfEdge } from '../../canvas/branches.ts';
import type { DrawnEdge } from '../../canvas/from-flow.ts';
import { canConnect } from '../document/can-connect.ts';
import { isFlow, nodeById } from '../document/graph.ts';

/** Another step that an edge may be drawn to, or an edge that is there and may be taken away. */
export type Wire = { kind: 'draw'; branch: string; target: string; edge: DrawnEdge } | { kind: 'cut'; branch: string; target: string; edge: string };

/** The branch under which a step's undo is listed. */
export const UNDO = 'compensate';

/** Every edge that may be drawn from a step, branch by branch, and those that lead on from it: what the mouse does by dragging. */
export function wiresOf(definition: Definition, catalogue: Catalogue, source: string): Wire[] {
  const node = nodeById(definition, source);
  if (node === undefined) return [];
  const branches = branchesOf(node, catalogue.get(node.type));
  const near = definition.nodes.filter((other) => other.parent === node.parent && other.id !== source);
  const wires: Wire[] = [];
  for (const branch of [...branches, UNDO]) {
    for (const { id: target } of near) {
      const edge: DrawnEdge = branch === UNDO ? { source, target, kind: 'compensate' } : { source, target, ...(branch === 'out' ? {} : { branch }) };
      if (canConnect(definition, catalogue, edge).ok) wires.push({ kind: 'draw', branch, target, edge });
    }
  }
  for (const edge of definition.edges) {
    if (edge.source === source) wires.push({ kind: 'cut', branch: isFlow(edge) ? branchOfEdge(edge.branch, branches) : UNDO, target: edge.target, edge: edge.id });
  }
  return wires;
}

/** An edge of a step: whether it leads on from it or to it, the branch it leaves by, and the step at its other end. */
export type NearEdge = { id: string; way: 'out' | 'in'; branch: string; other: string; flow: boolean };

/** The edges of a step: those that lead on, by the order of its branches, then those that lead to it. */
export function edgesOf(definition: Definition, catalogue: Catalogue, node: string): NearEdge[] {
  const byId = new Map(definition.nodes.map((one) => [one.id, one]));
  const branchesFrom = (source: NodeDefinition): readonly string[] => branchesOf(source, catalogue.get(source.type));
  const near = definition.edges.flatMap((edge): NearEdge[] => {
    const source = byId.get(edge.source);
    if (source === undefined || !byId.has(edge.target) || (edge.source !== node && edge.target !== node)) return [];
    const out = edge.source === node;
    const flow = isFlow(edge);
    return [{ id: edge.id, way: out ? 'out' : 'in', branch: flow ? branchOfEdge(edge.branch, branchesFrom(source)) : UNDO, other: out ? edge.target : edge.source, flow }];
  });
  const step = byId.get(node);
  const order = step === undefined ? [] : [...branchesFrom(step)];
  // A branch that is gone comes after those that are there, and the undo last.
  const place = ({ flow, branch }: NearEdge): number => (!flow ? order.length + 1 : order.includes(branch) ? order.indexOf(branch) : order.length);
  return [...near.filter(({ way }) => way === 'out').sort((a, b) => place(a) - place(b)), ...near.filter(({ way }) => way === 'in')];
}

/** The branch that a step added by key follows: the first that leads nowhere yet, else the first; null after an end. */
export function nextBranch(definition: Definition, catalogue: Catalogue, source: string): string | null {
  const node = nodeById(definition, source);
  if (node === undefined) return null;
  const branches = branchesOf(node, catalogue.get(node.type));
  const used = new Set(definition.edges.filter((edge) => edge.source === source && isFlow(edge)).map((edge) => branchOfEdge(edge.branch, branches)));
  return branches.find((branch) => !used.has(branch)) ?? branches[0] ?? null;
}

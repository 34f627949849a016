import type { Catalogue, Definition, NodeDefinition } from '@/engine/index.ts';
import { branchesOf } from '../../canvas/branches.ts';
import type { Point } from '../../canvas/from-flow.ts';
import { canConnect } from '../document/can-connect.ts';
import { freshId, usedIds } from '../document/ids.ts';
import { makeRoom } from '../layout/make-room.ts';
import { fitBoxes } from './fit-boxes.ts';
import { firstParams } from './first-params.ts';
import { mapNode, type Outcome } from './outcome.ts';

export type NewNode = {
  type: string;
  /** Relative to `parent`, when there is one. */
  position: Point;
  parent?: string | undefined;
  /** The branch it is to follow. */
  after?: { node: string; branch: string };
  /** The branch that will lead to it, where another command draws the edge. */
  reads?: { node: string; branch: string };
  /** The name it has, and takes its id from. */
  name?: string;
  /** What its type is called by who adds it: its name begins so. */
  label?: string | undefined;
};

/** Puts a new node of a type on the canvas, and ties it to the branch it was asked for at, where that may be. */
export function addNode(definition: Definition, catalogue: Catalogue, wish: NewNode): Outcome {
  const spec = catalogue.get(wish.type);
  if (!spec) return { definition };
  const used = usedIds(definition);
  const node: NodeDefinition = {
    id: freshId(used, wish.name ?? spec.type),
    type: spec.type,
    typeVersion: spec.version,
    name: wish.name ?? freeName(definition, wish.label ?? spec.face.label),
    position: wish.position,
    params: structuredClone(spec.defaults),
    ...(wish.parent === undefined ? {} : { parent: wish.parent }),
  };
  let next: Definition = { ...definition, nodes: [...definition.nodes, node] };
  if (wish.after) {
    const { node: source, branch } = wish.after;
    const edge = { source, target: node.id, ...(branch === 'out' ? {} : { branch }), ...(branch === 'compensate' ? { branch: undefined, kind: 'compensate' as const } : {}) };
    if (canConnect(next, catalogue, edge).ok) {
      const { branch: named, ...ends } = edge;
      next = { ...next, edges: [...next.edges, { id: freshId(used, 'e1'), ...ends, ...(named === undefined ? {} : { branch: named }) }] };
    }
  }
  const params = firstParams(next, catalogue, node.id, { after: wish.reads ?? wish.after, parent: wish.parent });
  next = mapNode(next, node.id, (one) => ({ ...one, params }));
  return { definition: makeRoom(definition, fitBoxes(next, [node.id]), catalogue, wish.parent), select: [node.id] };
}

/** `HTTP request`, `HTTP request 2`: two cards with one name are hard to talk about. */
function freeName(definition: Definition, label: string): string {
  const names = new Set(definition.nodes.map((node) => node.name));
  if (!names.has(label)) return label;
  let number = 2;
  while (names.has(`${label} ${number}`)) number++;
  return `${label} ${number}`;
}

/** The first way out of a new node: what an edge that is inserted into leaves by. */
export function firstBranch(node: NodeDefinition, catalogue: Catalogue): string | undefined {
  return branchesOf(node, catalogue.get(node.type))[0];
}

import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { Catalogue, Definition, NodeDefinition } from '@/engine/index.ts';
import { branchesOf, branchOfEdge } from '../../canvas/branches.ts';
import { isContainer, nodeSizes } from '../../canvas/flow.ts';
import type { Point } from '../../canvas/from-flow.ts';
import { BOX_PADDING, boxPaddingRight, BRANCH_ROW_HEIGHT, EMPTY_BOX, HEAD_HEIGHT } from '../../canvas/sizes.ts';
import { isFlow } from '../document/graph.ts';

/** Room between a step and its undo below it. */
const UNDO_GAP = 62;

const SCOPE_OPTIONS: Record<string, string> = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.layered.spacing.nodeNodeBetweenLayers': '60',
  'elk.spacing.nodeNode': '34',
  'elk.spacing.componentComponent': '48',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  // The order of the document decides ties, not where things stand: tidying twice gives the same.
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.crossingMinimization.semiInteractive': 'false',
  'elk.randomSeed': '1',
};

/**
 * The layout problem of a definition. Each scope is laid out by itself, which is sound because no edge crosses a
 * border; a step and its undo count as one block, so that the undo stands below.
 */
export function toElkGraph(definition: Definition, catalogue: Catalogue): ElkNode {
  const sizes = nodeSizes(withoutSizes(definition), catalogue);
  const undoOf = new Map<string, string>();
  for (const edge of definition.edges) if (!isFlow(edge)) undoOf.set(edge.source, edge.target);
  const undos = new Set(undoOf.values());

  const toElk = (node: NodeDefinition): ElkNode => {
    const spec = catalogue.get(node.type);
    const branches = branchesOf(node, spec);
    const box = isContainer(spec) && !node.ui?.collapsed;
    const size = sizes.get(node.id)!;
    const undo = undoOf.get(node.id);
    const below = undo === undefined ? 0 : UNDO_GAP + (sizes.get(undo)?.height ?? 0);
    const children = box ? scope(node.id) : [];
    const west = { id: `${node.id}:in`, x: 0, y: HEAD_HEIGHT / 2, width: 0, height: 0, layoutOptions: { 'elk.port.side': 'WEST' } };
    const east = branches.map((branch, at) => ({ id: `${node.id}:${branch}`, x: size.width, y: branches.length === 1 ? HEAD_HEIGHT / 2 : HEAD_HEIGHT + (at + 0.5) * BRANCH_ROW_HEIGHT, width: 0, height: 0, layoutOptions: { 'elk.port.side': 'EAST', 'elk.port.index': String(at) } }));
    if (box) {
      return {
        id: node.id,
        children,
        edges: edgesIn(node.id),
        ports: [west, ...east].map(({ x: _x, y: _y, ...port }) => port),
        layoutOptions: {
          ...SCOPE_OPTIONS,
          'elk.padding': `[top=${BOX_PADDING.top},left=${BOX_PADDING.left},bottom=${BOX_PADDING.bottom + below},right=${boxPaddingRight(branchesOf(node, catalogue.get(node.type)).length)}]`,
          'elk.nodeSize.constraints': 'MINIMUM_SIZE',
          'elk.nodeSize.minimum': `(${EMPTY_BOX.width},${EMPTY_BOX.height + below})`,
          'elk.portConstraints': 'FIXED_SIDE',
        },
      };
    }
    return { id: node.id, width: size.width, height: size.height + below, ports: [west, ...east], layoutOptions: { 'elk.portConstraints': 'FIXED_POS' } };
  };

  const byScope = new Map<string, NodeDefinition[]>();
  for (const node of definition.nodes) {
    if (undos.has(node.id)) continue;
    const key = node.parent ?? '';
    const list = byScope.get(key);
    if (list) list.push(node);
    else byScope.set(key, [node]);
  }
  const scope = (id: string): ElkNode[] => (byScope.get(id) ?? []).map(toElk);
  const scopeOf = new Map(definition.nodes.map((node) => [node.id, node.parent ?? '']));
  const specs = new Map(definition.nodes.map((node) => [node.id, branchesOf(node, catalogue.get(node.type))]));
  const edgesIn = (id: string) =>
    definition.edges
      .filter((edge) => isFlow(edge) && scopeOf.get(edge.source) === id && scopeOf.get(edge.target) === id && !undos.has(edge.source) && !undos.has(edge.target))
      .map((edge) => {
        const branches = specs.get(edge.source)!;
        const branch = branchOfEdge(edge.branch, branches);
        return { id: edge.id, sources: [branches.includes(branch) ? `${edge.source}:${branch}` : edge.source], targets: [`${edge.target}:in`] };
      });
  return { id: 'root', children: scope(''), edges: edgesIn(''), layoutOptions: SCOPE_OPTIONS };
}

/**
 * Places of all nodes from a solved layout, relative to their containers. The top left corner of the whole stays where it
 * was; when a node of the top level is locked, the whole is laid round it.
 */
export function placesFrom(solved: ElkNode, definition: Definition, catalogue: Catalogue): Map<string, Point> {
  const places = new Map<string, Point>();
  const sizes = nodeSizes(withoutSizes(definition), catalogue);
  const roots = definition.nodes.filter((node) => node.parent === undefined);
  const held = roots.find((node) => node.ui?.locked);
  const anchor = held && solved.children?.find((child) => child.id === held.id);
  const dx = held && anchor ? held.position.x - (anchor.x ?? 0) : roots.length === 0 ? 0 : Math.min(...roots.map((node) => node.position.x)) - Math.min(...(solved.children ?? []).map((node) => node.x ?? 0));
  const dy = held && anchor ? held.position.y - (anchor.y ?? 0) : roots.length === 0 ? 0 : Math.min(...roots.map((node) => node.position.y)) - Math.min(...(solved.children ?? []).map((node) => node.y ?? 0));
  const walk = (node: ElkNode, x: number, y: number): void => {
    for (const child of node.children ?? []) {
      places.set(child.id, { x: Math.round((child.x ?? 0) + x), y: Math.round((child.y ?? 0) + y) });
      walk(child, 0, 0);
    }
  };
  walk(solved, dx, dy);
  for (const edge of definition.edges) {
    if (isFlow(edge)) continue;
    const above = places.get(edge.source);
    const size = sizes.get(edge.source);
    if (!above || !size) continue;
    // A container grows with its inside, so its solved height says where its undo may stand.
    const box = findNode(solved, edge.source);
    const undoHeight = sizes.get(edge.target)?.height ?? 0;
    const height = box?.children?.length ? (box.height ?? 0) - UNDO_GAP - undoHeight : size.height;
    places.set(edge.target, { x: above.x, y: Math.round(above.y + height + UNDO_GAP) });
  }
  return places;
}

function findNode(from: ElkNode, id: string): ElkNode | undefined {
  for (const child of from.children ?? []) {
    if (child.id === id) return child;
    const found = findNode(child, id);
    if (found) return found;
  }
  return undefined;
}

/** Boxes that a person made larger are laid out as large as they need to be. */
export function withoutSizes(definition: Definition): Definition {
  if (!definition.nodes.some((node) => node.ui?.size)) return definition;
  return {
    ...definition,
    nodes: definition.nodes.map((node) => {
      if (!node.ui?.size) return node;
      const { size: _, ...ui } = node.ui;
      const { ui: __, ...rest } = node;
      return Object.keys(ui).length > 0 ? { ...rest, ui } : rest;
    }),
  };
}

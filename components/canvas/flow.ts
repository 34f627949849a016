import type { Edge, Node } from '@xyflow/react';
import { type Shapes, CONTAINER_KINDS, type Definition, type EdgeDefinition, type NodeDefinition, type NodeShape, type NoteDefinition } from '@/engine/index.ts';
import { branchesOf, branchOfEdge } from './branches.ts';
import { nodeFact, type Fact } from './fact.ts';
import { boxHandles, cardHandles, ENTRY_HANDLE, UNDO_SOURCE_HANDLE, UNDO_TARGET_HANDLE } from './handle-places.ts';
import { boxSize, cardSize, NOTE_SIZE, type Size } from './sizes.ts';

/**
 * Definition → flow. React Flow's objects are a picture of the document and never the document:
 * nothing here is saved, and every change goes the other way as a command (`from-flow.ts`).
 */

export type StepData = {
  node: NodeDefinition;
  spec: NodeShape | undefined;
  branches: readonly string[];
  fact: Fact | null;
  /** Name of the step that this one undoes. */
  undoOf: string | null;
  /** It stands in a saga and may have an undo step. */
  canUndo: boolean;
  /** It is the target of an edge, so its entry is shown even while nothing is drawn. */
  isContainer: boolean;
  /** Steps inside, for a container. */
  insideCount: number;
};
export type StepFlowNode = Node<StepData, 'step'>;
export type BoxFlowNode = Node<StepData, 'box'>;
export type NoteFlowNode = Node<{ note: NoteDefinition }, 'note'>;
export type FlowNode = StepFlowNode | BoxFlowNode | NoteFlowNode;

export type FlowEdgeData = {
  edge: EdgeDefinition;
  branch: string;
  /** The branch it names is not there any more. */
  lost: boolean;
  /** The source names several branches. */
  named: boolean;
};
export type FlowEdge = Edge<FlowEdgeData, 'flow' | 'compensate'>;

export type Flow = { nodes: FlowNode[]; edges: FlowEdge[] };
type TypeName = (type: string, label: string) => string;

/** Whether a node type holds a DAG of its own. */
export function isContainer(spec: NodeShape | undefined): boolean {
  return spec !== undefined && CONTAINER_KINDS.has(spec.kind);
}

/**
 * Makes a mapper that gives equal objects for what did not change since its last call, so that React renders
 * only the nodes a command touched. Ports come in drawing order, containers before what stands in them.
 * @param typeName what a type is called in the language of the reader: a node without a name is told by it
 */
export function createFlowMapper(catalogue: Shapes, typeName: TypeName = (_, label) => label): (definition: Definition) => Flow {
  let nodeMemo = new Map<string, { key: readonly unknown[]; flow: FlowNode }>();
  let edgeMemo = new Map<string, { key: readonly unknown[]; flow: FlowEdge }>();

  return (definition) => {
    const index = indexOf(definition, catalogue);
    const called = (node: NodeDefinition): string => node.name || typeName(node.type, index.specs.get(node.id)?.face.label ?? node.type);
    const nextNodes: typeof nodeMemo = new Map();
    const nextEdges: typeof edgeMemo = new Map();

    const nodes = index.order.map((node): FlowNode => {
      const size = index.sizes.get(node.id)!;
      const undoOf = index.undoOf.get(node.id) ?? null;
      const hidden = index.hidden.has(node.id);
      const canUndo = index.inSaga.has(node.id) && undoOf === null;
      const insideCount = index.children.get(node.id)?.length ?? 0;
      const name = called(node);
      const key = [node, name, size.width, size.height, undoOf, hidden, canUndo, insideCount];
      const flow = recall(nodeMemo, node.id, key) ?? toFlowNode(node, index.specs.get(node.id), { name, size, undoOf, hidden, canUndo, insideCount });
      nextNodes.set(node.id, { key, flow });
      return flow;
    });
    for (const note of definition.notes ?? []) {
      const hidden = note.parent !== undefined && (index.hidden.has(note.parent) || index.collapsed.has(note.parent));
      const key = [note, hidden];
      const flow = recall(nodeMemo, note.id, key) ?? toFlowNote(note, hidden);
      nextNodes.set(note.id, { key, flow });
      nodes.push(flow);
    }
    const edges = definition.edges.flatMap((edge): FlowEdge[] => {
      const source = index.byId.get(edge.source);
      const target = index.byId.get(edge.target);
      if (!source || !target) return [];
      const hidden = index.hidden.has(edge.source) || index.hidden.has(edge.target);
      const branches = index.branches.get(edge.source)!;
      // To a reader of the screen an edge is a picture.
      const name = `${called(source)} → ${called(target)}`;
      const key = [edge, name, hidden, branches.join('\n')];
      const flow = recall(edgeMemo, edge.id, key) ?? { ...toFlowEdge(edge, branches, hidden), ariaLabel: name };
      nextEdges.set(edge.id, { key, flow });
      return [flow];
    });
    nodeMemo = nextNodes;
    edgeMemo = nextEdges;
    return { nodes, edges };
  };
}

/** One conversion without memory, for tests and for canvases that never change. */
export function toFlow(definition: Definition, catalogue: Shapes): Flow {
  return createFlowMapper(catalogue)(definition);
}

function recall<T>(memo: Map<string, { key: readonly unknown[]; flow: T }>, id: string, key: readonly unknown[]): T | null {
  const entry = memo.get(id);
  return entry && entry.key.length === key.length && entry.key.every((part, at) => Object.is(part, key[at])) ? entry.flow : null;
}

type Derived = { name: string; size: Size; undoOf: string | null; hidden: boolean; canUndo: boolean; insideCount: number };

function toFlowNode(node: NodeDefinition, spec: NodeShape | undefined, derived: Derived): StepFlowNode | BoxFlowNode {
  const container = isContainer(spec);
  const { name, undoOf, canUndo, insideCount, hidden, size } = derived;
  const box = container && !node.ui?.collapsed;
  const branches = branchesOf(node, spec);
  const ends = { branches, ...cardEnds(spec, undoOf), canUndo, isUndo: undoOf !== null };
  return {
    id: node.id,
    type: box ? 'box' : 'step',
    position: node.position,
    parentId: node.parent,
    hidden,
    ariaLabel: name,
    draggable: node.ui?.locked ? false : undefined,
    width: size.width,
    // Cards grow by what a run adds to their foot, so only boxes have a height that is told.
    ...(box ? { height: size.height } : {}),
    // What is known beforehand need not be measured: only what is in sight is ever laid out.
    measured: size,
    handles: box ? boxHandles(size, ends) : cardHandles(size, ends),
    data: { node, spec, branches, fact: nodeFact(node, spec), undoOf, canUndo, isContainer: container, insideCount },
  } as StepFlowNode | BoxFlowNode;
}

/** A start is never led to, and nothing leads to or from an undo step but its own edge. */
export function cardEnds(spec: Pick<NodeShape, 'kind'> | undefined, undoOf: string | null): { entry: boolean; ways: boolean } {
  return { entry: spec?.kind !== 'start' && undoOf === null, ways: undoOf === null };
}

function toFlowNote(note: NoteDefinition, hidden: boolean): NoteFlowNode {
  const size = note.size ?? NOTE_SIZE;
  return { id: note.id, type: 'note', position: note.position, parentId: note.parent, hidden, width: size.width, height: size.height, measured: size, handles: [], zIndex: -1, data: { note } };
}

function toFlowEdge(edge: EdgeDefinition, branches: readonly string[], hidden: boolean): FlowEdge {
  if (edge.kind === 'compensate') {
    return {
      id: edge.id, type: 'compensate', source: edge.source, target: edge.target, hidden,
      sourceHandle: UNDO_SOURCE_HANDLE, targetHandle: UNDO_TARGET_HANDLE,
      data: { edge, branch: UNDO_SOURCE_HANDLE, lost: false, named: false },
    };
  }
  const branch = branchOfEdge(edge.branch, branches);
  const lost = !branches.includes(branch);
  return {
    id: edge.id, type: 'flow', source: edge.source, target: edge.target, hidden,
    // An edge whose branch is gone is still shown, from where it can be seen, so that it can be mended.
    sourceHandle: lost ? (branches[0] ?? 'out') : branch,
    targetHandle: ENTRY_HANDLE,
    data: { edge, branch, lost, named: branches.length > 1 },
  };
}

function indexOf(definition: Definition, catalogue: Shapes) {
  const byId = new Map(definition.nodes.map((node) => [node.id, node]));
  const specs = new Map<string, NodeShape | undefined>();
  const branches = new Map<string, readonly string[]>();
  const children = new Map<string, NodeDefinition[]>();
  for (const node of definition.nodes) {
    const spec = catalogue.get(node.type);
    specs.set(node.id, spec);
    branches.set(node.id, branchesOf(node, spec));
    if (node.parent === undefined) continue;
    const siblings = children.get(node.parent);
    if (siblings === undefined) children.set(node.parent, [node]);
    else siblings.push(node);
  }
  const undoOf = new Map<string, string>();
  for (const edge of definition.edges) {
    if (edge.kind !== 'compensate') continue;
    const source = byId.get(edge.source);
    if (source) undoOf.set(edge.target, source.name || source.id);
  }

  const order: NodeDefinition[] = [];
  const hidden = new Set<string>();
  const collapsed = new Set<string>();
  const inSaga = new Set<string>();
  const placed = new Set<string>();
  const place = (node: NodeDefinition, above: { hidden: boolean; saga: boolean }): void => {
    if (placed.has(node.id)) return;
    placed.add(node.id);
    // A parent that is missing or goes in a circle must not make the canvas fall over: the node shows at the top level.
    order.push(node);
    if (above.hidden) hidden.add(node.id);
    const spec = specs.get(node.id);
    if (above.saga && spec?.kind !== 'start' && spec?.kind !== 'end') inSaga.add(node.id);
    if (node.ui?.collapsed) collapsed.add(node.id);
    const inner = { hidden: above.hidden || node.ui?.collapsed === true, saga: above.saga || spec?.kind === 'saga' };
    for (const child of children.get(node.id) ?? []) place(child, inner);
  };
  for (const node of definition.nodes) if (node.parent === undefined) place(node, { hidden: false, saga: false });
  for (const node of definition.nodes) if (!placed.has(node.id)) place({ ...node, parent: undefined }, { hidden: false, saga: false });

  const sizes = new Map<string, Size>();
  const footless = new Set<string>();
  for (const node of [...order].reverse()) {
    const spec = specs.get(node.id);
    if (isContainer(spec) && !node.ui?.collapsed) {
      const inside = (children.get(node.id) ?? []).filter((child) => child.parent === node.id).map((child) => ({ ...child.position, ...(sizes.get(child.id) ?? cardSize(1, false)), footless: footless.has(child.id) }));
      const notes = (definition.notes ?? []).filter((note) => note.parent === node.id).map((note) => ({ ...note.position, ...(note.size ?? NOTE_SIZE) }));
      sizes.set(node.id, boxSize([...inside, ...notes], node.ui?.size, branches.get(node.id)!.length));
    } else {
      const hasFoot = nodeFact(node, spec) !== null || isContainer(spec);
      if (!hasFoot) footless.add(node.id);
      sizes.set(node.id, cardSize(branches.get(node.id)!.length, hasFoot));
    }
  }
  return { byId, specs, branches, children, undoOf, order, hidden, collapsed, inSaga, sizes };
}

/** Sizes of all nodes as they are drawn, for layout, alignment and finding a free place. */
export function nodeSizes(definition: Definition, catalogue: Shapes): ReadonlyMap<string, Size> {
  return indexOf(definition, catalogue).sizes;
}

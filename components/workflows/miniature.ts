import { CONTAINER_KINDS, type Shapes, type Definition, type NodeFamily } from '@/engine/index.ts';

export type MiniBox = { id: string; x: number; y: number; width: number; height: number; family: NodeFamily; container: boolean; depth: number };
export type MiniWire = { id: string; from: { x: number; y: number }; to: { x: number; y: number }; undo: boolean };
export type Miniature = { boxes: MiniBox[]; wires: MiniWire[]; view: { x: number; y: number; width: number; height: number } };

const WIDTH = 196;
const HEIGHT = 62;
const PADDING = { top: 28, side: 20, bottom: 20 };

/** A definition drawn small: boxes where its nodes stand, lines where its edges run. Places are the canvas's own units. */
export function miniature(definition: Definition, catalogue: Shapes): Miniature {
  const nodes = new Map(definition.nodes.map((node) => [node.id, node]));
  const inside = new Map<string, string[]>();
  for (const node of definition.nodes) if (node.parent) inside.set(node.parent, [...(inside.get(node.parent) ?? []), node.id]);
  const isContainer = (id: string) => {
    const spec = catalogue.get(nodes.get(id)!.type);
    return spec ? CONTAINER_KINDS.has(spec.kind) : inside.has(id);
  };
  const sizes = new Map<string, { width: number; height: number }>();
  const sizeOf = (id: string, above: ReadonlySet<string>): { width: number; height: number } => {
    const known = sizes.get(id);
    if (known) return known;
    const node = nodes.get(id)!;
    let size = { width: WIDTH, height: HEIGHT };
    if (isContainer(id)) {
      size = { width: Math.max(node.ui?.size?.width ?? 0, 236), height: Math.max(node.ui?.size?.height ?? 0, 124) };
      for (const child of inside.get(id) ?? []) {
        // A draft may hold a circle of parents; it is drawn as far as it goes.
        if (above.has(child)) continue;
        const inner = sizeOf(child, new Set(above).add(id));
        const at = nodes.get(child)!.position;
        size = { width: Math.max(size.width, at.x + inner.width + PADDING.side), height: Math.max(size.height, at.y + inner.height + PADDING.bottom) };
      }
    }
    sizes.set(id, size);
    return size;
  };
  const placeOf = (id: string): { x: number; y: number; depth: number } => {
    let place = { x: 0, y: 0, depth: -1 };
    let current: string | undefined = id;
    for (let hop = 0; current !== undefined && hop < 20; hop += 1) {
      const node = nodes.get(current);
      if (!node) break;
      place = { x: place.x + node.position.x, y: place.y + node.position.y, depth: place.depth + 1 };
      current = node.parent;
    }
    return place;
  };

  const boxes = definition.nodes
    .map((node): MiniBox => ({ id: node.id, ...placeOf(node.id), ...sizeOf(node.id, new Set([node.id])), family: catalogue.get(node.type)?.face.family ?? 'control', container: isContainer(node.id) }))
    .sort((a, b) => a.depth - b.depth);
  const boxOf = new Map(boxes.map((box) => [box.id, box]));
  const wires = definition.edges.flatMap((edge): MiniWire[] => {
    const [a, b] = [boxOf.get(edge.source), boxOf.get(edge.target)];
    if (!a || !b) return [];
    const undo = edge.kind === 'compensate';
    return [undo ? { id: edge.id, undo, from: { x: a.x + a.width / 2, y: a.y + a.height }, to: { x: b.x + b.width / 2, y: b.y } } : { id: edge.id, undo, from: { x: a.x + a.width, y: a.y + a.height / 2 }, to: { x: b.x, y: b.y + b.height / 2 } }];
  });
  return { boxes, wires, view: viewOf(boxes) };
}

function viewOf(boxes: readonly MiniBox[]): Miniature['view'] {
  if (boxes.length === 0) return { x: 0, y: 0, width: WIDTH, height: HEIGHT };
  const margin = 24;
  const left = Math.min(...boxes.map((box) => box.x)) - margin;
  const top = Math.min(...boxes.map((box) => box.y)) - margin;
  return { x: left, y: top, width: Math.max(...boxes.map((box) => box.x + box.width)) + margin - left, height: Math.max(...boxes.map((box) => box.y + box.height)) + margin - top };
}

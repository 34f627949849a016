import type { Definition } from '@/engine/index.ts';
import { BOX_PADDING } from '../../canvas/sizes.ts';
import { ancestorsOf } from '../document/graph.ts';
import { mapNodes } from './outcome.ts';

/**
 * Moves the corner of a container whose inside stands too far left or up, so that everything in it keeps its place on
 * the canvas and the box is round it. To the right and below a box grows by itself (its size follows its inside).
 */
export function fitBoxes(definition: Definition, touched: Iterable<string>): Definition {
  const boxes = new Set<string>();
  for (const id of touched) {
    const item = definition.nodes.find((node) => node.id === id) ?? definition.notes?.find((note) => note.id === id);
    if (!item?.parent) continue;
    boxes.add(item.parent);
    for (const above of ancestorsOf(definition, item.parent)) boxes.add(above);
  }
  // The innermost first: a box that moves may push the box round it.
  const inside = [...boxes].sort((left, right) => ancestorsOf(definition, right).length - ancestorsOf(definition, left).length);
  return inside.reduce(fitBox, definition);
}

function fitBox(definition: Definition, box: string): Definition {
  const places = [...definition.nodes, ...(definition.notes ?? [])].filter((item) => item.parent === box).map((item) => item.position);
  if (places.length === 0) return definition;
  const dx = Math.max(0, BOX_PADDING.left - Math.min(...places.map((place) => place.x)));
  const dy = Math.max(0, BOX_PADDING.top - Math.min(...places.map((place) => place.y)));
  if (dx === 0 && dy === 0) return definition;
  const moved = mapNodes(definition, (node) => {
    if (node.id === box) return { ...node, position: { x: node.position.x - dx, y: node.position.y - dy } };
    if (node.parent === box) return { ...node, position: { x: node.position.x + dx, y: node.position.y + dy } };
    return node;
  });
  if (!moved.notes?.some((note) => note.parent === box)) return moved;
  return { ...moved, notes: moved.notes.map((note) => (note.parent === box ? { ...note, position: { x: note.position.x + dx, y: note.position.y + dy } } : note)) };
}

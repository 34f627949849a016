import { z } from 'zod';
import { edgeSchema, nodeSchema, noteSchema, upgradeDefinition, type Catalogue, type Definition, type EdgeDefinition, type NodeDefinition, type NoteDefinition } from '@/engine/index.ts';
import type { Point } from '../../canvas/from-flow.ts';
import { isFlow, absolutePosition, nodeById, withInside } from '../document/graph.ts';
import { freshId, usedIds } from '../document/ids.ts';
import { renamedReferences } from '../document/references.ts';
import { makeRoom } from '../layout/make-room.ts';
import { fitBoxes } from './fit-boxes.ts';
import type { Outcome } from './outcome.ts';

/** A piece of a workflow as it lies on the clipboard: plain JSON, so that it goes from tab to tab, and into a mail. */
export const fragmentSchema = z.strictObject({
  heddleFragment: z.literal(1),
  nodes: z.array(nodeSchema),
  edges: z.array(edgeSchema),
  notes: z.array(noteSchema).default([]),
});
export type Fragment = z.infer<typeof fragmentSchema>;

/** Copies nodes with what stands in them, the edges between them, and notes. Outermost positions are absolute. */
export function copyFragment(definition: Definition, ids: Iterable<string>): Fragment | null {
  const asked = new Set(ids);
  const all = withInside(definition, [...asked].filter((id) => nodeById(definition, id)));
  const lift = <T extends NodeDefinition | NoteDefinition>(item: T): T => {
    if (item.parent !== undefined && all.has(item.parent)) return item;
    const { parent: _, ...rest } = item;
    return { ...rest, position: absolutePosition(definition, item) } as T;
  };
  const nodes = definition.nodes.filter((node) => all.has(node.id)).map(lift);
  const notes = (definition.notes ?? []).filter((note) => asked.has(note.id) || (note.parent !== undefined && all.has(note.parent))).map(lift);
  if (nodes.length === 0 && notes.length === 0) return null;
  return { heddleFragment: 1, nodes, edges: definition.edges.filter((edge) => all.has(edge.source) && all.has(edge.target)), notes };
}

/** Reads a fragment, or a whole definition, from text. Null when it is neither. */
export function readFragment(text: string): Fragment | null {
  if (!text.trimStart().startsWith('{')) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const fragment = fragmentSchema.safeParse(value);
  if (fragment.success) return fragment.data;
  if (typeof value !== 'object' || value === null || !('heddle' in value)) return null;
  const upgraded = upgradeDefinition(value);
  if (!upgraded.ok) return null;
  const whole = z.object({ nodes: z.array(nodeSchema), edges: z.array(edgeSchema), notes: z.array(noteSchema).default([]) }).safeParse(upgraded.document);
  return whole.success ? { heddleFragment: 1, ...whole.data } : null;
}

/**
 * Puts a fragment on the canvas under new ids; expressions in it that speak of its own nodes follow the new ids.
 * @param by how far it is moved from where it was copied
 */
export function paste(definition: Definition, catalogue: Catalogue, fragment: Fragment, by: Point, parent?: string): Outcome {
  const used = usedIds(definition);
  const ids = new Map<string, string>();
  for (const node of fragment.nodes) ids.set(node.id, freshId(used, node.id.replace(/\d+$/, '') || node.id));
  const box = parent === undefined ? undefined : nodeById(definition, parent);
  const corner = box ? absolutePosition(definition, box) : { x: 0, y: 0 };
  const place = <T extends NodeDefinition | NoteDefinition>(item: T): T => {
    const inner = item.parent === undefined ? undefined : ids.get(item.parent);
    if (inner !== undefined) return { ...item, parent: inner };
    const position = { x: item.position.x + by.x - corner.x, y: item.position.y + by.y - corner.y };
    const { parent: _, ...rest } = item;
    return { ...rest, position, ...(parent === undefined || ('type' in item && catalogue.get(item.type)?.kind === 'start') ? {} : { parent }) } as T;
  };
  const nodes = fragment.nodes.map((node) => place({ ...unlocked(node), id: ids.get(node.id)!, params: renamedReferences(node.params, ids) }));
  const notes = fragment.notes.map((note) => place({ ...note, id: freshId(used, 'note') }));
  const parents = new Map(nodes.map((node) => [node.id, node.parent]));
  const edges = fragment.edges.flatMap((edge): EdgeDefinition[] => {
    const source = ids.get(edge.source);
    const target = ids.get(edge.target);
    if (source === undefined || target === undefined) return [];
    // A start stands at the top, wherever the others are put: what led on from it would cross the border of their container.
    if (isFlow(edge) && parents.get(source) !== parents.get(target)) return [];
    return [{ ...edge, id: freshId(used, 'e1'), source, target }];
  });
  const outer = [...nodes.filter((node) => node.parent === parent), ...notes.filter((note) => note.parent === parent)].map((item) => item.id);
  const next: Definition = { ...definition, nodes: [...definition.nodes, ...nodes], edges: [...definition.edges, ...edges], ...(notes.length > 0 ? { notes: [...(definition.notes ?? []), ...notes] } : {}) };
  return { definition: makeRoom(definition, fitBoxes(next, outer), catalogue, parent), select: outer };
}

/** A copy has a place to be found yet. */
function unlocked(node: NodeDefinition): NodeDefinition {
  if (!node.ui?.locked) return node;
  const { locked: _, ...ui } = node.ui;
  const { ui: __, ...rest } = node;
  return Object.keys(ui).length === 0 ? rest : { ...rest, ui };
}

/** Copies in place, a little aside, in the container the originals stand in. */
export function duplicate(definition: Definition, catalogue: Catalogue, ids: ReadonlySet<string>, by: Point = { x: 36, y: 36 }): Outcome {
  const fragment = copyFragment(definition, ids);
  if (!fragment) return { definition };
  const scopes = new Set([...ids].map((id) => (nodeById(definition, id) ?? definition.notes?.find((note) => note.id === id))?.parent));
  const parent = scopes.size === 1 ? [...scopes][0] : undefined;
  return paste(definition, catalogue, fragment, by, parent);
}

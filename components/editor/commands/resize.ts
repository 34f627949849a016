import type { Catalogue, Definition } from '@/engine/index.ts';
import { nodeSizes } from '../../canvas/flow.ts';
import { EMPTY_BOX, NOTE_SIZE, SMALLEST_NOTE, type Size } from '../../canvas/sizes.ts';
import { isContainerType } from '../document/can-connect.ts';
import { nodeById } from '../document/graph.ts';
import { makeRoom } from '../layout/make-room.ts';
import { setNote } from './notes.ts';
import type { Outcome } from './outcome.ts';
import { setUi } from './set-node.ts';

/**
 * Gives an open container or a note another size, in canvas units: never smaller than what stands in it, or than can be read.
 * What a container would then cover makes room, also when it is a note in it that makes it grow.
 */
export function resizeTo(definition: Definition, catalogue: Catalogue, id: string, wanted: Size): Outcome {
  const drawn = sizeOf(definition, catalogue, id);
  if (drawn === null) return { definition };
  const note = definition.notes?.find((one) => one.id === id);
  const smallest = note ? SMALLEST_NOTE : EMPTY_BOX;
  const size = { width: Math.max(smallest.width, Math.round(wanted.width)), height: Math.max(smallest.height, Math.round(wanted.height)) };
  const next = note ? setNote(definition, id, { size }).definition : setUi(definition, id, { size }).definition;
  const now = sizeOf(next, catalogue, id)!;
  return now.width === drawn.width && now.height === drawn.height ? { definition } : { definition: makeRoom(definition, next, catalogue, note ? note.parent : id) };
}

/** The same by a distance, for the arrow keys. */
export function resizeBy(definition: Definition, catalogue: Catalogue, id: string, dx: number, dy: number): Outcome {
  const drawn = sizeOf(definition, catalogue, id);
  return drawn === null ? { definition } : resizeTo(definition, catalogue, id, { width: drawn.width + dx, height: drawn.height + dy });
}

/** Whether it has a size of its own: notes, and containers that are open. */
export function canResize(definition: Definition, catalogue: Catalogue, id: string): boolean {
  const node = nodeById(definition, id);
  return node === undefined ? definition.notes?.some((note) => note.id === id) === true : isContainerType(catalogue, node.type) && node.ui?.collapsed !== true;
}

/** How large it is drawn; null for what has no size of its own. */
function sizeOf(definition: Definition, catalogue: Catalogue, id: string): Size | null {
  if (!canResize(definition, catalogue, id)) return null;
  const note = definition.notes?.find((one) => one.id === id);
  return note ? (note.size ?? NOTE_SIZE) : nodeSizes(definition, catalogue).get(id)!;
}

import type { Catalogue, Definition } from '@/engine/index.ts';
import { nodeSizes } from '../../canvas/flow.ts';
import { EMPTY_BOX, NOTE_SIZE, SMALLEST_NOTE } from '../../canvas/sizes.ts';
import { isContainerType } from '../document/can-connect.ts';
import { nodeById } from '../document/graph.ts';
import { makeRoom } from '../layout/make-room.ts';
import { setNote } from './notes.ts';
import type { Outcome } from './outcome.ts';
import { setUi } from './set-node.ts';

/** Makes an open container or a note larger or smaller, in canvas units: never smaller than what stands in it, or than can be read. */
export function resizeBy(definition: Definition, catalogue: Catalogue, id: string, dx: number, dy: number): Outcome {
  const note = definition.notes?.find((one) => one.id === id);
  if (note) {
    const { width, height } = note.size ?? NOTE_SIZE;
    const size = { width: Math.max(SMALLEST_NOTE.width, width + dx), height: Math.max(SMALLEST_NOTE.height, height + dy) };
    return size.width === width && size.height === height ? { definition } : setNote(definition, id, { size });
  }
  if (!canResize(definition, catalogue, id)) return { definition };
  const drawn = nodeSizes(definition, catalogue).get(id)!;
  const size = { width: Math.max(EMPTY_BOX.width, drawn.width + dx), height: Math.max(EMPTY_BOX.height, drawn.height + dy) };
  const next = setUi(definition, id, { size }).definition;
  const now = nodeSizes(next, catalogue).get(id)!;
  return now.width === drawn.width && now.height === drawn.height ? { definition } : { definition: makeRoom(definition, next, catalogue, id) };
}

/** Whether it has a size of its own: notes, and containers that are open. */
export function canResize(definition: Definition, catalogue: Catalogue, id: string): boolean {
  const node = nodeById(definition, id);
  return node === undefined ? definition.notes?.some((note) => note.id === id) === true : isContainerType(catalogue, node.type) && node.ui?.collapsed !== true;
}

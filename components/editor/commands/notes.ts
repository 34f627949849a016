import type { Definition, NoteDefinition } from '@/engine/index.ts';
import { roundPoint, type Point } from '../../canvas/from-flow.ts';
import { freshId, usedIds } from '../document/ids.ts';
import { withoutUndefined, type Outcome } from './outcome.ts';

/** Sticks a new note on the canvas. */
export function addNote(definition: Definition, position: Point, text = '', parent?: string): Outcome {
  const id = freshId(usedIds(definition), 'note');
  const note: NoteDefinition = withoutUndefined({ id, text, position: roundPoint(position), parent });
  return { definition: { ...definition, notes: [...(definition.notes ?? []), note] }, select: [id] };
}

/** Changes what a note says, its colour or its size. */
export function setNote(definition: Definition, id: string, patch: Partial<Pick<NoteDefinition, 'text' | 'color' | 'size'>>): Outcome {
  if (!definition.notes?.some((note) => note.id === id)) return { definition };
  return { definition: { ...definition, notes: definition.notes.map((note) => (note.id === id ? withoutUndefined({ ...note, ...patch }) : note)) } };
}

import { idSchema, type Definition } from '@/engine/index.ts';
import { nodeById } from '../document/graph.ts';
import { usedIds } from '../document/ids.ts';
import { withRenamedId } from '../document/references.ts';
import type { Outcome } from './outcome.ts';

/** Gives a node another id, and every expression that speaks of it follows. Nothing happens when the id is taken or not an id. */
export function renameId(definition: Definition, from: string, to: string): Outcome {
  if (from === to || !nodeById(definition, from) || usedIds(definition).has(to) || !idSchema.safeParse(to).success) return { definition };
  return { definition: withRenamedId(definition, from, to), select: [to] };
}

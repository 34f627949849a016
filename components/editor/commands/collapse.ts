import type { Catalogue, Definition } from '@/engine/index.ts';
import { nodeById } from '../document/graph.ts';
import { makeRoom } from '../layout/make-room.ts';
import type { Outcome } from './outcome.ts';
import { setUi } from './set-node.ts';

/** Folds a container, or opens it: then what came to stand beside it meanwhile makes room. */
export function toggleCollapsed(definition: Definition, catalogue: Catalogue, id: string): Outcome {
  const folded = nodeById(definition, id)?.ui?.collapsed === true;
  const next = setUi(definition, id, { collapsed: folded ? undefined : true }).definition;
  return { definition: folded ? makeRoom(definition, next, catalogue, id) : next };
}

/** Opens those of these containers that are folded. What stands beside them has not made room yet. */
export function unfold(definition: Definition, containers: readonly string[]): Definition {
  return containers.reduce((next, id) => (nodeById(next, id)?.ui?.collapsed ? setUi(next, id, { collapsed: undefined }).definition : next), definition);
}

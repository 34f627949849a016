import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { Catalogue, Definition } from '@/engine/index.ts';
import { move } from '../commands/move.ts';
import type { Outcome } from '../commands/outcome.ts';
import { placesFrom, toElkGraph, withoutSizes } from './elk-graph.ts';

/** Solves a layout; in the browser on a worker, in tests in place. */
export type Solve = (graph: ElkNode) => Promise<ElkNode>;

/** Lays out the whole document. Tidying what is tidy changes nothing. */
export async function tidy(definition: Definition, catalogue: Catalogue, solve: Solve): Promise<Outcome> {
  if (definition.nodes.length === 0) return { definition };
  const solved = await solve(toElkGraph(definition, catalogue));
  const places = placesFrom(solved, definition, catalogue);
  return { definition: move(withoutSizes(definition), places).definition };
}

import { isFlow } from './graph.ts';
import type { Definition } from './schema.ts';

/** The steps of which one is read, and the members of the path that lead to its output. */
export type StepRead = { readonly ids: readonly string[]; readonly way: readonly string[] };

/** Steps that a step undoes. In a version that runs there is one at most; a draft may draw more. */
export function undoneBy({ edges }: Pick<Definition, 'edges'>, id: string): readonly string[] {
  return edges.filter((edge) => !isFlow(edge) && edge.target === id).map(({ source }) => source);
}

/**
 * Whose output a path leads to, whether it names the step or is written in one that undoes it; null for any other value.
 * @param undone what `undoneBy` says of the step that the path is written in
 */
export function stepRead(root: string, path: readonly string[], undone: readonly string[]): StepRead | null {
  const [first = ''] = path;
  if (root === 'nodes') return { ids: [first], way: [first, 'output'] };
  return root === 'compensated' ? { ids: undone, way: ['output'] } : null;
}

/** Where in the output a path leads; null when it leads elsewhere. */
export function insideOutput({ way }: StepRead, path: readonly string[]): readonly string[] | null {
  return way.every((member, at) => path[at] === member) ? path.slice(way.length) : null;
}

import type { Definition } from './schema.ts';

/** Nodes, edges and notes share one space of ids, since the canvas does. */
function usedIds(definition: Definition): Set<string> {
  return new Set([...definition.nodes, ...definition.edges, ...(definition.notes ?? [])].map(({ id }) => id));
}

/** An id that nothing of the definition has: the name itself, or with a number. */
export function freshId(definition: Definition, name: string): string {
  const used = usedIds(definition);
  if (!used.has(name)) return name;
  for (let at = 2; ; at++) if (!used.has(`${name}${at}`)) return `${name}${at}`;
}

/** Hands out numbered ids that neither the definition nor an earlier call has. */
export function freshIds(definition: Definition, name: string): () => string {
  const used = usedIds(definition);
  let at = 0;
  return () => {
    do at += 1;
    while (used.has(`${name}${at}`));
    return `${name}${at}`;
  };
}

/** Path of a node's step in a scope instance: `book/hotel`, `rounds[3]/critique`. */
export function stepPath(scope: string, node: string): string {
  return scope === '' ? node : `${scope}/${node}`;
}

/** Path of one iteration of a container's step: `rounds[3]`. */
export function iterationPath(step: string, index: number): string {
  return `${step}[${index}]`;
}

export type Target = { path: string; scope: string; node: string; /** Of an iteration; null for a node. */ index: number | null };

/** What a fast-forward goes to: `publish`, `rounds[3]/critique`, or the iteration `rounds[7]`. */
export function parseTarget(to: string): Target {
  const iteration = /^(.+)\[(\d{1,9})\]$/.exec(to);
  const path = iteration?.[1] ?? to;
  const slash = path.lastIndexOf('/');
  return { path, scope: slash < 0 ? '' : path.slice(0, slash), node: path.slice(slash + 1), index: iteration === null ? null : Number(iteration[2]) };
}

/** True when `path` lies inside `outer` (a step or scope path), at any depth. */
export function isInside(path: string, outer: string): boolean {
  if (outer === '') return path !== '';
  if (!path.startsWith(outer)) return false;
  const next = path.charAt(outer.length);
  return next === '/' || next === '[';
}

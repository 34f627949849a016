/** Path of a node's step in a scope instance: `book/hotel`, `rounds[3]/critique`. */
export function stepPath(scope: string, node: string): string {
  return scope === '' ? node : `${scope}/${node}`;
}

/** Path of one iteration of a container's step: `rounds[3]`. */
export function iterationPath(step: string, index: number): string {
  return `${step}[${index}]`;
}

/** True when `path` lies inside `outer` (a step or scope path), at any depth. */
export function isInside(path: string, outer: string): boolean {
  if (outer === '') return path !== '';
  if (!path.startsWith(outer)) return false;
  const next = path.charAt(outer.length);
  return next === '/' || next === '[';
}

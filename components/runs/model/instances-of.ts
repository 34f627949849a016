import { focusFilter, type Focus, type RunState } from '@/engine/index.ts';

/**
 * Paths of all steps of a node, iteration by iteration. Steps stand in the state in the order in which they began, and a
 * retry begins what failed anew: by that order the third of four would become the fourth under the eyes of who looks at it.
 */
export function instancesOf(state: RunState, node: string, focus: Focus = {}): string[] {
  const inFocus = focusFilter(state, focus);
  const paths: string[] = [];
  for (const step of state.steps.values()) if (step.node === node && inFocus(step.scope)) paths.push(step.path);
  if (paths.length < 2) return paths;
  const places = new Map(paths.map((path) => [path, indexesOf(path)]));
  return paths.sort((a, b) => compare(places.get(a)!, places.get(b)!));
}

/** `m[2]/rounds[10]/ask` stands at 2, 10. */
function indexesOf(path: string): number[] {
  return [...path.matchAll(/\[(\d+)\]/g)].map(([, index]) => Number(index));
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) if (a[at] !== b[at]) return a[at]! - b[at]!;
  return a.length - b.length;
}

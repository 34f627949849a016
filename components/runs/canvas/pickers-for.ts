import type { Focus } from '@/engine/index.ts';

/** So many pickers stand over the canvas; the others are behind a button. */
export const MOST_PICKERS = 6;

/** Which containers have their picker in sight: those that are looked into first, then as they are drawn. Both in their order. */
export function pickersFor<T extends { node: string }>(containers: readonly T[], focus: Focus): { shown: T[]; rest: T[] } {
  const byNeed = [...containers].sort((a, b) => Number((focus[b.node] ?? null) !== null) - Number((focus[a.node] ?? null) !== null));
  const chosen = new Set(byNeed.slice(0, MOST_PICKERS));
  return { shown: containers.filter((each) => chosen.has(each)), rest: containers.filter((each) => !chosen.has(each)) };
}

import type { Focus, RunState } from '@/engine/index.ts';
import type { Selection } from './run-view.ts';

/**
 * What is shown of what was chosen: of a node its last step within the focus. Whoever looks at one step stays with it: a
 * retry takes what failed away until its turn comes again, and meanwhile nothing stands there instead of another.
 */
export function resolveSelection(selection: Selection | null, state: RunState | undefined, focus: Focus): Selection | null {
  if (selection === null || state === undefined) return selection;
  const { node, path } = selection;
  if (path !== null && state.steps.has(path)) return selection;
  const scope = path === null ? -1 : path.lastIndexOf('/');
  if (path !== null && state.scopes.has(scope < 0 ? '' : path.slice(0, scope))) return { node, path: null };
  let latest: string | null = null;
  for (const step of state.steps.values()) {
    if (step.node !== node) continue;
    const within = state.scopes.get(step.scope);
    const wanted = within === undefined ? null : (focus[within.plan] ?? null);
    if (within?.index !== undefined && within.index !== null && wanted !== null && wanted !== within.index) continue;
    latest = step.path;
  }
  return { node, path: latest };
}

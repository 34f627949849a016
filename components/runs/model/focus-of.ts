import type { Focus, RunState } from '@/engine/index.ts';

/** The focus that shows one step: each container around it at the iteration that the step stands in; the others as they were. */
export function focusOn(state: RunState, path: string, before: Focus): Focus {
  const focus: Record<string, number | null | undefined> = { ...before };
  let scope = state.scopes.get(state.steps.get(path)?.scope ?? '');
  while (scope !== undefined && scope.step !== null) {
    if (scope.index !== null) focus[scope.plan] = scope.index;
    scope = scope.outer === null ? undefined : state.scopes.get(scope.outer);
  }
  return focus;
}

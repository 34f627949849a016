import type { PlanNode } from '../../definition/plan.ts';
import type { Origin, StepError } from '../events.ts';
import { scopeAt, stepAt } from '../scopes.ts';
import { closeScope } from './closing.ts';
import { type Decider, emit } from './decider.ts';
import { afterClosed } from './settle.ts';

/** A step fails for good. Its own `onError` is the first that may handle it; after that the scope it stands in fails. */
export function failStep(decider: Decider, path: string, node: PlanNode, error: StepError, origin: Origin): void {
  const known = decider.state.steps.get(path);
  const undoOf = known?.undoOf ?? origin.undoOf ?? null;
  const handled = undoOf !== null || node.onError === 'fail' ? undefined : node.onError;
  emit(decider, { type: 'step.failed', path, data: { error, ...origin, ...(handled === undefined ? {} : { handled }) } });
  const step = stepAt(decider.state, path);
  afterClosed(decider, step);
  if (handled !== undefined || step.undoOf !== null || step.cleanup) return;
  closeScope(decider, scopeAt(decider.state, step.scope), 'failure', error);
}

import type { NeedsValues } from '../../definition/ref.ts';
import type { Plan } from '../../definition/plan.ts';
import type { InputEvent, RunEvent } from '../events.ts';
import type { Large } from '../large-values.ts';
import { Comparison } from './comparison.ts';
import { type Difference, type Verdict, verdictOf } from './differences.ts';
import { readRecorded } from './recorded.ts';
import { OWN_BYTES, Rerun } from './rerun.ts';
import { startOf } from './start.ts';

export type BackTest = {
  verdict: Verdict;
  /** In the order in which the run would come by them; the last one that is told may be followed by its consequences. */
  differences: Difference[];
};

export type RecordedRun = {
  /** The plan that the history begins under. */
  plan: Plan;
  runId: string;
  history: readonly RunEvent[];
  /** By definition id, the plans that it went on under after a migration. */
  later?: ReadonlyMap<string, Plan>;
};

/**
 * What a recorded run would do under a draft: its history's inputs are handed in again at their own instants, each
 * outcome when the step that it belongs to is open, and what the core decides is held against what it decided then.
 * Nothing is executed: a step for which nothing was recorded stays without an answer, and the rest goes on without it. A
 * step that would be given something else is taken to answer as it did.
 *
 * It yields after each group, so that others get their turn, and what it needs: whoever goes on has put it at hand.
 * @param mostBytes of large values that the draft makes of its own; only a test sets another
 * @throws TooLarge beyond that, Error when a plan is missing, or the history does not belong to its plan
 */
export function* backTesting(draft: Plan, { plan, runId, history, later = new Map<string, Plan>() }: RecordedRun, large: Large, mostBytes = OWN_BYTES): Generator<NeedsValues | undefined, BackTest> {
  const planFor = (id: string): Plan => {
    const found = later.get(id);
    if (found === undefined) throw new Error(`The definition ${id.slice(0, 12)}, under which the run went on, is not at hand.`);
    return found;
  };
  const recorded = yield* readRecorded(plan, runId, history, planFor, large);
  const comparison = new Comparison(recorded);
  const inputs = history.filter((event): event is InputEvent => !event.derived);
  const rerun = new Rerun(draft, runId, history, recorded, comparison, large, mostBytes);
  const start = yield* startOf(draft, inputs[0], plan, large);
  if ('kind' in start) comparison.add(start);
  else {
    yield* rerun.take(start);
    for (const input of inputs.slice(1)) {
      if (rerun.over) break;
      yield* rerun.take(input);
    }
    yield* rerun.finish();
  }
  return { verdict: verdictOf(comparison.differences), differences: comparison.differences };
}

import type { DefinitionInput } from '../../definition/schema.ts';
import type { Plan } from '../../definition/plan.ts';
import { planOf, task, worldOf } from '../testing/build.fixture.ts';
import type { World } from '../testing/world.fixture.ts';
import { backTesting } from './back-test.ts';
import type { Difference } from './differences.ts';
import { toEnd } from './to-end.fixture.ts';

export const tested = (draft: Plan, world: World, plan = world.plan, later: Map<string, Plan> = new Map()) => toEnd(backTesting(draft, { plan, runId: world.runId, history: world.history, later }, world.large()));
export const kinds = (differences: readonly Difference[]): string[] => differences.map((each) => ('path' in each && each.path !== null ? `${each.kind} ${each.path}` : each.kind));
export const end = (output: string, id = 'end') => ({ id, type: 'end', params: { output } });

/** A step whose answer a condition looks at: above the limit "yes" runs, else "no". */
export const asked = (limit: number, more: NonNullable<DefinitionInput['nodes']> = [], edges = '') =>
  planOf([task('ask'), { id: 'big', type: 'condition', params: { if: `{{ nodes.ask.output > ${limit} }}` } }, task('yes'), task('no'), ...more], `start>ask ask>big big:true>yes big:false>no ${edges}`);
export const answered = (plan: Plan, answer = 5): World => {
  const world = worldOf([], '');
  world.plan = plan;
  world.start();
  world.complete('ask', answer);
  return world.run();
};

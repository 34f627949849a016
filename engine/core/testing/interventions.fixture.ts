import { iterationPath, stepPath } from '../paths.ts';
import type { JsonObject } from '../../definition/json.ts';
import type { Plan } from '../../definition/plan.ts';
import type { Random } from './random.fixture.ts';
import type { World } from './world.fixture.ts';

/** Hands a run, now and then, what people do to it while it goes on: overrides, fast-forwards, updates. Refusals are fine. */
export function intervene(world: World, random: Random): void {
  const draw = random.below(100);
  const control = { reason: null, by: null };
  if (draw < 4) {
    const node = random.pick([...world.plan.nodes.values()]);
    world.submit({ type: 'run.overridden', data: { ...control, workflow: 'test', node: node.id, params: otherParams(world.plan, node.id) } });
  } else if (draw < 10) {
    const to = random.pick(targets(world));
    world.submit({ type: 'run.fast_forwarded', data: { ...control, to } });
  } else if (draw < 15) {
    world.submit({ type: 'update.received', data: { ...control, name: 'bump', payload: { by: random.below(3) }, clientId: random.chance(0.5) ? `c${random.below(5)}` : null } });
  }
}

/** What the generator may have drawn otherwise; nothing that a rule about the plan is read from. */
const OTHER_PARAMS: Readonly<Record<string, Record<string, string | number | number[] | boolean>>> = {
  task: { source: 'return 2' }, transform: { value: '{{ 2 }}' }, condition: { if: 'vars.?bump.orValue(0) > 1' }, wait: { for: '2s' }, map: { items: [7, 8] }, signal: { timeout: '2h' }, approval: { remindAfter: '5m', remindTimes: 2 },
};

/** Other parameters that the node takes; none for a kind that has nothing to change. */
export function otherParams(plan: Plan, node: string): JsonObject {
  return OTHER_PARAMS[plan.nodes.get(node)?.kind ?? 'start'] ?? {};
}

/** Paths that a person could name: steps and iterations of what is open, past and to come, and some that are nonsense. */
function targets(world: World): string[] {
  const paths: string[] = ['nobody'];
  for (const scope of world.state.scopes.values()) {
    for (const node of world.plan.scopes.get(scope.plan)?.order ?? []) {
      const path = stepPath(scope.path, node);
      const step = world.state.steps.get(path);
      const container = step?.container;
      if (container != null) paths.push(iterationPath(path, container.next), iterationPath(path, container.next + 1));
      // What is past is refused; once in a while is enough.
      if (step === undefined || paths.length === 1) paths.push(path);
    }
  }
  return paths;
}

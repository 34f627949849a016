import { isDeepStrictEqual } from 'node:util';
import { expect, test, vi } from 'vitest';
import { compileChecked } from '../definition/compile.ts';
import type { Plan } from '../definition/plan.ts';
import { definitionSchema } from '../definition/schema.ts';
import { catalogue } from '../nodes/catalogue.ts';
import { cloneEvent, cloneState } from './clone.ts';
import { emptyState } from './empty-state.ts';
import type { RunEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { task, worldOf } from './testing/build.fixture.ts';
import { generateDefinition } from './testing/generate.fixture.ts';
import { play } from './testing/properties.fixture.ts';
import { Random } from './testing/random.fixture.ts';
import { ViewFold } from './view-fold.ts';
import { edgeViews, iterationsByContainer, nodeViews, type Focus, type ViewStatus } from './views.ts';

const GRAPHS = 250;

test(`the views of ${GRAPHS} generated runs, kept up batch by batch, are those of the whole state, and what is not named has not changed`, { timeout: 120_000 }, () => {
  const violations: string[] = [];
  let kept = 0;
  for (let seed = 1; seed <= GRAPHS; seed += 1) {
    const noRace = seed % 2 === 0;
    const plan = compileChecked(definitionSchema.parse(generateDefinition(seed, { noRace }).definition), catalogue);
    const { world } = play(plan, seed, 0, noRace);
    const random = new Random(seed);
    const state = emptyState(world.runId, { retain: true });
    const events: RunEvent[] = [];
    const fold = new ViewFold(plan);
    let focus: Focus = {};
    let before = told(plan, state, focus, 0);
    while (events.length < world.history.length) {
      for (const event of world.history.slice(events.length, events.length + 1 + random.below(9))) {
        evolve(state, cloneEvent(event));
        events.push(event);
      }
      if (random.chance(0.1)) focus = Object.fromEntries([...plan.nodes.values()].filter((node) => node.kind === 'map' || node.kind === 'loop').map((node) => [node.id, random.chance(0.5) ? random.below(2) : null]));
      const now = state.at + random.below(3) * 1_000;
      const changes = fold.follow(state, events, focus, now);
      const after = told(plan, state, focus, now);
      const where = `seed ${seed}, event ${events.length}`;
      for (const [id, view] of after.nodes) {
        if (!isDeepStrictEqual(fold.node(id), view)) violations.push(`${where}: node ${id} is ${JSON.stringify(view)}, and was told ${JSON.stringify(fold.node(id))}`);
        if (!isDeepStrictEqual(fold.iterations(id), after.iterations.get(id) ?? {})) violations.push(`${where}: iterations of ${id} are ${JSON.stringify(after.iterations.get(id))}, and were told ${JSON.stringify(fold.iterations(id))}`);
        if (changes !== null && !changes.nodes.has(id) && !(isDeepStrictEqual(before.nodes.get(id), view) && isDeepStrictEqual(before.iterations.get(id), after.iterations.get(id)))) violations.push(`${where}: node ${id} changed unsaid`);
      }
      for (const [id, edge] of after.edges) {
        if (fold.edge(id) !== edge) violations.push(`${where}: edge ${id} is ${edge}, and was told ${fold.edge(id)}`);
        if (changes !== null && !changes.edges.has(id) && before.edges.get(id) !== edge) violations.push(`${where}: edge ${id} changed unsaid`);
      }
      if (changes !== null) kept += 1;
      before = told(plan, cloneState(state), focus, now);
    }
  }
  expect(violations.slice(0, 5)).toEqual([]);
  // Otherwise nothing was proven of going on.
  expect(kept).toBeGreaterThan(GRAPHS);
});

test('iterations that a fast-forward passes over are not looked for, were there a million of them', () => {
  const world = worldOf([{ id: 'l', type: 'loop', params: { count: 1_000_000, maximum: 1_000_000 } }, task('x', { parent: 'l' })], 'start>l').start();
  world.must({ type: 'run.fast_forwarded', data: { reason: null, by: null, to: 'l[900000]' } });
  const state = emptyState(world.runId, { retain: true });
  const events: RunEvent[] = [];
  const fold = new ViewFold(world.plan);
  const focus: Focus = {};
  const follow = () => {
    for (const event of world.history.slice(events.length)) {
      evolve(state, cloneEvent(event));
      events.push(event);
    }
    return fold.follow(state, events, focus, state.at);
  };
  follow();
  world.complete('l[0]/x');
  const looks = vi.spyOn(state.scopes, 'get');
  expect(follow()?.nodes).toEqual(new Set(['l', 'x']));
  expect(events.some((event) => event.type === 'iteration.skipped')).toBe(true);
  expect(looks.mock.calls.length).toBeLessThan(100);
  expect(fold.iterations('l')).toEqual({ completed: 1, scheduled: 1 });
});

function told(plan: Plan, state: ReturnType<typeof emptyState>, focus: Focus, now: number) {
  const iterations = new Map<string, Partial<Record<ViewStatus, number>>>();
  for (const [node, all] of iterationsByContainer(state, focus)) {
    const counts: Partial<Record<ViewStatus, number>> = {};
    for (const { status } of all) counts[status] = (counts[status] ?? 0) + 1;
    iterations.set(node, counts);
  }
  return { nodes: nodeViews(plan, state, focus, now), edges: edgeViews(plan, state, focus), iterations };
}

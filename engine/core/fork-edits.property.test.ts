import { expect, test } from 'vitest';
import { compileChecked } from '../definition/compile.ts';
import type { Plan } from '../definition/plan.ts';
import { definitionSchema } from '../definition/schema.ts';
import { catalogue } from '../nodes/catalogue.ts';
import type { ForkEdits, RunEvent } from './events.ts';
import { resolveStep } from './resolve.ts';
import { cutsOf, tryFork } from './testing/fork.fixture.ts';
import { generateDefinition } from './testing/generate.fixture.ts';
import { otherParams } from './testing/interventions.fixture.ts';
import { drive, foldViolations, leftBehind, play } from './testing/properties.fixture.ts';
import { Random } from './testing/random.fixture.ts';
import { isRunOver } from './status.ts';

const GRAPHS = 300;

const nodeOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const BEGINS: ReadonlySet<RunEvent['type']> = new Set(['step.scheduled', 'step.waiting', 'step.opened', 'step.completed', 'step.failed', 'step.skipped', 'step.cancelled', 'agent.recorded']);
const CLOSES: ReadonlySet<RunEvent['type']> = new Set(['step.completed', 'step.failed', 'step.skipped', 'step.cancelled']);

/** What the events alone say of a node of the top level: whether the past holds anything of it, and whether it closed there. */
function told(past: readonly RunEvent[], node: string): 'nothing' | 'begun' | 'closed' {
  const own = past.filter((event) => BEGINS.has(event.type) && 'path' in event && event.path === node);
  if (own.length === 0) return 'nothing';
  return own.some((event) => CLOSES.has(event.type)) ? 'closed' : 'begun';
}

function editsOf(plan: Plan, random: Random): ForkEdits {
  const edits: ForkEdits = {};
  if (random.chance(0.5)) edits.input = { edited: random.below(5) };
  if (random.chance(0.5)) edits.vars = { bump: random.below(5) };
  const nodes = [...plan.nodes.values()].filter((node) => Object.keys(otherParams(plan, node.id)).length > 0);
  if (nodes.length > 0) edits.params = Object.fromEntries(Array.from({ length: 1 + random.below(3) }, () => random.pick(nodes)).map(({ id }) => [id, otherParams(plan, id)]));
  return edits;
}

test(`${GRAPHS} generated runs, forked at random cuts with random edits, end, replay, and run with what was edited`, { timeout: 120_000 }, () => {
  const violations: string[] = [];
  const counted = { forks: 0, refused: 0, ranEdited: 0, nothing: 0, closed: 0 };
  for (let seed = 1; seed <= GRAPHS; seed += 1) {
    const noRace = seed % 2 === 0;
    const plan = compileChecked(definitionSchema.parse(generateDefinition(seed, { noRace }).definition), catalogue);
    const { world } = play(plan, seed, 0, noRace);
    const random = new Random(seed * 13 + 5);
    const before = JSON.stringify(world.history);
    for (const cut of [random.pick(cutsOf(world.history)), random.pick(cutsOf(world.history))]) {
      const past = world.history.slice(0, cut);
      const retried = past.some((event) => event.type === 'run.retried');
      const edits = editsOf(plan, random);
      const report = (violation: string): void => void violations.push(`seed ${seed}, cut ${cut}, ${JSON.stringify(edits)}: ${violation}`);
      // Each node by itself, held against what the events say.
      for (const [node, params] of Object.entries(edits.params ?? {})) {
        if (plan.nodes.get(node)?.scope !== '' || retried) continue;
        const [probe, refusal] = tryFork(world, cut, { edits: { params: { [node]: params } } });
        if (isRunOver(probe.state.status)) continue;
        const says = told(past, node);
        if (says === 'nothing' && refusal !== null) report(`"${node}" has not begun, and is refused: ${refusal.message}`);
        if (says === 'closed' && (refusal?.code !== 'invalid_edit' || refusal.problems?.[0]?.pointer !== `/params/${node}`)) report(`"${node}" is over, and is not refused by its name`);
        if (says !== 'begun') counted[says] += 1;
      }
      const [fork, refusal] = tryFork(world, cut, { edits, now: world.now + random.below(1_000_000) });
      if (refusal !== null) {
        counted.refused += 1;
        if (fork.history.length !== cut) report('a refused fork left an event');
        continue;
      }
      counted.forks += 1;
      for (const violation of [...drive(fork, random), ...leftBehind(fork), ...foldViolations(fork)]) report(violation);
      const later = new Set(fork.history.slice(cut).flatMap((event) => (event.type === 'step.scheduled' && edits.params?.[nodeOf(event.path)] !== undefined ? [event.path] : [])));
      for (const path of later) {
        const step = fork.state.steps.get(path);
        const source = edits.params?.[nodeOf(path)]?.['source'];
        if (step === undefined || source === undefined) continue;
        const resolved = resolveStep(plan, fork.state, path);
        if (!resolved.ok || resolved.params['source'] !== source) report(`"${path}" began after the cut without what was edited`);
        else counted.ranEdited += 1;
      }
    }
    if (JSON.stringify(world.history) !== before) violations.push(`seed ${seed}: the source was touched`);
  }
  expect(violations.slice(0, 5)).toEqual([]);
  expect(counted.forks).toBeGreaterThan(GRAPHS / 4);
  expect(Math.min(counted.refused, counted.ranEdited, counted.nothing, counted.closed)).toBeGreaterThan(30);
});

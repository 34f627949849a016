import { expect, test } from 'vitest';
import { compileChecked } from '../../definition/compile.ts';
import type { Plan } from '../../definition/plan.ts';
import { definitionSchema } from '../../definition/schema.ts';
import { catalogue } from '../../nodes/catalogue.ts';
import { cutsOf, tryFork } from '../testing/fork.fixture.ts';
import { generateDefinition } from '../testing/generate.fixture.ts';
import { drive, play } from '../testing/properties.fixture.ts';
import { Random } from '../testing/random.fixture.ts';
import { isRunOver } from '../status.ts';
import { backTesting } from './back-test.ts';
import { toEnd } from './to-end.fixture.ts';

const GRAPHS = 400;

test(`${GRAPHS} generated runs and their forks go the same way again under the definition they ran by`, { timeout: 120_000 }, () => {
  const violations: string[] = [];
  let tested = 0;
  for (let seed = 1; seed <= GRAPHS; seed += 1) {
    const noRace = seed % 2 === 0;
    const plan = compileChecked(definitionSchema.parse(generateDefinition(seed, { noRace }).definition), catalogue);
    const { world } = play(plan, seed, seed % 3, noRace);
    const random = new Random(seed * 17 + 3);
    const [fork, refused] = tryFork(world, random.pick(cutsOf(world.history)), { edits: { vars: { bump: 3 } }, keepDecisions: random.chance(0.5) });
    const runs = [world];
    if (refused === null) {
      drive(fork, random);
      runs.push(fork);
    }
    for (const run of runs) {
      if (!isRunOver(run.state.status)) continue;
      tested += 1;
      const before = JSON.stringify(run.history);
      const { verdict, differences } = toEnd(backTesting(plan, { plan, runId: run.runId, history: run.history }, run.large()));
      if (verdict !== 'same') violations.push(`seed ${seed}${run === world ? '' : ' (fork)'}: ${verdict} ${JSON.stringify(differences[0])}`);
      if (JSON.stringify(run.history) !== before) violations.push(`seed ${seed}: the history was changed`);
    }
  }
  expect(violations.slice(0, 5)).toEqual([]);
  expect(tested).toBeGreaterThan(GRAPHS);
});

test(`${GRAPHS} generated runs under the definition of another, whose steps have their names: each is told something, and none is held up`, { timeout: 120_000 }, () => {
  const verdicts = new Map<string, number>();
  for (let seed = 1; seed <= GRAPHS; seed += 1) {
    const noRace = seed % 2 === 0;
    const [plan, draft] = [seed, seed + 1_000].map((each) => compileChecked(definitionSchema.parse(generateDefinition(each, { noRace }).definition), catalogue)) as [Plan, Plan];
    const { world } = play(plan, seed, seed % 3, noRace);
    if (!isRunOver(world.state.status)) continue;
    const { verdict, differences } = toEnd(backTesting(draft, { plan, runId: world.runId, history: world.history }, world.large()));
    expect(verdict === 'same', `seed ${seed}`).toBe(differences.length === 0);
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
  }
  expect([...verdicts.keys()].sort()).toEqual(expect.arrayContaining(['branch', 'fails', 'left_out', 'no_result']));
});

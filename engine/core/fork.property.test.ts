import { expect, test } from 'vitest';
import { compileChecked } from '../definition/compile.ts';
import { definitionSchema } from '../definition/schema.ts';
import { catalogue } from '../nodes/catalogue.ts';
import { cutsOf, tryFork } from './testing/fork.fixture.ts';
import { generateDefinition } from './testing/generate.fixture.ts';
import { cutGroups, drive, foldViolations, leftBehind, outcomeOf, play } from './testing/properties.fixture.ts';
import { Random } from './testing/random.fixture.ts';
import { isRunOver } from './status.ts';
import type { World } from './testing/world.fixture.ts';

const GRAPHS = 300;

/** Ids of runs differ between a fork and its source, and children are given new ones. */
const withoutIds = (text: string): string => text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'id');
const outcome = (world: World): string => withoutIds(outcomeOf(world));

test(`${GRAPHS} generated runs, forked at random cuts without an edit, end as their source did`, { timeout: 240_000 }, () => {
  const violations: string[] = [];
  let forks = 0;
  let refused = 0;
  for (let seed = 1; seed <= GRAPHS; seed += 1) {
    const noRace = seed % 2 === 0;
    const plan = compileChecked(definitionSchema.parse(generateDefinition(seed, { noRace }).definition), catalogue);
    // Every third in groups that are cut again and again, so that forks begin where something is left to be done.
    const { world } = play(plan, seed, 0, noRace, seed % 3 === 0 ? (cut) => cutGroups(cut, seed) : undefined);
    const random = new Random(seed * 7 + 1);
    const told = JSON.stringify(world.history);
    for (const cut of [random.pick(cutsOf(world.history)), random.pick(cutsOf(world.history))]) {
      const [fork, refusal] = tryFork(world, cut, { keepDecisions: true, now: world.now + random.below(1_000_000) });
      if (refusal !== null) {
        refused += 1;
        if (refusal.code !== 'nothing_left' || !isRunOver(fork.state.status)) violations.push(`seed ${seed}, cut ${cut}: ${refusal.message}`);
        continue;
      }
      forks += 1;
      const found = [...drive(fork, random), ...leftBehind(fork), ...foldViolations(fork)];
      if (noRace && outcome(fork) !== outcome(world)) found.push(`ends otherwise:\n${outcome(fork)}\n${outcome(world)}`);
      violations.push(...found.map((violation) => `seed ${seed}, cut ${cut}: ${violation}`));
    }
    if (JSON.stringify(world.history) !== told) violations.push(`seed ${seed}: the source was touched`);
  }
  expect(violations.slice(0, 5)).toEqual([]);
  expect(forks).toBeGreaterThan(GRAPHS);
  expect(refused).toBeGreaterThan(50);
});

import { expect, test } from 'vitest';
import { compileChecked } from '../definition/compile.ts';
import { definitionSchema } from '../definition/schema.ts';
import { catalogue } from '../nodes/catalogue.ts';
import type { RunEvent } from './events.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';
import { generateDefinition } from './testing/generate.fixture.ts';
import { play } from './testing/properties.fixture.ts';
import type { World } from './testing/world.fixture.ts';

const GRAPHS = 250;

/** An event with its values in place, as a run that keeps them whole has it. */
function told(world: World, event: RunEvent): unknown {
  const { refs: _refs, ...rest } = world.whole(event);
  return rest;
}

test(`${GRAPHS} generated graphs decide the same when nearly every value is kept beside the history, and nothing of it is at hand`, { timeout: 120_000 }, () => {
  let referring = 0;
  for (let seed = 1; seed <= GRAPHS; seed += 1) {
    const noRace = seed % 2 === 0;
    const plan = compileChecked(definitionSchema.parse(generateDefinition(seed, { noRace }).definition), catalogue);
    const over = (bytes: number) => play(plan, seed, 0, noRace, (world) => Object.assign(world, { coreVersion: 2, largeOver: bytes }));
    const whole = over(Infinity);
    const apart = over(6);
    expect(whole.world.history.some((event) => event.refs)).toBe(false);
    expect(apart.violations, `seed ${seed}`).toEqual(whole.violations);
    expect(apart.world.history.map((event) => told(apart.world, event)), `seed ${seed}`).toEqual(whole.world.history.map((event) => told(whole.world, event)));
    expect(readSnapshot(writeSnapshot(apart.world.state))).toStrictEqual(apart.world.state);
    referring += apart.world.history.filter((event) => event.refs).length;
  }
  expect(referring).toBeGreaterThan(1_000);
});

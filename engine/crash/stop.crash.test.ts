import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildPrograms, type Programs } from './programs.fixture.ts';
import { raceForTheSameRuns } from './race.fixture.ts';
import { onStage } from './stage.fixture.ts';
import { stopPastTheLease } from './stop.fixture.ts';

let programs: Programs;
beforeAll(async () => {
  programs = await buildPrograms();
});
afterAll(() => programs.dispose());

it('a worker that is stopped past its lease and woken has its late writes refused, and is of use again', async () => {
  await onStage(programs, async (stage) => {
    const { found, refused } = await stopPastTheLease(stage);
    expect(found).toEqual([]);
    expect(refused).toBeGreaterThan(0);
  });
});

it('three workers that complete steps of the same runs at the same time leave whole histories', async () => {
  await onStage(programs, async (stage) => {
    expect(await raceForTheSameRuns(stage, 10, 60_000)).toEqual([]);
  });
});

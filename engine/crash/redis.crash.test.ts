import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { ARRIVED, emptyInTheMiddle, longWay, openRuns, strayed } from './flow.fixture.ts';
import { buildPrograms, type Programs } from './programs.fixture.ts';
import { OwnRedis } from './servers.fixture.ts';
import { onStage, type Stage } from './stage.fixture.ts';

let programs: Programs;
let redis: OwnRedis;
beforeAll(async () => {
  programs = await buildPrograms();
});
afterAll(() => programs.dispose());
beforeEach(async () => {
  redis = await OwnRedis.start();
});
afterEach(() => redis.stop());

const RUNS = 50;

async function allArrive(stage: Stage, runIds: readonly string[]): Promise<void> {
  expect(await stage.ended(runIds, 60_000)).toEqual([]);
  expect(await stage.findings(runIds)).toEqual([]);
  expect(await strayed(stage, runIds), JSON.stringify(ARRIVED)).toEqual([]);
}

it('a Redis that is emptied six times in the middle of 50 runs loses none of them', async () => {
  await onStage(programs, async (stage) => {
    const { runIds, lost } = await emptyInTheMiddle(stage, redis, RUNS);
    expect(lost).toBeGreaterThan(20);
    await allArrive(stage, runIds);
  }, { redisUrl: redis.url });
});

it('a Redis that is killed in the middle of 50 runs and comes back empty loses none of them', async () => {
  await onStage(programs, async (stage) => {
    await stage.fleet.addSome(2, { HEDDLE_CONCURRENCY: '10' });
    const runIds = await Promise.all(Array.from({ length: RUNS }, () => stage.start(longWay(), {})));
    for (const awayMs of [0, 1_500]) {
      expect(await openRuns(stage)).toBeGreaterThan(0);
      await redis.killAndReplace(awayMs);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    await allArrive(stage, runIds);
  }, { redisUrl: redis.url });
});

import { expect, it } from 'vitest';
import { emptyInTheMiddle } from './flow.fixture.ts';
import { killOneInEachRun } from './kill.fixture.ts';
import { buildPrograms } from './programs.fixture.ts';
import { PROTECTIONS, type Protection } from './protections.fixture.ts';
import { raceForTheSameRuns } from './race.fixture.ts';
import { OwnRedis } from './servers.fixture.ts';
import { onStage, type Stage } from './stage.fixture.ts';
import { stopPastTheLease } from './stop.fixture.ts';

/** Longer than any healing takes. */
const PATIENCE_MS = 9_000;

async function killing(stage: Stage): Promise<string[]> {
  const { runIds, wrong } = await killOneInEachRun(stage, 5, 5);
  await stage.ended(runIds, PATIENCE_MS);
  return [...wrong, ...(await stage.findings(runIds))];
}

async function emptying(stage: Stage, redis: OwnRedis): Promise<string[]> {
  const { runIds } = await emptyInTheMiddle(stage, redis, 40);
  await stage.ended(runIds, PATIENCE_MS);
  return await stage.findings(runIds);
}

type Case = { play: (stage: Stage, redis: OwnRedis) => Promise<string[]>; seen: RegExp };

/** The same scenarios against a worker that lacks one protection: what they find shows that they would find it. */
const CASES: Readonly<Record<Protection, Case>> = {
  fence: { play: async (stage) => (await stopPastTheLease(stage)).found, seen: /outcomes come from a worker that did not hold the task/ },
  guard: { play: (stage) => raceForTheSameRuns(stage, 10, PATIENCE_MS), seen: /has not ended|no gap|last event|replays/ },
  reconciler: { play: emptying, seen: /has not ended/ },
  recovery: { play: killing, seen: /has not ended/ },
  key: { play: killing, seen: /was done 2 times/ },
};

for (const [protection, { play, seen }] of Object.entries(CASES)) {
  const { name, edits } = PROTECTIONS[protection as Protection];
  it(`a worker without ${name}, is caught`, async () => {
    const programs = await buildPrograms(edits);
    const redis = await OwnRedis.start();
    try {
      const found = await onStage(programs, (stage) => play(stage, redis), { redisUrl: redis.url });
      expect(found.join('\n')).toMatch(seen);
    } finally {
      await redis.stop();
      await programs.dispose();
    }
  });
}

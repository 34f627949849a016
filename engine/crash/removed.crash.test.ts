import { expect, it } from 'vitest';
import { emptyInTheMiddle } from './flow.fixture.ts';
import { killOneInEachRun } from './kill.fixture.ts';
import { buildPrograms, type Removal } from './programs.fixture.ts';
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

type Case = Removal & { play: (stage: Stage, redis: OwnRedis) => Promise<string[]>; seen: RegExp };

/** The same scenarios against a worker that lacks one protection: what they find shows that they would find it. */
const CASES: readonly Case[] = [
  {
    name: 'the fence: an outcome is taken whatever its token',
    file: 'engine/postgres/commit-sql.ts', find: ' AND t.token = g.token', replace: '',
    play: async (stage) => (await stopPastTheLease(stage)).found, seen: /outcomes come from a worker that did not hold the task/,
  },
  {
    name: 'the guard by sequence number: a commit lands whatever came before',
    file: 'engine/postgres/commit-sql.ts', find: ' AND r.seq = b.expected', replace: '',
    play: (stage) => raceForTheSameRuns(stage, 10, PATIENCE_MS), seen: /has not ended|no gap|last event|replays/,
  },
  {
    name: 'the reconciler: nobody looks whether the transport still knows what is open',
    file: 'engine/runtime/reconciler.ts', find: 'if (!dispatcher.healthy()) return;', replace: 'return;',
    play: emptying, seen: /has not ended/,
  },
  {
    name: 'recovery: nobody takes over from a lost worker',
    file: 'engine/runtime/lease-keeper.ts', find: 'if (this.recovering) return;', replace: 'return;',
    play: killing, seen: /has not ended/,
  },
  {
    name: 'the key to the outside: each delivery asks under another',
    file: 'engine/runtime/attempt.ts', find: 'idempotencyKey(task.runId, task.path, facts.generation)', replace: 'task.token',
    play: killing, seen: /was done 2 times/,
  },
];

for (const { play, seen, ...removal } of CASES) {
  it(`a worker without ${removal.name}, is caught`, async () => {
    const programs = await buildPrograms(removal);
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

import { afterAll, beforeAll, expect, it } from 'vitest';
import { longWay, openRuns, strayed } from './flow.fixture.ts';
import { buildPrograms, type Programs } from './programs.fixture.ts';
import { onStage } from './stage.fixture.ts';

let programs: Programs;
beforeAll(async () => {
  programs = await buildPrograms();
});
afterAll(() => programs.dispose());

it('a Postgres that ends every connection, again and again in the middle of 50 runs, loses none of them and does nothing twice', async () => {
  await onStage(programs, async (stage) => {
    await stage.fleet.addSome(3, { HEDDLE_CONCURRENCY: '10' });
    const runIds = await Promise.all(Array.from({ length: 50 }, () => stage.start(longWay(), {})));
    let ended = 0;
    for (let blow = 0; blow < 8; blow++) {
      expect(await openRuns(stage)).toBeGreaterThan(0);
      ended += (await stage.t.database.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()')).rowCount ?? 0;
      await new Promise((resolve) => setTimeout(resolve, 200 + 37 * blow));
    }
    expect(ended).toBeGreaterThan(40);
    expect(await stage.ended(runIds, 60_000)).toEqual([]);
    expect(await stage.findings(runIds)).toEqual([]);
    expect(await strayed(stage, runIds)).toEqual([]);
  });
});

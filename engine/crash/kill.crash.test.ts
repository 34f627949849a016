import { afterAll, beforeAll, expect, it } from 'vitest';
import { killOneInEachRun, wrongEnds } from './kill.fixture.ts';
import { buildPrograms, type Programs } from './programs.fixture.ts';
import { onStage } from './stage.fixture.ts';

let programs: Programs;
beforeAll(async () => {
  programs = await buildPrograms();
});
afterAll(() => programs.dispose());

const RUNS = 50;

it('a worker is killed in each of 50 runs, after the outside service saw the request and before the result is committed: every run ends as it should, and every effect happened once', async () => {
  await onStage(programs, async (stage) => {
    const { runIds, kills, struck, wrong } = await killOneInEachRun(stage, RUNS);
    expect({ kills, struck: struck.size, wrong }).toEqual({ kills: RUNS, struck: RUNS, wrong: [] });
    expect(await stage.ended(runIds, 60_000)).toEqual([]);
    expect(await stage.findings(runIds)).toEqual([]);
    expect(await wrongEnds(stage, runIds)).toEqual([]);
    // The killed ones were not started again: as many processes as there were kills are gone, and the ledger shows each step asked for twice.
    expect(stage.fleet.everyone.filter(({ exit }) => exit?.signal === 'SIGKILL')).toHaveLength(RUNS);
    expect((await stage.outside.ledger()).filter(({ outcome }) => outcome === 'repeated').length).toBeGreaterThanOrEqual(RUNS);
  });
});

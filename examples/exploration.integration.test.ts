import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Systems, systemsUnderTest } from './systems.fixture.ts';

let systems: Systems;

beforeAll(async () => {
  systems = await systemsUnderTest();
});
afterAll(() => systems.close());

type Branch = { hypothesis: string; score: number };
type Answer = { status: string; best: Branch | null; ranking: Branch[]; lost: number; steps: string[]; offline: boolean };

const RISKY = 'Buy a risky supplier of yarn. Move the whole of weaving offshore. Trust a doubtful promise of a subsidy.';

describe('an exploration', () => {
  it('explores the hypotheses side by side and keeps the best', async () => {
    const row = await systems.run('exploration');
    expect(row).toMatchObject({ status: 'completed', output: { status: 'found', lost: 0, offline: true } });
    const { best, ranking, steps } = row.output as Answer;
    expect(ranking).toHaveLength(3);
    expect(ranking.map(({ score }) => score)).toEqual(ranking.map(({ score }) => score).sort((left, right) => right - left));
    expect(best).toEqual(ranking[0]);
    expect(best!.score).toBeGreaterThanOrEqual(60);
    expect(steps.length).toBeGreaterThanOrEqual(2);
    const opened = (await systems.t.engine.readEvents(row.id, 0, 1_000)).filter((event) => event.type === 'iteration.started').map((event) => event.at);
    expect(new Set(opened).size, 'the branches begin together').toBe(1);
  });

  it('loses a branch that fails, and keeps the best of the others', async () => {
    const row = await systems.run('exploration', { fault: { service: 'news', mode: 'refuse', times: 1 } });
    expect(row).toMatchObject({ status: 'completed', output: { status: 'found', lost: 1 } });
    expect((row.output as Answer).ranking).toHaveLength(2);
  });

  it.each([
    ['nothing is good enough', { ideas: RISKY }, 0],
    ['every branch fails', { fault: { service: 'news', mode: 'refuse' } }, 3],
  ])('ends in a dead end when %s', async (_why, input, lost) => {
    expect(await systems.run('exploration', input)).toMatchObject({ status: 'completed', output: { status: 'dead-end', best: null, lost, steps: [] } });
  });

  it('goes back from a dead end by a fork with other hypotheses, and does not study the background again', async () => {
    const dead = await systems.run('exploration', { ideas: RISKY });
    const given = ['Build a second plant near Porto.', 'Buy Helix Fabrics and gain its engineers.'];
    const answer = await systems.t.engine.forkRun(dead.id, { mode: 'fork', step: 'propose', edits: { outputs: { propose: { value: { hypotheses: given }, offline: true } } }, reason: 'A dead end.', by: 'Grace' });
    if (!answer.forked) throw new Error(answer.refusal.message);
    const row = await systems.ended(answer.run);
    expect(row).toMatchObject({ status: 'completed', output: { status: 'found', lost: 0 } });
    expect((row.output as Answer).ranking.map(({ hypothesis }) => hypothesis).sort()).toEqual(given);
    expect(systems.ledgerOf(row).sort()).toEqual(['data done', 'data done', 'search done', 'search done']);
    expect((await systems.t.engine.viewState(row.id)).steps.get('background')?.output).toEqual((await systems.t.engine.viewState(dead.id)).steps.get('background')?.output);
    expect(await systems.t.engine.readRun(dead.id)).toMatchObject({ status: 'completed', output: { status: 'dead-end' } });
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../engine/definition/json.ts';
import type { RunRow } from '../engine/ports/views.ts';
import { until } from '../engine/testing/until.ts';
import { type Systems, systemsUnderTest } from './systems.fixture.ts';

let systems: Systems;

beforeAll(async () => {
  systems = await systemsUnderTest();
});
afterAll(() => systems.close());

const begin: Systems['begin'] = (slug, input) => systems.begin(slug, input);

async function roundsOf(row: RunRow): Promise<RunRow[]> {
  const { items } = await systems.t.engine.listRuns({ parentRunId: row.id }, {});
  return items.sort((left, right) => left.startedAt - right.startedAt);
}

async function kept(simulation: string): Promise<{ key: string; version: number; value: Json }[]> {
  const { rows } = await systems.t.database.query(`SELECT key, version, value FROM stored_values WHERE collection = 'simulations' AND key LIKE $1 || '/%' ORDER BY key`, [simulation]);
  return rows.map((row) => ({ key: String(row['key']).slice(simulation.length + 1), version: Number(row['version']), value: row['value'] as Json }));
}

async function atWork(row: RunRow): Promise<RunRow> {
  return await until('the first round is under way', async () => (await roundsOf(row)).find(({ status }) => status === 'running'));
}

describe('a dialectical simulation', () => {
  it('goes through its rounds, each a run of its own with critics side by side, keeps them and reports', async () => {
    const row = await systems.run('dialectical-simulation', { rounds: 2 });
    expect(row).toMatchObject({ status: 'completed', output: { simulation: row.id, offline: true, report: expect.any(String) as string, recommendations: expect.any(Array) as string[], rounds: [{ round: 1 }, { round: 2 }] } });
    const rounds = await roundsOf(row);
    expect(rounds.map(({ workflowSlug, status }) => [workflowSlug, status])).toEqual([['dialectical-simulation-round', 'completed'], ['dialectical-simulation-round', 'completed']]);
    for (const round of rounds) {
      expect(await systems.t.engine.replayRun(round.id)).toMatchObject({ ok: true });
      const events = await systems.t.engine.readEvents(round.id, 0, 1_000);
      const begun = events.filter((event) => event.type === 'iteration.started').map((event) => event.at);
      expect([begun.length, new Set(begun).size], 'three critics begin together').toEqual([3, 1]);
      expect(events.some((event) => event.type === 'agent.recorded' && event.path === 'hypothesis'), 'what the proposer looks up is recorded').toBe(true);
      expect(round.output).toMatchObject({ objections: [{ critic: 'economist' }, { critic: 'engineer' }, { critic: 'weaver' }], agreement: expect.any(Number) as number });
    }
    expect((await kept(row.id)).map(({ key, version }) => [key, version])).toEqual([['outcome', 1], ['round-001', 1], ['round-002', 1]]);
  });

  it('keeps one record of a round, however often the simulation is run', async () => {
    const simulation = `again-${randomUUID()}`;
    for (let time = 0; time < 2; time++) await systems.run('dialectical-simulation', { simulation, rounds: 1 });
    expect((await kept(simulation)).map(({ key, version }) => [key, version])).toEqual([['outcome', 2], ['round-001', 2]]);
  });

  it('ends early when the critics agree enough', async () => {
    const row = await systems.run('dialectical-simulation', { rounds: 4, agreement: 0 });
    expect(row.output).toMatchObject({ rounds: [{ round: 1 }] });
    expect(await roundsOf(row)).toHaveLength(1);
  });

  it('asks a person after the critics whether to go on, and takes the answer', async () => {
    const row = await begin('dialectical-simulation', { rounds: 3, askPerson: true });
    const answer = async (outcome: string, round: number): Promise<void> => {
      const request = await until(`round ${round} asks`, async () => (await systems.t.engine.listApprovals({ status: 'open' }, {})).items.find(({ title }) => title === `Go on after round ${round}?`));
      expect(request.context).toContain('**economist**');
      expect(await systems.t.engine.decideApproval(request.id, { outcome, by: 'Grace' })).toMatchObject({ accepted: true });
    };
    await answer('goOn', 1);
    await answer('stop', 2);
    expect(await systems.ended(row)).toMatchObject({ status: 'completed', output: { rounds: [{ round: 1, goOn: true }, { round: 2, goOn: false }] } });
  });

  it('is cancelled with its round, and cleans up', async () => {
    const row = await begin('dialectical-simulation', { fault: { service: 'search', mode: 'slow', times: 1, delayMs: 5_000 } });
    const round = await atWork(row);
    await systems.t.engine.submit(row.id, { id: 'cancel', type: 'run.cancel_requested', data: { reason: 'Enough.', by: null } });
    expect(await systems.ended(row)).toMatchObject({ status: 'cancelled' });
    expect((await systems.t.engine.waitForEnd(round.id, 10_000)).status).toBe('cancelled');
    expect(await kept(row.id)).toMatchObject([{ key: 'outcome', value: { outcome: 'cancelled', rounds: [] } }]);
  });

  it('is terminated at once, and cleans nothing up', async () => {
    const row = await begin('dialectical-simulation', { fault: { service: 'search', mode: 'slow', times: 1, delayMs: 5_000 } });
    const round = await atWork(row);
    await systems.t.engine.submit(row.id, { id: 'terminate', type: 'run.terminated', data: { reason: 'Now.', by: null } });
    expect(await systems.ended(row)).toMatchObject({ status: 'terminated' });
    await systems.t.engine.waitForEnd(round.id, 10_000);
    expect(await kept(row.id)).toEqual([]);
  });
});

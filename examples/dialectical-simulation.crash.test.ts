import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunEvent, RunInput } from '../engine/core/events.ts';
import { buildPrograms, type Programs } from '../engine/crash/programs.fixture.ts';
import { onStage, type Stage } from '../engine/crash/stage.fixture.ts';
import { applyDefaults } from '../engine/definition/apply-defaults.ts';
import type { Json } from '../engine/definition/json.ts';
import type { RunRow } from '../engine/ports/views.ts';
import { publish } from '../engine/testing/publish.ts';
import { until } from '../engine/testing/until.ts';
import { loadExamples } from './index.ts';

let programs: Programs;
beforeAll(async () => {
  programs = await buildPrograms();
});
afterAll(() => programs.dispose());

/** What the rounds look up stands in the ledger under the name of their simulation. */
const SIMULATION = 'of-weavers';
const ROUND = 'dialectical-simulation-round';
const BOLD = 'You propose boldly, and against the grain.';

async function begin({ t }: Stage, input: Record<string, Json>): Promise<string> {
  const examples = (await loadExamples(join(import.meta.dirname, '..'))).filter(({ slug }) => slug.startsWith('dialectical-simulation'));
  for (const { slug, definition } of examples) await publish(t.database, slug, definition);
  const { definition } = examples.find(({ slug }) => slug === 'dialectical-simulation')!;
  return (await t.engine.startRun({ workflow: 'dialectical-simulation', input: applyDefaults(definition.input, input) })).run.id;
}

async function childrenOf({ t }: Stage, runId: string): Promise<RunRow[]> {
  const { items } = await t.engine.listRuns({ parentRunId: runId }, {});
  return items.sort((left, right) => left.startedAt - right.startedAt);
}

it('a simulation that is paused, queried, overridden, sent ahead and robbed of a worker goes on where it should, and its history and those of its rounds replay', async () => {
  await onStage(programs, async (stage) => {
    const { t, fleet, outside } = stage;
    await fleet.addSome(2);
    // The first proposal is long: what it looks up does not come, until the worker that waits for it is killed.
    const run = await begin(stage, { simulation: SIMULATION, rounds: 5, fault: { service: 'search', mode: 'slow', times: 1, delayMs: 120_000 } });
    await until('the first proposal is under way', async () => (await outside.ledger(SIMULATION)).some((entry) => entry.slow), 30_000);
    const [first] = await childrenOf(stage, run);
    const tell = async (id: string, input: Pick<RunInput, 'type' | 'data'>) => expect(await t.engine.submit(run, { id, ...input } as RunInput)).toMatchObject({ accepted: true });

    await tell('pause', { type: 'run.paused', data: { reason: 'Let us look.', by: 'Grace' } });
    await until('the round is paused too', async () => (await t.engine.readRun(first!.id))?.status === 'paused');
    expect((await t.engine.queryRun(run, 'pending')).result).toMatchObject({ waits: [{ path: 'rounds[0]/round', kind: 'child' }] });
    expect((await t.engine.queryRun(run, 'status')).result).toMatchObject({ status: 'paused', paused: true, round: 1, of: 5, progress: 0, hypothesis: null, activeAgents: ['analyst', 'proposer', 'economist', 'engineer', 'weaver'], duration: expect.any(String) as string });

    expect(await t.engine.overrideNode(run, { workflow: ROUND, node: 'hypothesis', params: { system: BOLD }, reason: 'Too timid.', by: 'Grace' })).toMatchObject({ accepted: true });
    await tell('ahead', { type: 'run.fast_forwarded', data: { to: 'rounds[3]', reason: 'Two rounds less.', by: 'Grace' } });

    const { rows } = await t.database.query('SELECT worker FROM tasks WHERE run_id = $1 AND token IS NOT NULL', [first!.id]);
    await fleet.kill(String(rows[0]!['worker']));
    await tell('resume', { type: 'run.resumed', data: { reason: null, by: 'Grace' } });

    expect(await stage.ended([run], 60_000)).toEqual([]);
    const ended = (await t.engine.readRun(run))!;
    expect(ended).toMatchObject({ status: 'completed', output: { report: expect.any(String) as string, rounds: [{ round: 1 }, { round: 4 }, { round: 5 }] } });
    expect((await t.engine.queryRun(run, 'status')).result).toMatchObject({ status: 'completed', paused: false, round: 5, of: 5, activeAgents: [], hypothesis: expect.any(String) as string });

    // Rounds 1, 4 and 5 ran; the override holds from the next one on.
    const rounds = await childrenOf(stage, run);
    expect(rounds.map((row) => (row.output as { round: number }).round)).toEqual([1, 4, 5]);
    const systems = await Promise.all(rounds.map(async (row) => ((await t.engine.resolveStepInput(row.id, 'hypothesis')) as { params: { system: string } }).params.system));
    expect(systems.map((system) => system === BOLD)).toEqual([false, true, true]);

    // The attempt that was lost came again as the same one, and asked under the same key.
    const lookups = (await outside.ledger(SIMULATION)).slice(0, 2);
    expect(lookups.map(({ outcome }) => outcome)).toEqual(['done', 'repeated']);
    expect(attemptsOf(await t.engine.readEvents(first!.id, 0, 1_000), 'hypothesis')).toEqual([1]);

    for (const row of [ended, ...rounds]) expect(await t.engine.replayRun(row.id), row.id).toMatchObject({ ok: true });
    expect(await stage.findings([run, ...rounds.map(({ id }) => id)])).toEqual([]);
  });
});

function attemptsOf(events: readonly RunEvent[], path: string): number[] {
  return events.flatMap((event) => (event.type === 'step.scheduled' && event.path === path ? [event.attempt] : []));
}

import { afterAll, beforeAll, expect, it } from 'vitest';
import { definition, edges, node } from '../testing/build.ts';
import { until } from '../testing/until.ts';
import { buildPrograms, type Programs } from './programs.fixture.ts';
import { onStage, type Stage } from './stage.fixture.ts';

let programs: Programs;
beforeAll(async () => {
  programs = await buildPrograms();
});
afterAll(() => programs.dispose());

const RUNS = 6;
const MB = 1_048_576;
const make = (letter: string) => `return { body: ${letter}.repeat(${MB}), letter: ${letter} };`;

/** Values of a megabyte before and behind a call that is held back until the worker that waits for it is killed. */
const carries = definition('carries', [
  node('start', 'start'),
  node('first', 'code', { source: make('input'), input: '{{ input.letter }}' }),
  node('each', 'map', { items: '{{ ["x", "y", "z"] }}' }), node('made', 'code', { source: make('input'), input: '{{ item }}' }, { parent: 'each' }),
  node('trip', 'saga'),
  node('book', 'code', { source: make('input'), input: '{{ nodes.first.output.letter + "!" }}' }, { parent: 'trip' }),
  node('unbook', 'code', { source: 'return input.letter;', input: '{{ compensated.output }}' }, { parent: 'trip' }),
  node('hotel', 'http', { idempotent: true, method: 'POST', url: 'outside://x/hotels', body: { reference: '{{ run.id }}', to: '{{ nodes.first.output.letter }}', fault: '{{ input.fault }}' } }, { parent: 'trip', timeouts: { startToClose: '10m' } }),
  node('refuse', 'code', { source: 'throw new Error("no");' }, { parent: 'trip', retry: { maximumAttempts: 1 } }),
  node('rounds', 'loop', { count: 2 }), node('again', 'code', { source: 'return { ...input, letter: input.letter + "+" };', input: '{{ iteration == 0 ? nodes.first.output : previous }}' }, { parent: 'rounds' }),
  node('weigh', 'code', { source: 'return input.map((each) => each.body.length);', input: '{{ nodes.each.output }}' }),
  node('end', 'end', { output: { letter: '{{ nodes.rounds.output.letter }}', weights: '{{ nodes.weigh.output }}', last: '{{ nodes.rounds.output }}' } }),
], [...edges('start > first > each > trip', 'trip:compensated > rounds > weigh > end', 'book > hotel > refuse'), { id: 'undo', source: 'book', target: 'unbook', kind: 'compensate' as const }]);

/** Kills the worker of each run while the call is held back. @returns how many */
async function killEachOnce(stage: Stage, runIds: readonly string[]): Promise<number> {
  const struck = new Set<string>();
  await until('each run has lost its worker', async () => {
    const held = (await stage.outside.ledger()).filter((entry) => entry.slow && !struck.has(entry.reference)).map((entry) => entry.reference);
    const { rows } = await stage.t.database.query('SELECT run_id, worker FROM tasks WHERE token IS NOT NULL AND run_id = ANY($1)', [held]);
    for (const row of rows) {
      const worker = String(row['worker']);
      if (!stage.fleet.alive.has(worker)) continue;
      struck.add(String(row['run_id']));
      await stage.fleet.kill(worker);
      await stage.fleet.add({ HEDDLE_CONCURRENCY: '1' });
    }
    return struck.size === runIds.length;
  }, 120_000);
  return struck.size;
}

it('a worker is killed in each of six runs that carry values of a megabyte: another reads them, every step gets them whole, and each is kept once', async () => {
  await onStage(programs, async (stage) => {
    await stage.fleet.addSome(RUNS, { HEDDLE_CONCURRENCY: '1' });
    const letters = Array.from({ length: RUNS }, (_, index) => String.fromCharCode(97 + index));
    const runIds = await Promise.all(letters.map((letter) => stage.start(carries, { letter, fault: { service: 'hotel', mode: 'slow', times: 1, delayMs: 120_000 } })));
    expect(await killEachOnce(stage, runIds)).toBe(RUNS);
    expect(await stage.ended(runIds, 60_000)).toEqual([]);
    expect(await stage.findings(runIds)).toEqual([]);
    const rows = await Promise.all(runIds.map((id) => stage.t.engine.readRun(id)));
    expect(rows.map((row) => row?.output)).toEqual(letters.map((letter) => ({ letter: `${letter}++`, weights: [MB, MB, MB], last: { ref: { hash: expect.any(String), bytes: MB + 26, type: 'map', length: 2 } } })));
    const { rows: kept } = await stage.t.database.query('SELECT run_id, count(*)::int AS n FROM payloads GROUP BY 1');
    // first, x, y, z, book, and two rounds.
    expect(kept.map((row) => row['n'])).toEqual(letters.map(() => 7));
    const { rows: [size] } = await stage.t.database.query('SELECT max(octet_length(data::text))::int AS bytes FROM events');
    expect(size!['bytes']).toBeLessThan(20_000);
  });
});

import type { Bench } from '../bench-context.ts';
import { publish } from './publish.ts';
import { until } from './until.ts';
import { rounds } from './workflows.ts';

const EVENTS = 51_200;
const QUICK_EVENTS = 5_120;
/** Begun, scheduled, completed, ended: what a round of one step says. Checked against the history. */
const EVENTS_A_ROUND = 4;
const BUILD_MS = 600_000;

export type LongRun = { id: string; events: number; /** Rounds of one step. */ times: number };

/** A run with a long history that waits for the signal `go`, made anew. @throws Error when its history is shorter than that */
export async function longRun(bench: Bench): Promise<LongRun> {
  const { engine, options, sql } = bench;
  const wanted = options.quick ? QUICK_EVENTS : EVENTS;
  const times = Math.ceil(wanted / EVENTS_A_ROUND);
  // Several scenarios need one; whoever is first publishes it.
  if ((await sql.query(`SELECT 1 FROM workflows WHERE slug = 'bench-rounds'`)).rowCount === 0) await publish(bench, 'bench-rounds', rounds(times));
  const { run } = await engine.startRun({ workflow: 'bench-rounds', input: {} });
  await until(async () => (await engine.readRun(run.id))?.waitingFor.length === 1, 'The rounds did not end', BUILD_MS);
  const events = (await sql.query<{ seq: number }>('SELECT seq FROM runs WHERE id = $1', [run.id])).rows[0]!.seq;
  if (events < wanted) throw new Error(`The history has ${events} events instead of ${wanted}.`);
  return { id: run.id, events, times };
}

import { untilOver } from '../measure/burst.ts';
import type { Visit } from '../measure/probe.ts';
import { until } from '../measure/until.ts';
import { untilWorkersListen } from '../measure/workers.ts';
import type { Bench, Figure } from '../bench-context.ts';

const RUNS = 10;

/** SIGKILL of a worker → the steps it held started on another: the slowest step of each kill, the worst of all kills. */
export async function recovery(bench: Bench): Promise<Figure[]> {
  const { kills } = bench.options;
  const took: number[] = [];
  let handed = 0;
  for (let kill = 0; kill < kills; kill++) {
    const { slowestMs, steps } = await killOne(bench, kill);
    took.push(slowestMs / 1_000);
    handed += steps;
  }
  const conditions = `${kills} × SIGKILL of one of ${bench.heddle.workers.length} workers in the middle of ${RUNS} runs; until the last of the ${handed} steps it held has begun on another`;
  return [{ name: 'recovery', value: Math.max(...took), unit: 's', conditions: `${conditions}; least ${Math.min(...took).toFixed(1)} s`, bar: { below: 5 } }];
}

async function killOne(bench: Bench, kill: number): Promise<{ slowestMs: number; steps: number }> {
  const { engine, heddle, probe, sql } = bench;
  await untilWorkersListen(bench);
  const held = new Map<string, Visit[]>();
  const again = new Map<string, number>();
  let killedAt = 0;
  probe.onVisit = (visit) => {
    if (killedAt > 0) {
      if (held.has(visit.id)) again.set(visit.id, visit.at);
      return visit.answer();
    }
    held.set(visit.id, [...(held.get(visit.id) ?? []), visit]);
  };
  const started = await Promise.all(Array.from({ length: RUNS }, (_, n) => engine.startRun({ workflow: 'bench-call', input: { id: `kill-${kill}-${n}` } })));
  const idOfRun = new Map(started.map(({ run }, n) => [run.id, `kill-${kill}-${n}`]));
  await until(() => held.size === RUNS, 'Not every step called');
  // The one that holds the most of them.
  const { rows } = await sql.query<{ pid: number; runs: string[] }>(
    `SELECT w.pid, array_agg(t.run_id) AS runs FROM tasks t JOIN workers w ON w.workspace_id = t.workspace_id AND w.id = t.worker WHERE t.run_id = ANY($1) GROUP BY w.id, w.pid ORDER BY count(*) DESC LIMIT 1`,
    [[...idOfRun.keys()]],
  );
  const victim = rows[0]!;
  const worker = heddle.workers.find(({ pid }) => pid === victim.pid);
  if (worker === undefined) throw new Error(`The worker ${victim.pid} is not one of ours.`);
  killedAt = performance.now();
  worker.signal('SIGKILL');
  const lost = victim.runs.map((run) => idOfRun.get(run)!);
  await until(() => lost.every((id) => again.has(id)), 'Not every step that the killed worker held began again');
  for (const visits of held.values()) for (const visit of visits) visit.answer();
  await untilOver(bench, [...idOfRun.keys()]);
  return { slowestMs: Math.max(...lost.map((id) => again.get(id)! - killedAt)), steps: lost.length };
}

import { definition, edges, node } from '../testing/build.ts';
import { until } from '../testing/until.ts';
import type { Worker } from './processes.fixture.ts';
import type { Stage } from './stage.fixture.ts';

/** Its answer takes longer than waking up does, twice over: for the worker that is stopped and for the one that takes over. */
const ANSWER_MS = 2_500;
const asking = definition('asking', [
  node('start', 'start'),
  node('ask', 'http', { method: 'GET', url: 'outside://x/search', query: { q: 'thread', reference: '{{ run.id }}', fault: JSON.stringify({ service: 'search', mode: 'slow', times: 2, delayMs: ANSWER_MS }) }, headers: { 'idempotency-key': null } }),
  node('end', 'end', { output: '{{ nodes.ask.output.status }}' }),
], edges('start > ask > end'));

/**
 * A worker is stopped (SIGSTOP) while it waits for answers, past its lease; another has taken over and is still at it
 * when the first wakes up (SIGCONT) with the answers at hand.
 * @returns what is wrong, and how many late writes were refused
 */
export async function stopPastTheLease(stage: Stage, runs = 12): Promise<{ found: string[]; refused: number }> {
  const { t, fleet, outside } = stage;
  await fleet.add({ HEDDLE_QUEUES: 'elsewhere' });
  const stopped = await fleet.add({ LOG_LEVEL: 'debug' });
  const runIds = await Promise.all(Array.from({ length: runs }, () => stage.start(asking, {})));
  await until('every request was seen', async () => (await outside.ledger()).filter((entry) => entry.slow).length === runs);
  stopped.signal('SIGSTOP');
  const other = await fleet.add();
  // An answer that came later than waking up would find its attempt stopped: nothing late would be written.
  await until('another worker holds all of them, and the first has its answers', async () => {
    const requests = await outside.ledger();
    return (await holders(stage)).get(other.id) === runs && requests.length === 2 * runs && requests.filter((request) => request.answered).length >= runs;
  }, 15_000);
  stopped.signal('SIGCONT');
  const left = await stage.ended(runIds, 15_000);
  const found = [...left.map((id) => `the run ${id} has not ended`), ...(await stage.findings(runIds))];
  const { rows } = await t.database.query(`SELECT data->>'worker' AS worker, count(*)::int AS n FROM events WHERE type = 'step.completed' AND path = 'ask' GROUP BY 1`);
  for (const row of rows) if (row['worker'] !== other.id) found.push(`${String(row['n'])} outcomes come from a worker that did not hold the task`);
  found.push(...(await isOfUseAgain(stage, stopped, other)));
  return { found, refused: stopped.lines.filter((line) => line.includes('An outcome was not taken')).length };
}

/** Whoever woke up is a worker like any other. */
async function isOfUseAgain(stage: Stage, woken: Worker, other: Worker): Promise<string[]> {
  await stage.fleet.kill(other.id);
  const runId = await stage.start(asking, {});
  if ((await stage.ended([runId], 15_000)).length > 0) return ['the woken worker does nothing any more'];
  const { rows } = await stage.t.database.query(`SELECT data->>'worker' AS worker FROM events WHERE run_id = $1 AND type = 'step.completed' AND path = 'ask'`, [runId]);
  return rows[0]!['worker'] === woken.id ? [] : ['somebody else than the woken worker did the work'];
}

async function holders(stage: Stage): Promise<Map<string, number>> {
  const { rows } = await stage.t.database.query('SELECT worker, count(*)::int AS n FROM tasks WHERE token IS NOT NULL GROUP BY worker');
  return new Map(rows.map((row) => [String(row['worker']), Number(row['n'])]));
}

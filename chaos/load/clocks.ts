import type { Definition } from '../../engine/index.ts';
import { definition, edges, node } from '../../engine/testing/build.ts';
import { until } from '../../engine/testing/until.ts';
import { type Beat, type Clock, instantFaults } from '../check/instants.ts';
import type { Sql } from '../sql.ts';
import type { WebClient } from './web-client.ts';

const EVERY_MS = 5_000;
const PATIENCE_MS = 90_000;
const CLOSING_MS = 10_000;

/**
 * What makes up for everything that it missed, however the runs overlap; what never has two at a time, though one takes
 * longer than the next is away; and what is content with the latest, and cancels the one before, which would never end.
 */
const CLOCKS: readonly (Pick<Clock, 'slug' | 'overlap'> & { catchUp?: string; rests: string })[] = [
  { slug: 'chaos-clock', overlap: 'allow', catchUp: '1h', rests: '300ms' },
  { slug: 'chaos-clock-patient', overlap: 'skip', catchUp: '1h', rests: '6s' },
  { slug: 'chaos-clock-hasty', overlap: 'cancel', rests: '30d' },
];

function ticks({ overlap, catchUp, rests }: (typeof CLOCKS)[number]): Definition {
  return definition(
    'A clock',
    [
      node('tick', 'start', { on: 'schedule', every: `${EVERY_MS / 1_000}s`, overlap, ...(catchUp === undefined ? {} : { catchUp }), input: { at: '{{ scheduledAt }}' } }),
      node('rest', 'wait', { for: rests }),
      node('code', 'code', { source: 'return input.at;', input: { at: '{{ input.at }}' } }),
      node('end', 'end', { output: '{{ nodes.code.output }}' }),
    ],
    edges('tick > rest > code > end'),
    { settings: { retry: { maximumAttempts: 8, initialInterval: '50ms', maximumInterval: '500ms' } } },
  );
}

/** Schedules that tick while everything is disturbed. */
export class Clocks {
  private clocks: Clock[] = [];

  constructor(private readonly options: { sql: Sql; web: WebClient }) {}

  /** Publishes them: from then on they tick. */
  async begin(): Promise<void> {
    const { web } = this.options;
    for (const clock of CLOCKS) {
      const saved = await web.post('/workflows', { slug: clock.slug, definition: ticks(clock) });
      if (saved.status !== 201) throw new Error(`${clock.slug} could not be saved: ${JSON.stringify(saved.body)}`);
      const published = await web.post(`/workflows/${clock.slug}/publish`, {});
      if (published.status >= 300) throw new Error(`${clock.slug} could not be published: ${JSON.stringify(published.body)}`);
      const { rows } = await this.options.sql.query(`SELECT t.id, t.workflow_id, t.created_at::float8 AS since FROM triggers t JOIN workflows w ON w.id = t.workflow_id AND w.workspace_id = t.workspace_id WHERE t.workspace_id = 'default' AND w.slug = $1`, [clock.slug]);
      const [row] = rows;
      if (row === undefined) throw new Error(`${clock.slug} was published, and has no trigger.`);
      this.clocks.push({ slug: clock.slug, overlap: clock.overlap, everyMs: EVERY_MS, workflowId: String(row['workflow_id']), trigger: String(row['id']), since: Number(row['since']), upTo: null, open: [] });
    }
  }

  /** When nobody disturbs any more: once each has dealt with what it missed it is paused, and nothing new begins. @returns what did not come about */
  async stop(): Promise<string[]> {
    const faults: string[] = [];
    for (const clock of this.clocks) {
      const stands = async (): Promise<Record<string, unknown>> =>
        (await this.options.sql.query(`SELECT cursor_at::float8 AS cursor, next_at > extract(epoch FROM now()) * 1000 AS ahead, taken_token IS NULL AS free FROM triggers WHERE workspace_id = 'default' AND id = $1`, [clock.trigger])).rows[0] ?? {};
      await until(`${clock.slug} has caught up`, async () => (await stands())['ahead'] === true, PATIENCE_MS).catch(() => faults.push(`${clock.slug} has not caught up with its instants`));
      const { status, body } = await this.options.web.post(`/triggers/${clock.trigger}/pause`, { by: 'chaos' });
      if (status !== 200 && body['code'] !== 'trigger_paused') faults.push(`${clock.slug} could not be paused: ${JSON.stringify(body)}`);
      // Whoever was at it goes on.
      await until(`nobody is at ${clock.slug}`, async () => (await stands())['free'] === true, PATIENCE_MS).catch(() => faults.push(`${clock.slug} is held though it is paused`));
      const cursor = Number((await stands())['cursor'] ?? NaN);
      if (Number.isFinite(cursor)) clock.upTo = cursor;
      else faults.push(`${clock.slug} does not say up to where it has come`);
      if (clock.overlap === 'cancel') await this.release(clock);
    }
    return faults;
  }

  /** What is still open of it now nobody would cancel any more. */
  private async release(clock: Clock): Promise<void> {
    const open = async (): Promise<string[]> =>
      (await this.options.sql.query(`SELECT id FROM runs WHERE workspace_id = 'default' AND workflow_id = $1 AND ended_at IS NULL`, [clock.workflowId])).rows.map(({ id }) => String(id));
    // One that is being cancelled takes its moment.
    await until(`${clock.slug} has one run at most`, async () => (clock.open = await open()).length < 2, CLOSING_MS).catch(() => undefined);
    for (const run of clock.open) await this.options.web.post(`/runs/${run}/cancel`, { by: 'chaos' });
  }

  /** Once their runs have ended: each instant has had its run, and no other. */
  async faults(): Promise<string[]> {
    const faults: string[] = [];
    for (const clock of this.clocks) {
      const { rows } = await this.options.sql.query(
        `SELECT id, status, output, error->>'type' AS error, memo->>'scheduledAt' AS at, trigger, started_at::float8 AS started, ended_at::float8 AS ended FROM runs WHERE workspace_id = 'default' AND workflow_id = $1`, [clock.workflowId],
      );
      const beats = rows.map((row): Beat => ({ run: String(row['id']), status: String(row['status']), output: row['output'], error: row['error'] === null ? null : String(row['error']), at: Date.parse(String(row['at'])), trigger: String(row['trigger']), startedAt: Number(row['started']), endedAt: row['ended'] === null ? null : Number(row['ended']) }));
      const told = await this.options.sql.query('SELECT message FROM chaos_uncancelled WHERE workflow_id = $1', [clock.workflowId]);
      faults.push(...instantFaults(clock, beats, told.rows.map(({ message }) => String(message))));
    }
    return faults;
  }

  /** Runs that they have started. */
  async count(): Promise<number> {
    const { rows } = await this.options.sql.query(`SELECT count(*)::int AS runs FROM runs WHERE workspace_id = 'default' AND trigger = 'schedule'`);
    return Number(rows[0]?.['runs']);
  }
}

import type { Json } from '../../engine/index.ts';
import type { Sql } from '../sql.ts';

export type Standing = { id: string; status: string; generation: number; seq: number; output: Json; error: Json; openCompensations: string[]; over: boolean };
type Waiter = { id: string; until: (standing: Standing) => boolean; resolve: (standing: Standing) => void };
type Asker = { runId: string; resolve: (approval: string | null) => void };

const LOOK_EVERY_MS = 150;

/** Looks at all runs that somebody waits for, in one statement for everybody. */
export class Board {
  private waiters = new Set<Waiter>();
  private askers = new Set<Asker>();
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(private readonly sql: Sql) {
    this.again();
  }

  when(id: string, until: (standing: Standing) => boolean): Promise<Standing> {
    return new Promise((resolve) => this.waiters.add({ id, until, resolve }));
  }

  /** The open request of a run, once there is one; null when the run is over without. */
  approvalOf(runId: string): Promise<string | null> {
    return new Promise((resolve) => this.askers.add({ runId, resolve }));
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private again(): void {
    if (this.closed) return;
    this.timer = setTimeout(() => void this.look().catch(() => undefined).finally(() => this.again()), LOOK_EVERY_MS);
  }

  private async look(): Promise<void> {
    const [waiters, askers] = [[...this.waiters], [...this.askers]];
    const ids = [...new Set([...waiters.map(({ id }) => id), ...askers.map(({ runId }) => runId)])];
    if (ids.length === 0) return;
    const [runs, approvals] = await Promise.all([
      this.sql.query(`SELECT id, status, generation, seq, output::text, error::text, open_compensations::text, ended_at IS NOT NULL AS over FROM runs WHERE workspace_id = 'default' AND id = ANY($1)`, [ids]),
      askers.length === 0 ? null : this.sql.query(`SELECT run_id, seq FROM approvals WHERE workspace_id = 'default' AND status = 'open' AND run_id = ANY($1)`, [askers.map(({ runId }) => runId)]),
    ]);
    const standings = new Map(runs.rows.map((row) => [String(row['id']), standingOf(row)]));
    const open = new Map((approvals?.rows ?? []).map((row) => [String(row['run_id']), `${String(row['run_id'])}.${String(row['seq'])}`]));
    for (const waiter of waiters) {
      const standing = standings.get(waiter.id);
      if (standing === undefined || !waiter.until(standing)) continue;
      this.waiters.delete(waiter);
      waiter.resolve(standing);
    }
    for (const asker of askers) {
      const approval = open.get(asker.runId) ?? (standings.get(asker.runId)?.over === true ? null : undefined);
      if (approval === undefined) continue;
      this.askers.delete(asker);
      asker.resolve(approval);
    }
  }
}

function standingOf(row: Record<string, unknown>): Standing {
  const json = (name: string): Json => JSON.parse(String(row[name] ?? 'null')) as Json;
  return {
    id: String(row['id']), status: String(row['status']), generation: Number(row['generation']), seq: Number(row['seq']), output: json('output'), error: json('error'),
    openCompensations: (json('open_compensations') ?? []) as string[], over: row['over'] === true,
  };
}

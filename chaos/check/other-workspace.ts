import { createEngine } from '../../engine/server.ts';
import { FLOWS } from '../load/flows.ts';
import type { WebClient } from '../load/web-client.ts';
import type { Sql } from '../sql.ts';

const WORKSPACE = 'elsewhere';
const TABLES = ['definitions', 'runs', 'events', 'tasks', 'timers', 'approvals', 'outbox', 'workers', 'dead_letters'] as const;
const LISTS = ['/runs?limit=100', '/approvals?limit=100', '/workers', '/task-queues', '/dead-letters'] as const;
const QUEUE = 'of-elsewhere';

/**
 * A second workspace on the same servers, with open runs of every sort, a request, a worker and a dead letter, and nobody
 * who serves it. Nobody of the first may see or touch any of it.
 */
export class OtherWorkspace {
  private constructor(
    private readonly sql: Sql,
    private readonly runIds: readonly string[],
    private readonly before: Readonly<Record<string, string>>,
  ) {}

  static async found(sql: Sql, servers: { databaseUrl: string; redisUrl: string }): Promise<OtherWorkspace> {
    await sql.query(`INSERT INTO workspaces (id, name, created_at) VALUES ($1, $1, 0) ON CONFLICT DO NOTHING`, [WORKSPACE]);
    const engine = await createEngine({ databaseUrl: servers.databaseUrl, redisUrl: servers.redisUrl, workspaceId: WORKSPACE });
    const runIds: string[] = [];
    try {
      for (const name of ['chain', 'timers', 'signals', 'controlled', 'late-signal', 'approval', 'map'] as const) {
        const { run } = await engine.startRun({ definition: FLOWS[name], input: name === 'map' ? { items: [1, 2, 3] } : { n: 1, ms: 1 } });
        runIds.push(run.id);
      }
    } finally {
      await engine.close();
    }
    await sql.query(`INSERT INTO workers (workspace_id, id, host, pid, queues, status, concurrency, version, core_version, started_at, last_seen_at) VALUES ($1, 'worker-of-elsewhere', 'nowhere', 1, ARRAY['${QUEUE}'], 'up', 5, '0', 1, 0, 0)`, [WORKSPACE]);
    await sql.query(`INSERT INTO dead_letters (workspace_id, id, run_id, path, node, attempt, error, workflow_name, at) VALUES ($1, $2 || '.2', $2, 'a', 'a', 1, '{"type":"worker_lost","message":"of elsewhere"}', 'Elsewhere', 1)`, [WORKSPACE, runIds[0]]);
    return new OtherWorkspace(sql, runIds, await fingerprints(sql));
  }

  /** What of it is to be seen from the first workspace. */
  async seen(web: WebClient): Promise<string[]> {
    const faults: string[] = [];
    const secrets = [...this.runIds, 'worker-of-elsewhere', QUEUE];
    for (const list of LISTS) {
      const text = JSON.stringify((await web.get(list)).body);
      for (const secret of secrets) if (text.includes(secret)) faults.push(`another workspace's ${secret} stands in the answer to ${list}`);
    }
    for (const id of this.runIds) {
      for (const path of [`/runs/${id}`, `/runs/${id}/events`, `/runs/${id}/steps`, `/runs/${id}/replay`]) {
        const { status } = await web.get(path);
        if (status !== 404) faults.push(`another workspace's ${path} is answered with ${status}`);
      }
      const { status } = await web.post(`/runs/${id}/cancel`, {});
      if (status !== 404) faults.push(`another workspace's run ${id} could be cancelled: ${status}`);
    }
    return faults;
  }

  /** What of it is not as it was. */
  async touched(): Promise<string[]> {
    const after = await fingerprints(this.sql);
    return TABLES.filter((table) => after[table] !== this.before[table]).map((table) => `another workspace's ${table} were changed`);
  }
}

async function fingerprints(sql: Sql): Promise<Record<string, string>> {
  const prints: Record<string, string> = {};
  for (const table of TABLES) {
    const { rows } = await sql.query(`SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') AS print FROM ${table} t WHERE workspace_id = $1`, [WORKSPACE]);
    prints[table] = String(rows[0]!['print']);
  }
  return prints;
}

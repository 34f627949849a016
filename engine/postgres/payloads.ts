import { query } from './pool.ts';
import type { Scope } from './scope.ts';

/** Read at once: a list of many values of megabytes must not be one answer. */
const AT_ONCE = 8;

const READ = `SELECT hash, value FROM payloads WHERE workspace_id = $1 AND run_id = $2 AND hash = ANY ($3::text[])`;

/** The texts of large values of a run by their hashes; those that it does not have are missing. */
export async function readPayloads(scope: Scope, runId: string, hashes: readonly string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (let from = 0; from < hashes.length; from += AT_ONCE) {
    const rows = await query<{ hash: string; value: string }>(scope.db.soft, { name: 'read-payloads', text: READ, values: [scope.workspaceId, runId, hashes.slice(from, from + AT_ONCE)] });
    for (const { hash, value } of rows) texts.set(hash, value);
  }
  return texts;
}

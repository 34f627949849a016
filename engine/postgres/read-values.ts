import type { Json } from '../definition/json.ts';
import type { StoredValue, ValuePage, ValueRange } from '../ports/values.ts';
import type { Page, PageRequest, StoredCollectionRow, StoredValueRow } from '../ports/views.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { query } from './pool.ts';
import type { Scope } from './scope.ts';

/** Bytes of values in one page: a thousand large records would not fit an output. */
const PAGE_BYTES = 4 * 1024 * 1024;

type Row = { key: string; value: Json; version: number; created_at: number; updated_at: number; run_id: string; path: string; bytes: number };
const COLUMNS = 'v.key, v.value, v.version, v.created_at, v.updated_at, v.run_id, v.path, v.bytes';

/** Keys are compared byte by byte, so those with a prefix stand together; the last code point is none a key may hold. */
const RANGE = `FROM stored_values v WHERE v.workspace_id = $1 AND v.collection = $2 AND v.key >= $3 AND v.key < $3 || U&'\\+10FFFF' AND v.key > $4`;
/** What a page holds is chosen by the sizes alone; the values of the rest are not read. */
const LIST = `SELECT ${COLUMNS} FROM (
  SELECT k.key, k.n, sum(k.bytes) OVER (ORDER BY k.key) - k.bytes AS before FROM (SELECT v.key, v.bytes, row_number() OVER (ORDER BY v.key) AS n ${RANGE} ORDER BY v.key LIMIT $5::int4) k
) p JOIN stored_values v ON v.workspace_id = $1 AND v.collection = $2 AND v.key = p.key WHERE p.n = 1 OR p.before < ${PAGE_BYTES} ORDER BY v.key`;

export async function readValue(scope: Scope, collection: string, key: string): Promise<StoredValueRow | null> {
  const [row] = await query<Row>(scope.db.reads, { name: 'read-value', text: `SELECT ${COLUMNS} FROM stored_values v WHERE v.workspace_id = $1 AND v.collection = $2 AND v.key = $3`, values: [scope.workspaceId, collection, key] });
  return row === undefined ? null : toRow(collection, row);
}

/** In the order of keys. A page ends at the limit, or when it holds 4 MB. */
async function page(scope: Scope, collection: string, { prefix, after, limit }: ValueRange): Promise<{ rows: StoredValueRow[]; nextAfter: string | null }> {
  const found = await query<Row>(scope.db.reads, { name: 'list-values', text: LIST, values: [scope.workspaceId, collection, prefix, after ?? '', limit + 1] });
  const rows = found.slice(0, limit).map((row) => toRow(collection, row));
  const last = found.length > limit || sizeOf(found) >= PAGE_BYTES ? rows.at(-1) : undefined;
  return { rows, nextAfter: last?.key ?? null };
}

export async function rangeOfValues(scope: Scope, collection: string, range: ValueRange): Promise<ValuePage> {
  const { rows, nextAfter } = await page(scope, collection, range);
  return { items: rows.map(({ key, value, version, updatedAt }): StoredValue => ({ key, value, version, updatedAt })), nextAfter };
}

export async function listValues(scope: Scope, collection: string, prefix: string, request: PageRequest): Promise<Page<StoredValueRow>> {
  const cursor = readCursor(request.cursor, ['string']);
  const { rows, nextAfter } = await page(scope, collection, { prefix, after: cursor === null ? null : String(cursor[0]), limit: Math.min(request.limit ?? 50, 500) });
  return { items: rows, nextCursor: nextAfter === null ? null : writeCursor([nextAfter]) };
}

/** Walks from collection to collection by the index, so that the records of one are counted only when it is shown. */
const COLLECTIONS = `WITH RECURSIVE names AS (
  (SELECT v.collection, 1 AS n FROM stored_values v WHERE v.workspace_id = $1 AND v.collection > $2 ORDER BY v.collection LIMIT 1)
  UNION ALL
  SELECT (SELECT v.collection FROM stored_values v WHERE v.workspace_id = $1 AND v.collection > s.collection ORDER BY v.collection LIMIT 1), s.n + 1 FROM names s WHERE s.collection IS NOT NULL AND s.n < $3::int4
)
SELECT s.collection AS name, c.count, c.bytes, c.updated_at AS "updatedAt" FROM names s
JOIN LATERAL (SELECT count(*) AS count, sum(v.bytes) AS bytes, max(v.updated_at) AS updated_at FROM stored_values v WHERE v.workspace_id = $1 AND v.collection = s.collection) c ON true
WHERE s.collection IS NOT NULL ORDER BY s.collection`;

export async function listCollections(scope: Scope, request: PageRequest): Promise<Page<StoredCollectionRow>> {
  const limit = Math.min(request.limit ?? 50, 500);
  const cursor = readCursor(request.cursor, ['string']);
  const rows = await query<StoredCollectionRow>(scope.db.reads, { name: 'list-collections', text: COLLECTIONS, values: [scope.workspaceId, cursor === null ? '' : String(cursor[0]), limit + 1] });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? writeCursor([last.name]) : null };
}

function sizeOf(rows: readonly Row[]): number {
  return rows.reduce((bytes, row) => bytes + row.bytes, 0);
}

function toRow(collection: string, row: Row): StoredValueRow {
  return { collection, key: row.key, value: row.value, version: row.version, createdAt: row.created_at, updatedAt: row.updated_at, runId: row.run_id, path: row.path };
}

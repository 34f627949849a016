import type { z } from 'zod';
import { toInstant, type Page, type StoredCollection, type StoredRecord, type storeListQuerySchema } from '@/engine/index.ts';
import type { Engine, StoredValueRow } from '@/engine/server.ts';
import { pageRequest } from './paging.ts';
import { ProblemError } from './problem-error.ts';

type Query = z.infer<typeof storeListQuerySchema>;

/** @throws ProblemError invalid_cursor */
export async function findCollections(engine: Engine, query: Pick<Query, 'limit' | 'cursor'>): Promise<Page<StoredCollection>> {
  const page = await engine.listCollections(pageRequest(query, ['string']));
  return { ...page, items: page.items.map((row) => ({ ...row, updatedAt: toInstant(row.updatedAt) })) };
}

/** @throws ProblemError invalid_cursor */
export async function findRecords(engine: Engine, collection: string, query: Query): Promise<Page<StoredRecord>> {
  const page = await engine.listRecords(collection, query.prefix ?? '', pageRequest(query, ['string']));
  return { ...page, items: page.items.map(toRecord) };
}

/** @throws ProblemError record_not_found */
export async function requireRecord(engine: Engine, collection: string, key: string): Promise<StoredRecord> {
  const row = await engine.readRecord(collection, key);
  if (row === null) throw new ProblemError('record_not_found', `The collection "${collection}" has no record "${key}".`);
  return toRecord(row);
}

function toRecord({ runId, path, createdAt, updatedAt, ...row }: StoredValueRow): StoredRecord {
  return { ...row, createdAt: toInstant(createdAt), updatedAt: toInstant(updatedAt), writtenBy: { runId, path } };
}

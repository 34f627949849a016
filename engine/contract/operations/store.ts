import { z } from 'zod';
import { pageOf, pageQuerySchema, storedCollectionSchema, storedValueSchema, storeListQuerySchema } from '../api.ts';
import { operation } from '../operation.ts';

const tag = 'Store';
const collection = z.string().min(1).max(100);

export const listCollections = operation({
  id: 'listCollections',
  method: 'GET',
  path: '/api/v1/store',
  tag,
  summary: 'The collections that steps keep records in',
  answers: { 200: { description: 'One page of collections, by name.', schema: pageOf(storedCollectionSchema) } },
  query: pageQuerySchema,
  problems: ['invalid_request', 'invalid_cursor'],
});

export const listRecords = operation({
  id: 'listRecords',
  method: 'GET',
  path: '/api/v1/store/{collection}',
  tag,
  summary: 'The records of a collection',
  description: 'In the order of their keys, byte by byte. `prefix` narrows them to keys that begin so. A page ends at `limit`, or when it holds 4 MB; `nextCursor` says whether there is more. A collection that nobody has written to is empty.',
  params: z.strictObject({ collection }),
  query: storeListQuerySchema,
  answers: { 200: { description: 'One page of records.', schema: pageOf(storedValueSchema) } },
  problems: ['invalid_request', 'invalid_cursor'],
});

export const getRecord = operation({
  id: 'getRecord',
  method: 'GET',
  path: '/api/v1/store/{collection}/{key*}',
  tag,
  summary: 'One record',
  description: 'The key is written as it is; a `/` in it may be.',
  params: z.strictObject({ collection, key: z.string().min(1).max(500) }),
  answers: { 200: { description: 'The record.', schema: storedValueSchema } },
  problems: ['record_not_found'],
});

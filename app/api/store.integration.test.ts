import { expect, it } from 'vitest';
import type { Page, Problem, Run, StoredCollection, StoredRecord } from '@/engine/index.ts';
import { call } from '@/app/_server/testing/route-files.ts';
import { serveApi } from '@/app/_server/testing/served-api.fixture.ts';

serveApi({ worker: true });
const get = <T>(path: string) => call<T>('GET', `/api/v1${path}`);

it('tells what steps have put, by collection and key', async () => {
  const definition = {
    heddle: 1, name: 'Keeps',
    nodes: [{ id: 'start', type: 'start' }, { id: 'each', type: 'map', params: { items: '{{ input }}' } }, { id: 'put', type: 'store', parent: 'each', params: { operation: 'put', collection: 'orders', key: '{{ item }}', value: { of: '{{ item }}' } } }],
    edges: [{ id: 'e', source: 'start', target: 'each' }],
  };
  const run = (await call<Run>('POST', '/api/v1/runs?wait=20s', { body: { definition, input: ['a/1', 'a/2', 'b ü'] } })).body;
  expect(run.status, JSON.stringify(run.error)).toBe('completed');

  expect((await get<Page<StoredCollection>>('/store')).body.items).toMatchObject([{ name: 'orders', count: 3 }]);
  const first = (await get<Page<StoredRecord>>('/store/orders?limit=2')).body;
  expect(first.items.map(({ key }) => key)).toEqual(['a/1', 'a/2']);
  const second = (await get<Page<StoredRecord>>(`/store/orders?limit=2&cursor=${first.nextCursor}`)).body;
  expect([second.items.map(({ key }) => key), second.nextCursor]).toEqual([['b ü'], null]);
  expect((await get<Page<StoredRecord>>('/store/orders?prefix=b')).body.items).toHaveLength(1);
  expect((await get<Page<StoredRecord>>('/store/nobody')).body).toEqual({ items: [], nextCursor: null });

  for (const written of ['a/1', 'a%2F1']) expect((await get<StoredRecord>(`/store/orders/${written}`)).body).toMatchObject({ collection: 'orders', key: 'a/1', value: { of: 'a/1' }, version: 1, writtenBy: { runId: run.id, path: 'each[0]/put' } });
  expect((await get<StoredRecord>(`/store/orders/${encodeURIComponent('b ü')}`)).body.value).toEqual({ of: 'b ü' });
  expect((await get<Problem>('/store/orders/c')).body).toMatchObject({ status: 404, code: 'record_not_found', detail: 'The collection "orders" has no record "c".' });
  expect((await get<Problem>('/store?cursor=xyz')).body).toMatchObject({ status: 400, code: 'invalid_cursor' });
});

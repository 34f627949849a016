import { beforeAll, describe, expect, it } from 'vitest';
import type { BatchAnswer, Page, Problem, Run, RunListItem } from '@/engine/index.ts';
import { LISTEN } from '@/app/_server/testing/definitions.fixture.ts';
import { call } from '@/app/_server/testing/route-files.ts';
import { serveApi } from '@/app/_server/testing/served-api.fixture.ts';

const api = serveApi();
const batch = async (body: object) => (await call<BatchAnswer & Omit<Problem, 'status'>>('POST', '/api/v1/runs/batch', { body })).body;
const statuses = async (ids: readonly string[]) => await Promise.all(ids.map(async (id) => (await api.server.engine.readRun(id))!.status));
async function start(count: number, group: string): Promise<string[]> {
  const runs = await Promise.all(Array.from({ length: count }, () => call<Run>('POST', '/api/v1/workflows/listen/runs', { body: { searchAttributes: { group } } })));
  return runs.map(({ body }) => body.id);
}

beforeAll(async () => {
  await call('POST', '/api/v1/workflows', { body: { slug: 'listen', definition: LISTEN } });
  await call('POST', '/api/v1/workflows/listen/publish', { body: {} });
});

describe('a batch', () => {
  it('is counted before, and works through its runs page by page, leaving the others alone', async () => {
    const [mine, others] = [await start(7, 'mine'), await start(2, 'others')];
    const filter = { workflow: 'listen', attribute: 'group:mine' };
    expect(await batch({ operation: 'cancel', filter, preview: true })).toMatchObject({ count: 7, more: false, done: 0, nextCursor: null });
    expect(new Set(await statuses(mine))).toEqual(new Set(['running']));
    const first = await batch({ operation: 'cancel', filter, limit: 4, reason: 'Not needed.', by: 'Ada' });
    expect(first).toMatchObject({ done: 4, failed: [] });
    const second = await batch({ operation: 'cancel', filter, limit: 4, id: first.id, cursor: first.nextCursor });
    expect(second).toMatchObject({ id: first.id, done: 3, failed: [], nextCursor: null });
    expect(new Set(await statuses(mine))).toEqual(new Set(['cancelled']));
    expect(new Set(await statuses(others))).toEqual(new Set(['running']));
    expect(await batch({ operation: 'cancel', filter })).toMatchObject({ done: 0, failed: [], nextCursor: null });
  });

  it('reaches the runs that are named and no others, those that are over left out', async () => {
    const [one, two, over, beside] = (await start(4, 'named')) as [string, string, string, string];
    await call('POST', `/api/v1/runs/${over}/terminate`, { body: {} });
    expect(await batch({ operation: 'pause', filter: { ids: [one, two, over, 'nobody'] }, preview: true })).toMatchObject({ count: 2 });
    expect(await batch({ operation: 'pause', filter: { ids: [one, two, over, 'nobody'] } })).toMatchObject({ done: 2, failed: [], nextCursor: null });
    expect(await statuses([one, two, over, beside])).toEqual(['paused', 'paused', 'terminated', 'running']);
    // Said with a status, a run that refuses is told of.
    expect(await batch({ operation: 'pause', filter: { ids: [one], status: 'paused' } })).toMatchObject({ done: 0, failed: [{ runId: one, code: 'already_paused' }] });
    for (const ids of [[], Array.from({ length: 501 }, (_, index) => `r${index}`)]) expect(await batch({ operation: 'pause', filter: { ids } })).toMatchObject({ status: 422, code: 'invalid_request', problems: [{ pointer: '/filter/ids' }] });
  });

  it('signals each run once, though a page is sent again', async () => {
    const ids = await start(3, 'signals');
    const send = () => batch({ operation: 'signal', id: 'one', filter: { attribute: 'group:signals' }, signal: { name: 'paid', payload: { amount: 1 } } });
    expect(await send()).toMatchObject({ done: 3, failed: [] });
    expect(await send()).toMatchObject({ done: 3, failed: [] });
    // The workflow is over with the second signal.
    expect(new Set(await statuses(ids))).toEqual(new Set(['running']));
    expect(await batch({ operation: 'signal', filter: { attribute: 'group:signals' }, signal: { name: 'payed' } })).toMatchObject({ done: 0, failed: ids.map(() => ({ code: 'unknown_signal' })) });
  });

  it('pauses, resumes and terminates, and tells of each run that refuses with its code', async () => {
    const ids = await start(2, 'controls');
    const filter = { attribute: 'group:controls' };
    expect(await batch({ operation: 'pause', filter })).toMatchObject({ done: 2 });
    expect(await batch({ operation: 'pause', filter: { ...filter, status: 'paused' } })).toMatchObject({ done: 0, failed: ids.map(() => ({ code: 'already_paused' })) });
    expect(await batch({ operation: 'resume', filter })).toMatchObject({ done: 2 });
    expect(await batch({ operation: 'terminate', filter })).toMatchObject({ done: 2 });
    const refused = await batch({ operation: 'retry', filter: { ...filter, status: 'terminated' } });
    expect([refused.done, refused.failed.map(({ code, runId }) => [code, ids.includes(runId)])]).toEqual([0, [['not_retryable', true], ['not_retryable', true]]]);
    expect((await call<Page<RunListItem>>('GET', '/api/v1/runs?attribute=group:controls&attribute=group:others')).body.items).toEqual([]);
  });

  it.each([
    ['without a condition', { operation: 'cancel', filter: {} }, '/filter'],
    ['of signals without a name', { operation: 'signal', filter: { workflow: 'listen' } }, '/signal'],
    ['of something else', { operation: 'delete', filter: { workflow: 'listen' } }, '/operation'],
    ['with a filter nobody knows', { operation: 'cancel', filter: { workflow: 'listen', owner: 'me' } }, '/filter/owner'],
  ])('%s is refused', async (_what, body, pointer) => {
    expect(await batch(body)).toMatchObject({ code: 'invalid_request', problems: [{ pointer }] });
  });
});

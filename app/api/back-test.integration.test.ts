import { beforeAll, describe, expect, it } from 'vitest';
import type { Approval, BackTestView, Definition, Page, Problem, Run } from '@/engine/index.ts';
import { call } from '@/app/_server/testing/route-files.ts';
import { serveApi } from '@/app/_server/testing/served-api.fixture.ts';

const api = serveApi();
type Or<T> = T & Omit<Problem, 'status'>;
const post = <T = Or<Run>>(path: string, body: unknown = {}) => call<T>('POST', `/api/v1${path}`, { body });
const get = <T = Or<BackTestView>>(path: string) => call<T>('GET', `/api/v1${path}`);

/** Above the limit it asks, else it is done. */
const definition = (limit: number, more: { required?: string[]; when?: string } = {}) => ({
  heddle: 1, name: 'Purchase', input: { type: 'object', properties: { amount: { type: 'number' }, note: { type: 'string' }, who: { type: 'string' } }, required: more.required ?? ['amount'] },
  nodes: [
    { id: 'start', type: 'start' }, { id: 'big', type: 'condition', params: { if: `{{ ${more.when ?? 'input.amount'} > ${limit} }}` } }, { id: 'ask', type: 'approval', params: { title: 'Buy for {{ input.amount }}?' } },
    { id: 'end', type: 'end', params: { output: { paid: '{{ input.amount }}', note: '{{ input.?note.orValue(null) }}' } } },
  ],
  edges: [{ id: 'e1', source: 'start', target: 'big' }, { id: 'e2', source: 'big', target: 'ask', branch: 'true' }, { id: 'e3', source: 'big', target: 'end', branch: 'false' }, { id: 'e4', source: 'ask', target: 'end', branch: 'approved' }],
});
const draft = async (body: object): Promise<void> => {
  const { headers } = await get('/workflows/buy');
  expect((await call('PUT', '/api/v1/workflows/buy', { body: { definition: body }, headers: { 'if-match': headers.get('etag')! } })).status).toBe(200);
};
const ran = async (input: object): Promise<string> => {
  const { body } = await post('/workflows/buy/runs', { input });
  const [request] = (await get<Page<Approval>>(`/approvals?run=${body.id}&status=open`)).body.items;
  if (request !== undefined) await post(`/approvals/${request.id}/decision`, { outcome: 'approved', by: 'Ada' });
  expect((await get<Run>(`/runs/${body.id}`)).body.status).toBe('completed');
  return body.id;
};

let small = '';
let middle = '';
let large = '';
beforeAll(async () => {
  expect((await post('/workflows', { slug: 'buy', definition: definition(100) })).status).toBe(201);
});

describe('a back-test', () => {
  it('of a workflow that has not run has nothing to say', async () => {
    expect((await get('/workflows/buy/back-test')).body).toMatchObject({ version: null, revision: 1, of: 0, looked: 0, runs: [] });
  });

  it('tells which of the last runs would take another branch, newest first, and starts none', async () => {
    await post('/workflows/buy/publish');
    small = await ran({ amount: 10 });
    middle = await ran({ amount: 150 });
    large = await ran({ amount: 500, note: 'x'.repeat(300_000) });
    await post('/workflows/buy/runs', { input: { amount: 900 } });
    expect((await get('/workflows/buy/back-test')).body.counts).toMatchObject({ same: 3, branch: 0 });
    await draft(definition(200));
    const { status, body } = await get('/workflows/buy/back-test');
    expect(status).toBe(200);
    expect(body).toMatchObject({ version: null, of: 3, looked: 3, counts: { same: 2, branch: 1, not_comparable: 0 } });
    expect(body.runs.map(({ id, verdict }) => [id, verdict])).toEqual([[large, 'same'], [middle, 'branch'], [small, 'same']]);
    expect(body.runs[1]).toMatchObject({ status: 'completed', version: 1, differences: [{ kind: 'branch', path: 'big', before: 'true', now: 'false' }] });
    expect((await get<Page<Run>>('/runs')).body.items).toHaveLength(4);
  });

  it('looks into large values where the draft does', async () => {
    await draft({ ...definition(100), nodes: definition(100).nodes.map((node) => (node.id === 'big' ? { ...node, params: { if: '{{ input.?note.orValue("").contains("y") || input.amount > 100 }}' } } : node)) });
    expect((await get('/workflows/buy/back-test')).body.counts).toMatchObject({ same: 3 });
  });

  it('tells an input that the draft would not take, and an expression that would fail', async () => {
    await draft(definition(100, { required: ['amount', 'who'] }));
    expect((await get('/workflows/buy/back-test?limit=1')).body).toMatchObject({ of: 1, counts: { refused: 1 }, runs: [{ id: large, differences: [{ code: 'invalid_input', problems: [{ pointer: '/who' }] }] }] });
    await draft(definition(100, { when: 'size(input.who)' }));
    expect((await get('/workflows/buy/back-test')).body).toMatchObject({ counts: { fails: 3 }, runs: [{ differences: [{ kind: 'fails', path: 'big' }] }, {}, {}] });
  });

  it('tests a version too, on runs of one version', async () => {
    await draft(definition(1_000));
    await post('/workflows/buy/publish');
    const { body } = await get('/workflows/buy/back-test?version=1&of=1');
    expect(body).toMatchObject({ version: 1, revision: null, of: 3, counts: { same: 3 } });
    expect((await get('/workflows/buy/back-test?version=latest&of=1')).body).toMatchObject({ version: 2, counts: { branch: 2, same: 1 } });
    expect((await get('/workflows/buy/back-test?of=2')).body).toMatchObject({ of: 0 });
  });

  it('ends when its time is up, and says how far it came', async () => {
    const workflowId = (await get<{ id: string }>('/workflows/buy')).body.id;
    expect(await api.server.engine.backTest({ workflowId, definition: definition(1) as unknown as Definition, budgetMs: 0 })).toEqual({ of: 3, runs: [] });
  });

  it('is refused for what cannot be tested', async () => {
    expect((await get('/workflows/nobody/back-test')).body.code).toBe('workflow_not_found');
    expect((await get('/workflows/buy/back-test?version=9')).body.code).toBe('version_not_found');
    expect((await get('/workflows/buy/back-test?limit=201')).body).toMatchObject({ status: 422, code: 'invalid_request', problems: [{ in: 'query', pointer: '/limit' }] });
    await draft({ ...definition(1), edges: [{ id: 'e1', source: 'start', target: 'nothing' }] });
    expect((await get('/workflows/buy/back-test')).body.code).toBe('invalid_definition');
  });
});

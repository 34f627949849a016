import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiEvent, Problem, Replay, Run, StepDetail } from '@/engine/index.ts';
import { BREAKS, COUNTER } from '@/app/_server/testing/definitions.fixture.ts';
import { call } from '@/app/_server/testing/route-files.ts';
import { serveApi } from '@/app/_server/testing/served-api.fixture.ts';

serveApi();

type Or<T> = T & Omit<Problem, 'status'>;
type Updated = { result: unknown; accepted: boolean; seq: number };
const post = <T = Or<Run>>(path: string, body: unknown = {}) => call<T>('POST', `/api/v1${path}`, { body });
const get = <T = Or<Run>>(path: string) => call<T>('GET', `/api/v1${path}`);
const start = async (): Promise<string> => (await post('/workflows/counter/runs', { input: { step: 2 } })).body.id;
const history = async (id: string): Promise<ApiEvent[]> => (await get<{ events: ApiEvent[] }>(`/runs/${id}/events`)).body.events;

beforeAll(async () => {
  expect((await post('/workflows', { slug: 'counter', definition: COUNTER })).status).toBe(201);
  expect((await post('/workflows/counter/publish')).status).toBe(201);
  expect((await post('/workflows', { slug: 'breaks', definition: BREAKS })).status).toBe(201);
});

describe('POST /runs/{id}/fast-forward', () => {
  it('goes on to a step, and says why what lies between did not run', async () => {
    const id = await start();
    const { status, body } = await post(`/runs/${id}/fast-forward`, { to: 'last', reason: 'done by hand', by: 'Ada' });
    expect([status, body.status]).toEqual([200, 'running']);
    expect(body.steps.map((step) => [step.path, step.status, step.skipped])).toEqual(expect.arrayContaining([['ask', 'cancelled', 'fast-forward'], ['again', 'skipped', 'fast-forward'], ['last', 'waiting', null]]));
    expect((await history(id)).find((event) => event.type === 'run.fast_forwarded')).toMatchObject({ data: { to: 'last', reason: 'done by hand', by: 'Ada' }, name: 'run fast-forwarded' });
    expect((await get<Replay>(`/runs/${id}/replay`)).body.ok).toBe(true);
  });

  it('is refused with a code where there is nothing to go on to, or the run is past it', async () => {
    const id = await start();
    expect((await post(`/runs/${id}/fast-forward`, { to: 'nobody' })).body).toMatchObject({ status: 422, code: 'unknown_target' });
    expect((await post(`/runs/${id}/fast-forward`, { to: 'start' })).body).toMatchObject({ status: 409, code: 'already_past' });
    expect((await post(`/runs/${id}/fast-forward`, {})).body).toMatchObject({ status: 422, code: 'invalid_request' });
    expect((await post('/runs/nobody/fast-forward', { to: 'last' })).body).toMatchObject({ status: 404, code: 'run_not_found' });
    await post(`/runs/${id}/terminate`);
    expect((await post(`/runs/${id}/fast-forward`, { to: 'last' })).body).toMatchObject({ status: 409, code: 'run_over' });
  });
});

describe('POST /runs/{id}/override', () => {
  it('changes what has not been scheduled yet', async () => {
    const id = await start();
    expect((await post(`/runs/${id}/override`, { node: 'last', params: { name: 'other' }, reason: 'another sender', by: 'Ada' })).status).toBe(200);
    expect((await post(`/runs/${id}/signals/another`)).body).toMatchObject({ code: 'unknown_signal' });
    await post(`/runs/${id}/fast-forward`, { to: 'last' });
    expect((await get<StepDetail>(`/runs/${id}/steps/last`)).body.input).toMatchObject({ name: 'other' });
    expect((await post(`/runs/${id}/signals/other`)).status).toBe(202);
    expect((await get(`/runs/${id}`)).body.status).toBe('completed');
    expect((await history(id)).find((event) => event.type === 'run.overridden')).toMatchObject({ data: { node: 'last', params: { name: 'other' }, reason: 'another sender' }, name: 'run overridden' });
  });

  it('names the parameter that cannot be, and the node that is not there', async () => {
    const id = await start();
    expect((await post(`/runs/${id}/override`, { node: 'last', params: { name: '{{ nodes.nobody.output }}' } })).body).toMatchObject({ status: 422, code: 'invalid_params', problems: [{ pointer: '/params/name', code: 'unknown_step' }] });
    expect((await post(`/runs/${id}/override`, { node: 'lost', params: {} })).body).toMatchObject({ status: 422, code: 'unknown_node' });
    expect((await post(`/runs/${id}/override`, { node: 'last', params: {}, workflow: 'nothing' })).body).toMatchObject({ status: 404, code: 'workflow_not_found' });
  });
});

describe('POST /runs/{id}/retry with overrides', () => {
  const failed = async (): Promise<string> => (await call<Run>('POST', '/api/v1/workflows/breaks/runs?wait=10s', { body: { input: { n: 3 } } })).body.id;

  it('goes on with the other parameters, in one event that names them', async () => {
    const id = await failed();
    expect((await get(`/runs/${id}`)).body).toMatchObject({ status: 'failed', error: { type: 'expression_error' } });
    expect((await post(`/runs/${id}/override`, { node: 'half', params: { value: '1' } })).body).toMatchObject({ status: 409, code: 'run_over', detail: expect.stringContaining('with a retry') });
    const { status, body } = await post(`/runs/${id}/retry`, { overrides: [{ node: 'half', params: { value: '{{ input.n / 2 }}' } }], reason: 'divided by nothing', by: 'Ada' });
    expect([status, body]).toMatchObject([200, { status: 'completed', generation: 2, output: 1.5 }]);
    expect((await history(id)).filter((event) => event.type === 'run.retried' || event.type === 'run.overridden')).toMatchObject([
      { type: 'run.retried', data: { generation: 2, overrides: [{ node: 'half', params: { value: '{{ input.n / 2 }}' } }], reason: 'divided by nothing', by: 'Ada' } },
    ]);
    expect((await get<Replay>(`/runs/${id}/replay`)).body.ok).toBe(true);
    expect((await get<StepDetail>(`/runs/${await failed()}/steps/half`)).body.status).toBe('failed');
  });

  it.each([
    [{ overrides: [{ node: 'half', params: {} }, { node: 'half', params: { value: '{{ 1 + }}' } }] }, 422, 'invalid_params', '/overrides/1/params/value'],
    [{ overrides: [{ node: 'half', params: { value: '{{ nodes.end.output }}' } }] }, 422, 'invalid_params', '/overrides/0/params/value'],
    [{ overrides: [{ node: 'half', params: { colour: 1 } }] }, 422, 'invalid_params', '/overrides/0/params'],
    [{ overrides: [{ node: 'lost', params: {} }] }, 422, 'unknown_node', null],
    [{ overrides: [{ node: 'half', workflow: 'nothing', params: {} }] }, 404, 'workflow_not_found', null],
    [{ overrides: [] }, 422, 'invalid_request', '/overrides'],
    [{ overrides: [{ node: 'half' }] }, 422, 'invalid_request', '/overrides/0/params'],
  ])('%j is refused with %i %s, and nothing is retried', async (body, status, code, pointer) => {
    const id = await failed();
    const answer = (await post(`/runs/${id}/retry`, body)).body;
    expect(answer).toMatchObject({ status, code });
    if (pointer !== null) expect(answer.problems?.map((problem) => problem.pointer)).toContainEqual(expect.stringMatching(new RegExp(`^${pointer}`)));
    expect((await get(`/runs/${id}`)).body).toMatchObject({ status: 'failed', generation: 1 });
  });
});

describe('queries and updates', () => {
  const update = (id: string, name: string, body: object = {}) => post<Updated & Omit<Problem, 'status'>>(`/runs/${id}/updates/${name}`, body);
  const query = (id: string, name: string) => get<{ result: unknown; seq: number } & Omit<Problem, 'status'>>(`/runs/${id}/queries/${name}`);

  it('an update answers at once, once for each client id, and a query sees it', async () => {
    const id = await start();
    const { seq } = (await query(id, 'count')).body;
    expect((await query(id, 'count')).body).toMatchObject({ result: 0, seq });
    expect(await update(id, 'add', { payload: { n: 5 }, id: 'a', by: 'Ada', reason: 'found more' })).toMatchObject({ status: 200, body: { runId: id, name: 'add', result: { count: 10 }, accepted: true, seq: seq + 1 } });
    expect((await update(id, 'add', { payload: { n: 5 }, id: 'a' })).body).toMatchObject({ result: { count: 10 }, accepted: false, seq: seq + 1 });
    expect((await update(id, 'add', { payload: { n: 6 }, id: 'a' })).body).toMatchObject({ status: 409, code: 'idempotency_conflict' });
    expect((await query(id, 'count')).body).toMatchObject({ result: 10, seq: seq + 2 });
    expect((await history(id)).filter((event) => event.type.startsWith('update.')).map((event) => event.type)).toEqual(['update.received', 'update.applied']);
  });

  it('say what is wrong with a code: names, payloads, expressions', async () => {
    const id = await start();
    expect((await update(id, 'sub')).body).toMatchObject({ status: 422, code: 'unknown_update' });
    expect((await update(id, 'add', { payload: { n: 'much' } })).body).toMatchObject({ status: 422, code: 'invalid_payload', problems: [{ pointer: '/payload/n' }] });
    expect((await update(id, 'add', { payload: { n: 404 } })).body).toMatchObject({ status: 422, code: 'update_failed' });
    expect((await query(id, 'nothing')).body).toMatchObject({ status: 422, code: 'unknown_query' });
    expect((await query(id, 'broken')).body).toMatchObject({ status: 422, code: 'query_failed' });
    expect((await query('nobody', 'status')).body).toMatchObject({ status: 404, code: 'run_not_found' });
  });

  it('the built-in queries answer in every status', async () => {
    const id = await start();
    expect((await query(id, 'status')).body.result).toMatchObject({ status: 'running', waitingFor: [{ path: 'ask' }] });
    await post(`/runs/${id}/pause`, { children: false });
    expect((await update(id, 'add', { payload: { n: 1 } })).body.result).toEqual({ count: 2 });
    expect((await query(id, 'status')).body.result).toMatchObject({ status: 'paused', paused: true });
    await post(`/runs/${id}/terminate`);
    for (const name of ['status', 'progress', 'pending', 'outputs', 'count']) expect((await query(id, name)).status).toBe(200);
    expect((await update(id, 'add', { payload: { n: 1 } })).body).toMatchObject({ status: 409, code: 'run_over' });
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { forkPlanSchema, type Approval, type ApiEvent, type ForkPlanView, type MigrationPlanView, type Page, type Problem, type Replay, type Run, type RunListItem } from '@/engine/index.ts';
import { call } from '@/app/_server/testing/route-files.ts';
import { serveApi } from '@/app/_server/testing/served-api.fixture.ts';

serveApi();
type Or<T> = T & Omit<Problem, 'status'>;
const post = <T = Or<Run>>(path: string, body: unknown = {}) => call<T>('POST', `/api/v1${path}`, { body });
const get = <T = Or<Run>>(path: string) => call<T>('GET', `/api/v1${path}`);

/** Asks, then says what the version says. */
const definition = (says: string, asks = 'Go on?') => ({
  heddle: 1, name: 'Asks', input: { type: 'object', properties: { n: { type: 'integer', default: 1 } }, required: ['n'] },
  nodes: [
    { id: 'start', type: 'start' }, { id: 'twice', type: 'transform', params: { value: '{{ input.n * 2 }}' } }, { id: 'ask', type: 'approval', params: { title: asks } },
    { id: 'end', type: 'end', params: { output: { says, twice: '{{ nodes.twice.output }}', n: '{{ input.n }}' } } },
  ],
  edges: [{ id: 'e1', source: 'start', target: 'twice' }, { id: 'e2', source: 'twice', target: 'ask' }, { id: 'e3', source: 'ask', target: 'end', branch: 'approved' }],
});
const publish = async (says: string, asks?: string): Promise<void> => {
  const { headers } = await get('/workflows/asks');
  expect((await call('PUT', '/api/v1/workflows/asks', { body: { definition: definition(says, asks) }, headers: { 'if-match': headers.get('etag')! } })).status).toBe(200);
  expect((await post('/workflows/asks/publish')).status).toBe(201);
};
const start = async (body: object = {}): Promise<Run> => (await post('/workflows/asks/runs', { input: { n: 4 }, ...body })).body;
const approve = async (run: string): Promise<Run> => {
  const [request] = (await get<Page<Approval>>(`/approvals?run=${run}&status=open`)).body.items;
  await post(`/approvals/${request!.id}/decision`, { outcome: 'approved', by: 'Ada' });
  return (await get(`/runs/${run}`)).body;
};
const replayed = async (run: string): Promise<boolean> => (await get<Replay>(`/runs/${run}/replay`)).body.ok;

beforeAll(async () => {
  expect((await post('/workflows', { slug: 'asks', definition: definition('one') })).status).toBe(201);
  expect((await post('/workflows/asks/publish')).status).toBe(201);
  await publish('two');
  await publish('three', 'Something else?');
});

describe('a fork', () => {
  it('tells how much time its clocks have left, as a duration', async () => {
    const waits = { heddle: 1, name: 'Waits', nodes: [{ id: 'start', type: 'start' }, { id: 'wait', type: 'wait', params: { for: '1h30m' } }, { id: 'end', type: 'end' }], edges: [{ id: 'a', source: 'start', target: 'wait' }, { id: 'b', source: 'wait', target: 'end' }] };
    const { body } = await post('/runs', { definition: waits });
    const planned = await post<ForkPlanView>(`/runs/${body.id}/fork`, { dryRun: true });
    expect(planned.body.timers).toEqual([{ path: 'wait', remaining: '1h30m' }]);
    await post(`/runs/${body.id}/terminate`);
  });

  it('tells it also of a clock that is further away than the longest duration one may ask for', async () => {
    const waits = { heddle: 1, name: 'Far away', nodes: [{ id: 'start', type: 'start' }, { id: 'wait', type: 'wait', params: { until: '2999-01-01T00:00:00Z' } }, { id: 'end', type: 'end' }], edges: [{ id: 'a', source: 'start', target: 'wait' }, { id: 'b', source: 'wait', target: 'end' }] };
    const { body } = await post('/runs', { definition: waits });
    const planned = await post<ForkPlanView>(`/runs/${body.id}/fork`, { dryRun: true });
    expect(forkPlanSchema.parse(planned.body).timers).toEqual([{ path: 'wait', remaining: expect.stringMatching(/^35\d{4}d/) as string }]);
    await post(`/runs/${body.id}/terminate`);
  });

  it('tells beforehand what it keeps, and is then a run of its own', async () => {
    const source = await start({ version: 1, key: 'k' });
    expect(await approve(source.id)).toMatchObject({ status: 'completed', output: { n: 4 } });
    const planned = await post<ForkPlanView>(`/runs/${source.id}/fork`, { from: { step: 'ask' }, dryRun: true });
    expect(planned.status).toBe(200);
    expect(planned.body).toMatchObject({ ok: true, refusal: null, version: 1, counts: { kept: 2, again: 0 }, approvals: [{ path: 'ask', title: 'Go on?', decisions: 0 }] });
    const { status, body, headers } = await post(`/runs/${source.id}/fork`, { from: { step: 'ask' }, edits: { input: { n: 9 }, outputs: { twice: 0 } }, reason: 'what if', by: 'Ada' });
    expect([status, headers.get('location')]).toEqual([201, `/api/v1/runs/${body.id}`]);
    expect(body).toMatchObject({ status: 'running', key: null, version: 1, input: { n: 9 }, forkedFrom: { runId: source.id, event: planned.body.cut.event }, resetFrom: null });
    expect(await approve(body.id)).toMatchObject({ status: 'completed', output: { n: 9, twice: 0, says: 'one' } });
    expect(await replayed(body.id)).toBe(true);
    const { events } = (await get<{ events: ApiEvent[] }>(`/runs/${body.id}/events`)).body;
    expect(events.find((event) => event.type === 'run.forked')).toMatchObject({ name: 'run forked', data: { by: 'Ada', reason: 'what if' } });
    expect((await get<Page<RunListItem>>(`/runs?forkedFrom=${source.id}`)).body.items.map((run) => run.id)).toEqual([body.id]);
  });

  it('goes on under another version when it is asked to', async () => {
    const source = await start({ version: 1 });
    const { body } = await post(`/runs/${source.id}/fork`, { version: 2 });
    expect([body.version, await approve(body.id)]).toMatchObject([2, { output: { says: 'two' } }]);
    expect((await post(`/runs/${source.id}/fork`, { version: 'latest' })).body).toMatchObject({ status: 409, code: 'not_migratable', problems: [{ node: 'ask', code: 'node_changed', pointer: '/version' }] });
  });

  it('gives other parameters to what has not begun, and names them beforehand', async () => {
    const source = await start({ version: 1 });
    const edits = { params: { end: { output: 'edited {{ input.n }}' } } };
    const planned = await post<ForkPlanView>(`/runs/${source.id}/fork`, { edits, dryRun: true });
    expect(planned.body).toMatchObject({ ok: true, edited: [{ node: 'end', type: 'end', params: ['output'], again: [] }] });
    const { status, body } = await post(`/runs/${source.id}/fork`, { edits });
    expect([status, await approve(body.id), await approve(source.id)]).toMatchObject([201, { status: 'completed', output: 'edited 4' }, { output: { says: 'one' } }]);
    const { events } = (await get<{ events: ApiEvent[] }>(`/runs/${body.id}/events`)).body;
    expect(events.find((event) => event.type === 'run.forked')).toMatchObject({ data: { edits } });
    expect([await replayed(body.id), await replayed(source.id)]).toEqual([true, true]);
  });

  it('says of each edit that cannot be where it stands, also when it only looks', async () => {
    const source = await start({ version: 1 });
    const edits = { params: { twice: { value: 1 } }, outputs: { nobody: 1 } };
    const pointers = [{ pointer: '/edits/outputs/nobody' }, { pointer: '/edits/params/twice' }];
    expect((await post(`/runs/${source.id}/fork`, { edits })).body).toMatchObject({ code: 'invalid_edit', problems: pointers });
    expect((await post<ForkPlanView>(`/runs/${source.id}/fork`, { edits, dryRun: true })).body).toMatchObject({ ok: false, refusal: { code: 'invalid_edit', problems: pointers } });
    const wrong = { edits: { params: { end: { output: '{{ 1 + }}' } } } };
    for (const dryRun of [false, true]) expect((await post(`/runs/${source.id}/fork`, { ...wrong, dryRun })).body).toMatchObject({ status: 422, code: 'invalid_params', problems: [{ pointer: '/edits/params/end/output' }] });
    // Before it began, the same node takes them.
    expect((await post<ForkPlanView>(`/runs/${source.id}/reset`, { edits: { params: { end: { output: 1 } } }, dryRun: true })).body).toMatchObject({ ok: true, edited: [{ node: 'end' }] });
  });

  it('is made once under one idempotency key', async () => {
    const source = await start({ version: 1 });
    const [one, two] = [await post(`/runs/${source.id}/fork`, { idempotencyKey: 'f' }), await post(`/runs/${source.id}/fork`, { idempotencyKey: 'f' })];
    expect([one.status, two.status, two.body.id]).toEqual([201, 200, one.body.id]);
    expect((await post(`/runs/${source.id}/fork`, { idempotencyKey: 'f', key: 'x' })).body).toMatchObject({ status: 409, code: 'idempotency_conflict' });
  });

  it.each([
    [{ from: { event: 99 } }, 422, 'unknown_event', /1 to \d+; 99 is not/],
    [{ from: { step: 'nobody' } }, 404, 'step_not_found', /no step "nobody"/],
    [{ from: { event: 1, step: 'ask' } }, 422, 'invalid_request', /from/],
    [{ edits: { outputs: { ask: 1 } } }, 422, 'invalid_edit', /Decide it in the fork/],
    [{ edits: { input: { n: 'four' } } }, 422, 'invalid_input', /\/edits\/input\/n/],
    [{ edits: { params: { twice: { value: 1 } } } }, 422, 'invalid_edit', /"twice" is completed at the cut/],
    [{ edits: { params: { ask: { title: 'Else?' } } } }, 422, 'invalid_edit', /"ask" has begun at the cut/],
    [{ edits: { params: { nobody: {} } } }, 422, 'unknown_node', /no node "nobody"/],
    [{ edits: { params: { end: { output: '{{ nodes.nobody.output }}' } } } }, 422, 'invalid_params', /"end" cannot take these parameters/],
    [{ edits: { params: { end: 5 } } }, 422, 'invalid_request', /params/],
    [{ edits: { colour: 1 } }, 422, 'invalid_request', /colour/],
    [{ version: 9 }, 404, 'version_not_found', /no version 9/],
    [{ key: 'held' }, 409, 'key_taken', /has the key "held"/],
  ])('%j is refused with %i %s', async (body, status, code, says) => {
    const source = await start({ version: 1 });
    const holder = (await post('/workflows/asks/runs', { input: { n: 1 }, key: 'held', onConflict: 'return' })).body;
    expect(holder.key).toBe('held');
    const refused = await post(`/runs/${source.id}/fork`, body);
    expect(refused.body).toMatchObject({ status, code, detail: expect.stringMatching(says) });
  });
});

describe('a reset', () => {
  it('ends its source and has its key', async () => {
    const source = await start({ version: 1, key: 'order-1' });
    const { status, body } = await post(`/runs/${source.id}/reset`, { from: { event: 1 } });
    expect([status, body]).toMatchObject([201, { key: 'order-1', resetFrom: { runId: source.id }, forkedFrom: null }]);
    expect((await get(`/runs/${source.id}`)).body.status).toBe('terminated');
    expect((await post(`/runs/${body.id}/reset`, {})).status).toBe(201);
  });

  it('at the end of a run that is over is refused', async () => {
    const source = await start({ version: 1 });
    await post(`/runs/${source.id}/terminate`);
    expect((await post(`/runs/${source.id}/reset`)).body).toMatchObject({ status: 409, code: 'nothing_left' });
    expect((await post<ForkPlanView>(`/runs/${source.id}/reset`, { dryRun: true })).body).toMatchObject({ ok: false, refusal: { code: 'nothing_left' } });
    expect((await post('/runs/nope/reset')).body).toMatchObject({ status: 404, code: 'run_not_found' });
  });
});

describe('a move to another version', () => {
  it('is looked at, made, and seen in the run', async () => {
    const run = await start({ version: 1 });
    expect((await post<MigrationPlanView>(`/runs/${run.id}/migrate`, { version: 2, dryRun: true })).body).toEqual({ from: 1, to: 2, ok: true, refusal: null, problems: [] });
    expect((await post(`/runs/${run.id}/migrate`, { version: 2, by: 'Ada' })).body).toMatchObject({ id: run.id, version: 2, status: 'running' });
    expect((await get<{ nodes: { id: string; params: { output?: unknown } }[] }>(`/runs/${run.id}/definition`)).body.nodes.at(-1)?.params.output).toMatchObject({ says: 'two' });
    expect(await approve(run.id)).toMatchObject({ output: { says: 'two' } });
    expect(await replayed(run.id)).toBe(true);
  });

  it('is refused with what means something else there', async () => {
    const run = await start({ version: 1 });
    expect((await post(`/runs/${run.id}/migrate`, { version: 3 })).body).toMatchObject({ status: 409, code: 'not_migratable', detail: expect.stringContaining('params.title'), problems: [{ node: 'ask' }], context: { problems: [{ differs: ['params.title'] }] } });
    expect((await post<MigrationPlanView>(`/runs/${run.id}/migrate`, { version: 'latest', dryRun: true })).body).toMatchObject({ ok: false, to: 3, problems: [{ node: 'ask', code: 'node_changed', differs: ['params.title'] }] });
    expect((await post(`/runs/${run.id}/migrate`, { version: 1 })).body).toMatchObject({ status: 409, code: 'same_version' });
    expect((await post(`/runs/${run.id}/migrate`)).body).toMatchObject({ status: 422, code: 'invalid_request', problems: [{ pointer: '/version' }] });
    await post(`/runs/${run.id}/pause`);
    expect((await post(`/runs/${run.id}/migrate`, { version: 2 })).body).toMatchObject({ status: 409, code: 'run_paused' });
    expect((await post<MigrationPlanView>(`/runs/${run.id}/migrate`, { version: 2, dryRun: true })).body).toMatchObject({ ok: false, refusal: { code: 'run_paused' } });
  });
});

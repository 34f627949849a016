import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Approval, ApiEvent, Page, Problem, Replay, Run, RunListItem, Step, StepDetail, Workflow } from '@/engine/index.ts';
import { ASK, BREAK, HELLO, LISTEN, ROUNDS } from '@/app/_server/testing/definitions.fixture.ts';
import { StreamClient } from '@/app/_server/testing/read-stream.ts';
import { call } from '@/app/_server/testing/route-files.ts';
import { serveApi } from '@/app/_server/testing/served-api.fixture.ts';

const api = serveApi();

/** An answer of whichever kind came; the test says which it wants. */
type Or<T> = T & Omit<Problem, 'status'>;
type EventPage = { events: ApiEvent[]; nextAfter: number | null; lastSeq: number };
const post = <T = Or<Run>>(path: string, body: unknown = {}) => call<T>('POST', `/api/v1${path}`, { body });
const get = <T = Or<Run>>(path: string) => call<T>('GET', `/api/v1${path}`);

beforeAll(async () => {
  for (const [slug, definition] of Object.entries({ hello: HELLO, ask: ASK, listen: LISTEN, rounds: ROUNDS, break: BREAK })) {
    const made = await post<Problem>('/workflows', { slug, definition });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const published = await post<Problem>(`/workflows/${slug}/publish`);
    expect(published.status, JSON.stringify(published.body)).toBe(201);
  }
});

/** The open request of a run. */
async function requestOf(run: string): Promise<Approval> {
  const { items } = (await get<Page<Approval>>(`/approvals?run=${run}`)).body;
  expect(items).toHaveLength(1);
  return items[0]!;
}

describe('starting a run', () => {
  it('waits for its end when asked to, with defaults filled in', async () => {
    const { status, body, headers } = await post('/workflows/hello/runs?wait=10s', { input: { name: 'Ada' } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'completed', version: 1, input: { name: 'Ada', mark: '!' }, output: { message: 'Hello Ada!' }, workflow: { slug: 'hello' } });
    expect(headers.get('location')).toBe(`/api/v1/runs/${body.id}`);
    expect(body.steps.map((step) => step.path)).toEqual(['start', 'greet', 'end']);
    expect(body.counts).toEqual({ completed: 3 });
  });

  it('is told apart by who asked: a page of ours, or a call', async () => {
    const from = (headers: Record<string, string>) => call<Run>('POST', '/api/v1/workflows/hello/runs', { body: { input: { name: 'Ada' } }, headers });
    expect((await from({})).body.trigger).toBe('api');
    expect((await from({ 'sec-fetch-site': 'none' })).body.trigger).toBe('api');
    expect((await from({ 'sec-fetch-site': 'same-origin' })).body.trigger).toBe('ui');
  });

  it('answers 202 when the wait is over before the run is', async () => {
    const { status, body } = await post('/workflows/ask/runs?wait=50ms', { input: { amount: 5 } });
    expect([status, body.waitingFor.map((wait) => wait.kind)]).toEqual([202, ['approval']]);
  });

  it('is answered as a look at the run would tell it, with every iteration that is over', async () => {
    const { status, body } = await post('/workflows/ask/runs', { input: { amount: 6 } });
    expect(status).toBe(201);
    expect((await get(`/runs/${body.id}`)).body).toEqual(body);
    const loop = { heddle: 1, name: 'Counts and asks', nodes: [{ id: 'start', type: 'start' }, { id: 'count', type: 'loop', params: { count: 2, maximum: 2 } }, { id: 'one', type: 'transform', parent: 'count', params: { value: '{{ iteration }}' } }, { id: 'ask', type: 'approval', params: { title: 'Go on?', due: '1d' } }], edges: [{ id: 'a', source: 'start', target: 'count' }, { id: 'b', source: 'count', target: 'ask' }] };
    const begun = await post('/runs', { definition: loop, input: {} });
    expect(begun.status, JSON.stringify(begun.body)).toBe(201);
    expect(begun.body.steps.map((step) => step.path)).toEqual(['start', 'count', 'count[0]/one', 'count[1]/one', 'ask']);
    expect((await get(`/runs/${begun.body.id}`)).body).toEqual(begun.body);
  });

  it('is told beside its workflow with what it waits for', async () => {
    const { body } = await post('/workflows/ask/runs?wait=50ms', { input: { amount: 41 } });
    const { lastRuns } = (await get<Workflow>('/workflows/ask')).body;
    expect(lastRuns.find((run) => run.id === body.id)).toMatchObject({ status: 'running', waitingFor: [{ kind: 'approval', name: 'Pay 41?', path: 'ask' }] });
  });

  it('runs a definition that is not saved', async () => {
    const { status, body } = await post('/runs?wait=10s', { definition: { ...HELLO, name: 'Not saved' }, input: { name: 'Bo', mark: '?' } });
    expect([status, body.output, body.version, body.trigger, body.workflow.name]).toEqual([200, { message: 'Hello Bo?' }, null, 'test', 'Not saved']);
  });

  it('runs the draft while there is no version, and the latest version from then on', async () => {
    await post('/workflows', { slug: 'fresh', definition: HELLO });
    expect((await post('/workflows/fresh/runs?wait=10s', { input: { name: 'x' } })).body).toMatchObject({ status: 'completed', version: null });
    await post('/workflows/fresh/publish');
    expect((await post('/workflows/fresh/runs?wait=10s', { input: { name: 'x' } })).body.version).toBe(1);
    expect((await post('/workflows/fresh/runs?wait=10s', { input: { name: 'x' }, version: 'draft' })).body.version).toBe(null);
  });

  it('with the same idempotency key is the same run, also when ten start at once', async () => {
    const body = { input: { name: 'once' }, idempotencyKey: 'k-1' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => post('/workflows/hello/runs', body)));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(answers.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([...Array.from({ length: 9 }, () => 200), 201]);
    const other = await post('/workflows/hello/runs', { ...body, input: { name: 'other' } });
    expect(other.body).toMatchObject({ status: 409, code: 'idempotency_conflict' });
  });

  it('with the same idempotency key is the same run after a new version, too', async () => {
    await post('/workflows', { slug: 'again', definition: HELLO });
    const body = { input: { name: 'x' }, idempotencyKey: 'k-2' };
    const first = await post('/workflows/again/runs', body);
    await post('/workflows/again/publish');
    expect((await post('/workflows/again/runs', body)).body.id).toBe(first.body.id);
  });

  it('with the same idempotency key is the same run also when it would be refused now', async () => {
    const { body: created } = await post<Workflow>('/workflows', { slug: 'stricter', definition: HELLO });
    const body = { input: { name: 'x' }, idempotencyKey: 'k-3' };
    const first = await post('/workflows/stricter/runs', body);
    const input = { type: 'object', properties: { name: { type: 'string' }, till: { type: 'string' } }, required: ['name', 'till'] };
    const changed = await call('PUT', '/api/v1/workflows/stricter', { body: { definition: { ...created.definition, input } }, headers: { 'if-match': `"${created.draftRevision}"` } });
    expect(changed.status).toBe(200);
    await post('/workflows/stricter/publish');
    expect((await post('/workflows/stricter/runs', { input: { name: 'x' } })).status).toBe(422);
    const again = await post('/workflows/stricter/runs', body);
    expect([again.status, again.body.id]).toEqual([200, first.body.id]);
    expect((await post('/workflows/stricter/runs?wait=10s', body)).body).toMatchObject({ id: first.body.id, status: 'completed' });
    expect((await post('/workflows/stricter/runs', { ...body, input: { name: 'y' } })).body.code).toBe('idempotency_conflict');
  });

  it('of a definition that is not saved is repeated among the runs of the workflow it names, and takes no such key without one', async () => {
    await post('/workflows', { slug: 'part', definition: HELLO });
    await post('/workflows/part/publish');
    const child = { id: 'child', type: 'child', params: { workflow: 'part', version: 'latest', input: { name: 'x' }, wait: true } };
    const definition = { heddle: 1, name: 'Whole', nodes: [{ id: 'start', type: 'start' }, child, { id: 'end', type: 'end' }], edges: [{ id: 'a', source: 'start', target: 'child' }, { id: 'b', source: 'child', target: 'end' }] };
    const body = { definition, workflow: 'hello', idempotencyKey: 'k-4' };
    const first = await post('/runs?wait=10s', body);
    expect(first.body.status).toBe('completed');
    expect((await call('DELETE', '/api/v1/workflows/part')).status).toBe(204);
    expect((await post('/runs', { definition, workflow: 'hello' })).status).toBe(422);
    const again = await post('/runs', body);
    expect([again.status, again.body.id]).toEqual([200, first.body.id]);
    const nowhere = await post('/runs', { definition: HELLO, input: { name: 'x' }, idempotencyKey: 'k-5', key: 'k', onConflict: 'return' });
    expect(nowhere).toMatchObject({ status: 422, body: { code: 'invalid_request', problems: ['/idempotencyKey', '/key', '/onConflict'].map((pointer) => ({ pointer })) } });
  });

  it('with the key of an open run is refused, answered with that run, or replaces it', async () => {
    const first = await post('/workflows/ask/runs', { input: { amount: 1 }, key: 'order-1' });
    const refused = await post('/workflows/ask/runs', { input: { amount: 1 }, key: 'order-1' });
    expect(refused.body).toMatchObject({ status: 409, code: 'key_taken', context: { runId: first.body.id } });
    const same = await post('/workflows/ask/runs', { input: { amount: 1 }, key: 'order-1', onConflict: 'return' });
    expect([same.status, same.body.id]).toEqual([200, first.body.id]);
    const next = await post('/workflows/ask/runs', { input: { amount: 1 }, key: 'order-1', onConflict: 'cancel' });
    expect(next.status).toBe(201);
    expect((await get(`/runs/${first.body.id}`)).body.status).toBe('cancelled');
  });
});

describe('a run by its workflow and key', () => {
  it('takes every call that it takes by its id, also when the key needs escaping', async () => {
    const { id } = (await post('/workflows/listen/runs', { key: 'no 1/2:b' })).body;
    const at = `/runs/listen:${encodeURIComponent('no 1/2:b')}`;
    expect((await get(at)).body).toEqual((await get(`/runs/${id}`)).body);
    expect((await get<EventPage>(`${at}/events`)).body.events.map((event) => event.seq)[0]).toBe(1);
    expect((await get<StepDetail>(`${at}/steps/start`)).body.path).toBe('start');
    expect((await post(`${at}/pause`)).body).toMatchObject({ id, status: 'paused' });
    const { workflow } = (await get(at)).body;
    expect((await post(`/runs/${workflow.id}:${encodeURIComponent('no 1/2:b')}/resume`)).body).toMatchObject({ id, status: 'running' });
    expect((await post<{ runId: string }>(`${at}/signals/paid`, { payload: { amount: 1 } })).body.runId).toBe(id);
    const stream = await StreamClient.open(`/api/v1${at}/events`);
    await stream.until((messages) => messages.length > 0);
    expect(stream.ids()[0]).toBe(1);
    await stream.leave();
  });

  it('is the open one, or else the newest, which refuses what a run that is over refuses', async () => {
    const begin = async (): Promise<string> => (await post('/workflows/ask/runs', { input: { amount: 1 }, key: 'twice' })).body.id;
    const first = await begin();
    expect((await post('/runs/ask:twice/cancel')).body).toMatchObject({ id: first, status: 'cancelled' });
    expect((await post('/runs/ask:twice/cancel')).body).toMatchObject({ status: 409, code: 'run_over' });
    const second = await begin();
    expect((await get('/runs/ask:twice')).body.id).toBe(second);
    await post('/runs/ask:twice/terminate');
    expect((await get('/runs/ask:twice')).body).toMatchObject({ id: second, status: 'terminated' });
  });

  it('that is not there is told by what is missing', async () => {
    expect((await get('/runs/ask:never')).body).toMatchObject({ status: 404, code: 'run_not_found', detail: '“Ask” has no run with the key "never".' });
    expect((await post('/runs/nobody:twice/pause')).body).toMatchObject({ status: 404, code: 'run_not_found', detail: 'There is no run "nobody:twice": no workflow has the id or slug "nobody".' });
    expect((await get('/runs/:')).body).toMatchObject({ status: 404, code: 'run_not_found' });
  });
});

describe('an approval', () => {
  it('is decided once, by the first who posts, and tells the second who that was', async () => {
    const run = (await post('/workflows/ask/runs', { input: { amount: 500 } })).body;
    const request = await requestOf(run.id);
    expect(request).toMatchObject({ title: 'Pay 500?', status: 'open', outcomes: ['approved', 'rejected'], runId: run.id, path: 'ask' });
    for (const method of ['GET', 'HEAD']) await call(method, `/api/v1/approvals/${request.id}`);
    expect((await get<Approval>(`/approvals/${request.id}`)).body.status).toBe('open');

    const decide = (body: object) => post<Or<Approval>>(`/approvals/${request.id}/decision`, body);
    expect((await decide({ outcome: 'maybe', by: 'Ada' })).body).toMatchObject({ status: 422, code: 'unknown_outcome', context: { outcomes: ['approved', 'rejected'] } });
    expect((await decide({ outcome: 'approved', by: 'Ada', data: { reason: 'x' } })).body).toMatchObject({ status: 422, code: 'invalid_form', problems: [{ pointer: '/data/reason' }] });
    expect((await decide({ outcome: 'approved', by: 'Ada', shownHash: 'of-something-else' })).body).toMatchObject({ status: 409, code: 'shown_changed' });

    const decided = await decide({ outcome: 'approved', by: 'Ada', comment: 'Fine.', data: { reason: 'It is due.' }, shownHash: request.shownHash });
    expect(decided.body).toMatchObject({ status: 'decided', outcome: 'approved', decisions: [{ outcome: 'approved', by: 'Ada', comment: 'Fine.' }] });
    const second = await decide({ outcome: 'rejected', by: 'Bo' });
    expect(second.body).toMatchObject({ status: 409, code: 'already_decided', context: { by: 'Ada', outcome: 'approved' } });
    expect(second.body.detail).toMatch(/^Ada decided “approved” at \d{4}-/);

    expect((await get(`/runs/${run.id}`)).body).toMatchObject({ status: 'completed', output: { yes: { outcome: 'approved', by: 'Ada', data: { reason: 'It is due.' } } } });
    const { events } = (await get<EventPage>(`/runs/${run.id}/events`)).body;
    expect(events.find((event) => event.type === 'approval.decided')?.data).toMatchObject({ by: 'Ada', shownHash: request.shownHash });
  });

  it('needs its form filled in for the first outcome only, where what it is prefilled with stands for what was not sent', async () => {
    const form = { type: 'object', properties: { reason: { type: 'string' }, limit: { type: 'integer', default: 5 } }, required: ['reason', 'limit'] };
    const begin = async (prefill?: object) => {
      const definition = { heddle: 1, name: 'Asks', nodes: [{ id: 'start', type: 'start' }, { id: 'ask', type: 'approval', params: { title: 'Go?', form, ...(prefill === undefined ? {} : { prefill }), due: '1d' } }], edges: [{ id: 'a', source: 'start', target: 'ask' }] };
      const { body } = await post('/runs', { definition, input: {} });
      const { id } = await requestOf(body.id);
      return { run: body.id, decide: (outcome: string) => post<Or<Approval>>(`/approvals/${id}/decision`, { outcome, by: 'Ada' }) };
    };
    const output = async (run: string): Promise<unknown> => (await get<StepDetail>(`/runs/${run}/steps/ask`)).body.output;

    const bare = await begin();
    expect((await bare.decide('approved')).body).toMatchObject({ status: 422, code: 'invalid_form', problems: [{ pointer: '/data/reason' }] });
    expect((await bare.decide('rejected')).body).toMatchObject({ status: 'decided', outcome: 'rejected' });
    expect(await output(bare.run)).toMatchObject({ outcome: 'rejected', data: null });

    const prefilled = await begin({ reason: 'As ever.' });
    expect((await prefilled.decide('approved')).body).toMatchObject({ status: 'decided', outcome: 'approved' });
    expect(await output(prefilled.run)).toMatchObject({ outcome: 'approved', data: { reason: 'As ever.', limit: 5 } });
  });

  it('is handed over, is found by who is asked then, and is still decided once', async () => {
    const run = (await post('/workflows/ask/runs', { input: { amount: 3 } })).body;
    const request = await requestOf(run.id);
    const over = (body: object) => post<Or<Approval>>(`/approvals/${request.id}/delegate`, body);
    const foundBy = async (...names: string[]) => (await get<Page<Approval>>(`/approvals?run=${run.id}&${names.map((name) => `assignee=${name}`).join('&')}`)).body.items.length;
    // Who asks nobody by name asks everybody.
    expect([request.assignees, await foundBy('Ada')]).toEqual([[], 1]);
    expect((await over({ to: [' Bo ', 'finance'], by: 'Ada', comment: 'You know them.' })).body).toMatchObject({ status: 'open', assignees: ['Bo', 'finance'], delegations: [{ by: 'Ada', to: ['Bo', 'finance'], comment: 'You know them.' }] });
    expect([await foundBy('Ada'), await foundBy('Ada', 'finance'), await foundBy('Bo')]).toEqual([0, 1, 1]);
    expect((await over({ to: ['Bo'], by: 'Ada' })).body).toMatchObject({ status: 409, code: 'already_assigned' });
    expect((await over({ to: Array.from({ length: 20 }, (_, n) => `p${n}`), by: 'Bo' })).body.assignees).toHaveLength(21);
    expect((await get<Approval>(`/approvals/${request.id}`)).body.delegations).toHaveLength(2);
    expect((await post<Or<Approval>>(`/approvals/${request.id}/decision`, { outcome: 'approved', by: 'p3', data: { reason: 'Fine.' }, shownHash: request.shownHash })).body).toMatchObject({ status: 'decided' });
    expect((await over({ to: ['Cy'], by: 'Bo' })).body).toMatchObject({ status: 409, code: 'already_decided', context: { by: 'p3' } });
    expect((await get<{ ok: boolean }>(`/runs/${run.id}/replay`)).body.ok).toBe(true);
  });

  it('is not decided or handed over by who may not, and says so with 403', async () => {
    const definition = { heddle: 1, name: 'Asks others', nodes: [{ id: 'start', type: 'start' }, { id: 'ask', type: 'approval', params: { title: 'Pay?', due: '1d', excluded: ['{{ input.requester }}'] } }], edges: [{ id: 'a', source: 'start', target: 'ask' }] };
    const run = (await post('/runs', { definition, input: { requester: 'Ada' } })).body;
    const request = await requestOf(run.id);
    expect(request.excluded).toEqual(['Ada']);
    const barred = { status: 403, code: 'may_not_decide', detail: '"ada" may not decide this request.' };
    expect((await post<Or<Approval>>(`/approvals/${request.id}/decision`, { outcome: 'approved', by: 'ada', shownHash: request.shownHash })).body).toMatchObject(barred);
    expect((await post<Or<Approval>>(`/approvals/${request.id}/delegate`, { to: ['Bo'], by: 'ada' })).body).toMatchObject(barred);
    expect((await post<Or<Approval>>(`/approvals/${request.id}/delegate`, { to: ['Bo', 'ada'], by: 'Cy' })).body).toMatchObject(barred);
    expect((await post<Or<Approval>>(`/approvals/${request.id}/decision`, { outcome: 'approved', by: 'Bo', shownHash: request.shownHash })).body).toMatchObject({ status: 'decided', decisions: [{ by: 'Bo' }] });
  });

  it('is listed after a cursor of whatever numbers', async () => {
    const cursorOf = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');
    expect((await get(`/approvals?cursor=${cursorOf(Date.now(), Date.now(), 'run', 4_294_967_296)}`)).status).toBe(200);
    expect((await get(`/approvals?status=closed&cursor=${cursorOf(Date.now(), 4_294_967_296, 'run')}`)).status).toBe(200);
    expect((await get(`/approvals?status=all&cursor=${cursorOf(Date.now(), 'run', 4_294_967_296)}`)).status).toBe(200);
  });

  it('is not looked for with the cursor of another list', async () => {
    await post('/workflows/ask/runs', { input: { amount: 1 } });
    await post('/workflows/ask/runs', { input: { amount: 1 } });
    const { nextCursor } = (await get<Page<Approval>>('/approvals?limit=1')).body;
    expect((await get(`/approvals?limit=1&cursor=${nextCursor}`)).status).toBe(200);
    for (const status of ['closed', 'all']) expect((await get<Problem>(`/approvals?status=${status}&cursor=${nextCursor}`)).body).toMatchObject({ status: 400, code: 'invalid_cursor' });
  });

  it('has one winner when ten people decide at once', async () => {
    const run = (await post('/workflows/ask/runs', { input: { amount: 1 } })).body;
    const request = await requestOf(run.id);
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => post<Problem>(`/approvals/${request.id}/decision`, { outcome: index % 2 === 0 ? 'approved' : 'rejected', by: `Person ${index}`, data: { reason: 'It is due.' } })));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    const winner = (await get<Approval>(`/approvals/${request.id}`)).body.decisions[0]!.by;
    for (const { status, body } of answers) if (status !== 200) expect(body).toMatchObject({ status: 409, code: 'already_decided', context: { by: winner } });
  });
});

describe('a signal', () => {
  it('is checked, kept in order, and taken once for each client id', async () => {
    const run = (await post('/workflows/listen/runs')).body;
    const send = (name: string, body: object) => post<Problem & { accepted: boolean }>(`/runs/${run.id}/signals/${name}`, body);
    expect((await send('payed', {})).body).toMatchObject({ status: 422, code: 'unknown_signal', context: { signals: ['paid'] } });
    expect((await send('paid', { payload: { amount: 'much' } })).body).toMatchObject({ status: 422, code: 'invalid_payload', problems: [{ pointer: '/payload/amount' }] });
    expect((await send('paid', { payload: { amount: 1 }, id: 'a' })).body.accepted).toBe(true);
    expect((await send('paid', { payload: { amount: 1 }, id: 'a' })).body.accepted).toBe(false);
    expect((await get(`/runs/${run.id}`)).body.status).toBe('running');
    expect((await send('paid', { payload: { amount: 2 }, id: 'b' })).status).toBe(202);
    expect((await get(`/runs/${run.id}`)).body).toMatchObject({ status: 'completed', output: [1, 2] });
    expect((await send('paid', { payload: { amount: 3 } })).body).toMatchObject({ status: 409, code: 'run_over' });
    // Its sender may not have heard that it was taken.
    expect(await send('paid', { payload: { amount: 2 }, id: 'b' })).toMatchObject({ status: 202, body: { accepted: false } });
  });

  it('says in the history who sent it and why, where that was said', async () => {
    const { id } = (await post('/workflows/listen/runs')).body;
    await post(`/runs/${id}/signals/paid`, { payload: { amount: 1 }, by: 'Ada', reason: 'The bank was down.' });
    await post(`/runs/${id}/signals/paid`, { payload: { amount: 2 } });
    const { events } = (await get<EventPage>(`/runs/${id}/events`)).body;
    expect(events.filter(({ type }) => type === 'signal.received').map(({ data }) => data)).toEqual([
      { name: 'paid', payload: { amount: 1 }, clientId: null, by: 'Ada', reason: 'The bank was down.' },
      { name: 'paid', payload: { amount: 2 }, clientId: null, by: null },
    ]);
    expect((await get<Replay>(`/runs/${id}/replay`)).body.ok).toBe(true);
  });

  it('reaches a run by workflow and key, and starts it when asked to', async () => {
    const send = (body: object) => post<Problem & { runId: string; started: boolean }>('/workflows/listen/signals/paid', { key: 'customer-7', payload: { amount: 4 }, ...body });
    expect((await send({})).body).toMatchObject({ status: 404, code: 'run_not_found' });
    const first = (await send({ start: true })).body;
    expect(first.started).toBe(true);
    const second = (await send({ start: true, payload: { amount: 5 } })).body;
    expect([second.started, second.runId]).toEqual([false, first.runId]);
    expect((await get(`/runs/${first.runId}`)).body).toMatchObject({ status: 'completed', output: [4, 5], key: 'customer-7' });
  });
});

describe('controls', () => {
  it('pause, resume and cancel, each with its reason in the history and each refused where it makes no sense', async () => {
    const { id } = (await post('/workflows/ask/runs', { input: { amount: 1 } })).body;
    expect((await post(`/runs/${id}/resume`)).body).toMatchObject({ status: 409, code: 'not_paused' });
    expect((await post(`/runs/${id}/pause`, { reason: 'lunch', by: 'Ada' })).body.status).toBe('paused');
    expect((await post(`/runs/${id}/pause`)).body).toMatchObject({ status: 409, code: 'already_paused' });
    expect((await post(`/runs/${id}/resume`)).body.status).toBe('running');
    expect((await post(`/runs/${id}/retry`)).body).toMatchObject({ status: 409, code: 'run_not_over' });
    expect((await post(`/runs/${id}/cancel`, { reason: 'not needed' })).body.status).toBe('cancelled');
    expect((await post(`/runs/${id}/cancel`)).body).toMatchObject({ status: 409, code: 'run_over' });
    expect((await get<Page<Approval>>(`/approvals?run=${id}&status=all`)).body.items[0]!.status).toBe('withdrawn');
    const { events } = (await get<EventPage>(`/runs/${id}/events`)).body;
    expect(events.find((event) => event.type === 'run.paused')).toMatchObject({ data: { reason: 'lunch', by: 'Ada' }, name: 'run paused' });
  });

  it('terminate at once, for good', async () => {
    const { id } = (await post('/workflows/listen/runs')).body;
    expect((await post(`/runs/${id}/terminate`, { reason: 'now' })).body.status).toBe('terminated');
    expect((await post(`/runs/${id}/retry`)).body).toMatchObject({ status: 409, code: 'not_retryable' });
  });

  it('let a parked run go on or end, and never tell what parked it', async () => {
    const { body: run } = await post('/workflows/listen/runs');
    const park = () => api.database.query(`UPDATE runs SET parked = 'cannot reach postgres://me:s3cret@db' WHERE id = $1`, [run.id]);
    await park();
    const refused = await post(`/runs/${run.id}/pause`);
    expect([refused.status, refused.body.code]).toEqual([409, 'run_parked']);
    const shown = await get(`/runs/${run.id}`);
    expect(shown.body.parked).toContain('log');
    expect(JSON.stringify([refused.body, shown.body])).not.toContain('s3cret');
    expect((await post(`/runs/${run.id}/unpark`, { reason: 'mended' })).body).toMatchObject({ parked: null, status: 'running' });
    expect((await post(`/runs/${run.id}/unpark`)).body.code).toBe('not_parked');
    await park();
    expect((await post(`/runs/${run.id}/terminate`)).body).toMatchObject({ parked: null, status: 'terminated' });
  });

  it('retry a failed run in place, as its next generation', async () => {
    const { body } = await post('/workflows/break/runs?wait=10s', { input: { text: 'no json' } });
    expect(body).toMatchObject({ status: 'failed', generation: 1, error: { type: 'expression_error' } });
    const again = await post(`/runs/${body.id}/retry`, { reason: 'once more' });
    expect(again.body).toMatchObject({ id: body.id, status: 'failed', generation: 2 });
  });
});

describe('reading a run', () => {
  it('gives its steps by path, iterations included, each with its derived input', async () => {
    const { id, output } = (await post('/workflows/rounds/runs?wait=10s')).body;
    expect(output).toBe(4);
    const all = (await get<Page<Step>>(`/runs/${id}/steps`)).body.items.map((step) => step.path);
    expect(all).toEqual(['start', 'rounds', 'rounds[0]/square', 'rounds[1]/square', 'rounds[2]/square', 'end']);
    expect((await get<Page<Step>>(`/runs/${id}/steps?container=rounds&iteration=1`)).body.items.map((step) => step.path)).toEqual(['rounds[1]/square']);
    expect((await get<Page<Step>>(`/runs/${id}/steps?status=failed,running`)).body.items).toEqual([]);
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Page<Step> = (await get<Page<Step>>(`/runs/${id}/steps?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)).body;
      paged.push(...page.items.map((step) => step.path));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all);
    for (const path of ['rounds[2]/square', 'rounds%5B2%5D/square', 'rounds%5B2%5D%2Fsquare']) {
      expect((await get<StepDetail>(`/runs/${id}/steps/${path}`)).body).toMatchObject({ path: 'rounds[2]/square', node: 'square', type: 'transform', status: 'completed', output: 4 });
    }
    expect((await get<Problem>(`/runs/${id}/steps/rounds[9]/square`)).body).toMatchObject({ status: 404, code: 'step_not_found' });
  });

  it('tells how it stands without looking into its history, when asked to be brief', async () => {
    const { id } = (await post('/workflows/rounds/runs?wait=10s')).body;
    const { input, counts, steps, ...rest } = (await get(`/runs/${id}`)).body;
    expect([input, counts, steps.length]).toEqual([{}, { completed: 6 }, 6]);
    const looks = vi.spyOn(api.server.engine, 'viewState');
    expect((await get(`/runs/${id}?brief=true`)).body).toEqual(rest);
    expect(looks).not.toHaveBeenCalled();
    expect(await get(`/runs/${id}?brief=false`)).toMatchObject({ status: 200, body: { steps } });
    expect(await get(`/runs/${id}?brief=yes`)).toMatchObject({ status: 422, body: { code: 'invalid_request' } });
    expect(await get('/runs/none?brief=true')).toMatchObject({ status: 404, body: { code: 'run_not_found' } });
  });

  it('gives its history page by page without a gap, and proves it by replay', async () => {
    const { id } = (await post('/workflows/rounds/runs?wait=10s')).body;
    const seqs: number[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const page: EventPage = (await get<EventPage>(`/runs/${id}/events?after=${after}&limit=3`)).body;
      seqs.push(...page.events.map((event) => event.seq));
      after = page.nextAfter;
    }
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => index + 1));
    expect((await get<Replay>(`/runs/${id}/replay`)).body).toMatchObject({ ok: true, events: seqs.length });
  });

  it('lists runs by every filter, keyset-paged', async () => {
    const mark = `m${Date.now()}`;
    for (let count = 0; count < 5; count += 1) await post('/workflows/hello/runs', { input: { name: 'x' }, searchAttributes: { order: `${mark}-${count % 2}` } });
    const list = async (query: string) => (await get<Page<RunListItem>>(`/runs?${query}`)).body;
    expect((await list(`attribute=order:${mark}-0`)).items).toHaveLength(3);
    expect((await list('workflow=break&status=failed')).items).toHaveLength(1);
    expect((await list('workflow=break&status=completed,running')).items).toEqual([]);
    expect((await list('workflow=hello&version=2')).items).toEqual([]);
    expect((await list('key=customer-7')).items.map((run) => run.workflow.slug)).toEqual(['listen']);
    expect((await list('startedBefore=2020-01-01T00:00:00Z')).items).toEqual([]);
    const all = (await list('limit=500')).items.map((run) => run.id);
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Page<RunListItem> = await list(`limit=4${cursor === '' ? '' : `&cursor=${cursor}`}`);
      paged.push(...page.items.map((run) => run.id));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all);
    expect(all.length).toBeGreaterThan(15);
  });
});

describe('the live history', () => {
  it('of a run that is over is all of it, and then the end', async () => {
    const { id, lastSeq } = (await post('/workflows/rounds/runs?wait=10s')).body;
    const client = await StreamClient.open(`/api/v1/runs/${id}/events`);
    await client.until((messages) => messages.some((message) => message.event === 'end'));
    expect(client.ids()).toEqual(Array.from({ length: lastSeq }, (_, index) => index + 1));
    await client.until(() => client.ended);
  });

  it('goes on after a break without a gap or a repeat', async () => {
    const { id } = (await post('/workflows/listen/runs')).body;
    const first = await StreamClient.open(`/api/v1/runs/${id}/events`);
    await first.until((messages) => messages.length > 0);
    await post(`/runs/${id}/signals/paid`, { payload: { amount: 1 } });
    await first.until((messages) => messages.some((message) => (message.data as ApiEvent).type === 'signal.received'));
    await first.leave();
    expect(first.ended).toBe(true);
    await post(`/runs/${id}/pause`);
    await post(`/runs/${id}/resume`);
    const second = await StreamClient.open(`/api/v1/runs/${id}/events`, { 'last-event-id': String(first.ids().at(-1)) });
    await post(`/runs/${id}/signals/paid`, { payload: { amount: 2 } });
    await second.until((messages) => messages.some((message) => message.event === 'end'));
    const { lastSeq } = (await get(`/runs/${id}`)).body;
    expect([...first.ids(), ...second.ids()]).toEqual(Array.from({ length: lastSeq }, (_, index) => index + 1));
  });

  it('reaches fifty watchers of one run alike', async () => {
    const { id } = (await post('/workflows/ask/runs', { input: { amount: 1 } })).body;
    const clients = await Promise.all(Array.from({ length: 50 }, () => StreamClient.open(`/api/v1/runs/${id}/events`)));
    const request = await requestOf(id);
    await post(`/approvals/${request.id}/decision`, { outcome: 'rejected', by: 'Ada' });
    await Promise.all(clients.map((client) => client.until((messages) => messages.some((message) => message.event === 'end'))));
    for (const client of clients) expect(client.ids()).toEqual(clients[0]!.ids());
  });

  it('of the lists begins with the counts and tells runs and approvals', async () => {
    const client = await StreamClient.open('/api/v1/stream');
    await client.until((messages) => messages.some((message) => (message.data as { type: string }).type === 'hello'));
    const { id } = (await post('/workflows/ask/runs', { input: { amount: 1 } })).body;
    await client.until((messages) => messages.some((message) => (message.data as { type: string; id?: string }).type === 'run' && (message.data as { id: string }).id === id));
    await client.until((messages) => messages.some((message) => (message.data as { type: string; id?: string }).type === 'approval' && (message.data as { id: string }).id.startsWith(id)));
    await client.leave();
    expect(client.ended).toBe(true);
  });
});

import { createHmac } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import type { HookAnswer, Json, Page, Problem, Run, Trigger, Workflow } from '@/engine/index.ts';
import { logger } from '@/app/_server/logger.ts';
import { call, dispatch, makeRequest } from '@/app/_server/testing/route-files.ts';
import { serveApi } from '@/app/_server/testing/served-api.fixture.ts';
import { englishLeft } from '@/components/i18n/english-left.fixture.ts';
import { problemWords } from '@/components/i18n/problem-words.ts';

const api = serveApi({ worker: true });

const NAMED = { type: 'object', properties: { name: { type: 'string' }, size: { type: 'integer', default: 3 } }, required: ['name'] };
const flow = (params: object, more: object = {}) => ({
  heddle: 1, name: 'Triggered',
  nodes: [{ id: 'start', type: 'start' }, { id: 'hook', type: 'start', name: 'Orders', params }, { id: 'end', type: 'end', params: { output: '{{ input }}' } }],
  edges: [{ id: 'a', source: 'start', target: 'end' }, { id: 'b', source: 'hook', target: 'end' }],
  ...more,
});

async function publish(slug: string, definition: object): Promise<string> {
  const { body } = await call<Workflow>('POST', '/api/v1/workflows', { body: { slug, definition } });
  expect((await call('POST', `/api/v1/workflows/${slug}/publish`)).status).toBe(201);
  return body.id;
}
const triggersOf = async (workflow: string) => (await call<Page<Trigger>>('GET', `/api/v1/triggers?workflow=${workflow}`)).body.items;
const hookOf = async (workflow: string) => (await triggersOf(workflow))[0]!;
const send = (path: string, options: Parameters<typeof call>[2] = {}) => call<HookAnswer & Omit<Problem, 'status'> & { status: never }>('POST', path, options);
const runs = async (workflow: string) => (await call<Page<{ id: string; trigger: string }>>('GET', `/api/v1/runs?workflow=${workflow}`)).body.items;
const signed = (secret: string, body: string, seconds = Math.floor(api.server.engine.now() / 1_000)) => ({
  raw: body, headers: { 'content-type': 'application/json', 'heddle-signature': `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}` },
});
/** A refusal says so in both languages. */
function refused(answer: { status: number; body: Problem }, status: number, code: string): void {
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  const { title, detail, problems } = problemWords(answer.body);
  expect([title, detail, ...problems.map(({ message }) => message)].flatMap(englishLeft)).toEqual([]);
}

describe('a webhook', () => {
  it('is there from the publication on, and a request to it starts a run by its own start', async () => {
    await call('POST', '/api/v1/workflows', { body: { slug: 'hooked', definition: flow({ on: 'webhook' }, { input: NAMED }) } });
    expect(await triggersOf('hooked')).toEqual([]);
    await call('POST', '/api/v1/workflows/hooked/publish');
    const hook = await hookOf('hooked');
    expect(hook).toMatchObject({ node: 'hook', name: 'Orders', kind: 'webhook', schedule: null, paused: null, next: [], lastRun: null, webhook: { secretSince: null } });
    expect(hook.webhook!.path).toMatch(/^\/api\/v1\/hooks\/[\w-]{32}$/);
    const answer = await send(hook.webhook!.path, { body: { name: 'Ada' } });
    expect([answer.status, answer.headers.get('location')]).toEqual([202, `/api/v1/runs/${answer.body.runId}`]);
    expect(answer.body).toMatchObject({ href: `/api/v1/runs/${answer.body.runId}`, output: null, error: null });
    const { body: run } = await call<Run>('GET', answer.body.href);
    expect(run).toMatchObject({ trigger: 'webhook', version: 1, input: { name: 'Ada', size: 3 } });
    expect(run.steps.find(({ path }) => path === 'start')).toMatchObject({ status: 'skipped' });
    expect(await hookOf('hooked')).toMatchObject({ lastRun: run.id, lastProblem: null });
  });

  it('answers with the output when the sender waits, and with no more of the run', async () => {
    await publish('waited', flow({ on: 'webhook' }));
    const { status, body } = await send(`${(await hookOf('waited')).webhook!.path}?wait=10s`, { body: { a: 1 } });
    expect([status, Object.keys(body).sort()]).toEqual([200, ['error', 'href', 'output', 'runId', 'status']]);
    expect(body).toMatchObject({ status: 'completed', output: { a: 1 } });
    const empty = await send(`${(await hookOf('waited')).webhook!.path}?wait=10s`);
    expect(empty.body.output).toEqual({});
  });

  it('starts nothing with what the workflow does not take, and remembers why', async () => {
    await publish('strict', flow({ on: 'webhook' }, { input: NAMED }));
    const path = (await hookOf('strict')).webhook!.path;
    const wrong = await send(path, { body: { name: 7 } });
    refused(wrong, 422, 'invalid_input');
    expect(wrong.body.problems).toMatchObject([{ pointer: '/input/name' }]);
    expect((await hookOf('strict')).lastProblem).toMatchObject({ code: 'invalid_input', message: wrong.body.detail });
    refused(await send(path, { body: [1] }), 422, 'invalid_request');
    refused(await send(path, { raw: '{', headers: { 'content-type': 'application/json' } }), 400, 'malformed_json');
    refused(await send(path, { raw: 'name=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } }), 415, 'unsupported_media_type');
    refused(await send(path, { body: { name: 'x'.repeat(8_400_000) } }), 413, 'body_too_large');
    const full = 8 * 1_048_576;
    const padded = (length: number) => ({ raw: `{"name":"${'x'.repeat(length - 11)}"}`, headers: { 'content-type': 'application/json' } });
    refused(await send(path, padded(full + 1)), 413, 'body_too_large');
    refused(await send(path, { raw: '   ', headers: { 'content-type': 'application/json' } }), 422, 'invalid_input');
    refused(await send(path, { body: { name: 'x' }, headers: { 'idempotency-key': 'k'.repeat(201) } }), 422, 'invalid_request');
    refused(await send(path, { raw: '{"name":"x","size":1e999}', headers: { 'content-type': 'application/json' } }), 422, 'invalid_request');
    expect(await runs('strict')).toEqual([]);
    // The last byte that it takes.
    expect((await send(path, padded(full))).status).toBe(202);
  });

  it('takes one Idempotency-Key once', async () => {
    await publish('once', flow({ on: 'webhook' }));
    const path = (await hookOf('once')).webhook!.path;
    const ask = (n: number) => send(path, { body: { n }, headers: { 'idempotency-key': 'order-7' } });
    const [first, again] = [await ask(1), await ask(1)];
    expect([first.status, again.status, again.body.runId]).toEqual([202, 202, first.body.runId]);
    const other = await ask(2);
    refused(other, 409, 'idempotency_conflict');
    expect([other.body.detail, other.body.context]).toEqual(['The idempotency key "order-7" was used with another request.', { runId: first.body.runId }]);
    expect(await runs('once')).toHaveLength(1);
  });

  it('with a secret takes signed requests only, each once', async () => {
    await publish('signed', flow({ on: 'webhook' }));
    const { id, webhook } = await hookOf('signed');
    const { path } = webhook!;
    const { status, body: { secret } } = await call<{ secret: string }>('PUT', `/api/v1/triggers/${id}/secret`);
    expect([status, secret.length]).toEqual([200, 49]);
    const shown = await hookOf('signed');
    expect(shown.webhook!.secretSince).not.toBeNull();
    expect(JSON.stringify(shown)).not.toContain(secret);
    refused(await send(path, { body: { a: 1 } }), 401, 'signature_invalid');
    refused(await send(path, { ...signed(secret, '{"a":1}'), raw: '{"a":2}' }), 401, 'signature_invalid');
    const old = Math.floor(api.server.engine.now() / 1_000) - 400;
    refused(await send(path, signed(secret, '{"a":1}', old)), 401, 'signature_invalid');
    expect(await runs('signed')).toEqual([]);
    const request = signed(secret, '{"a":1}');
    const first = await send(path, request);
    expect(first.status).toBe(202);
    expect((await send(path, request)).body.runId).toBe(first.body.runId);
    // What was overheard starts nothing under a key that is not signed.
    refused(await send(path, { ...request, headers: { ...request.headers, 'idempotency-key': 'another' } }), 401, 'signature_invalid');
    expect(await runs('signed')).toHaveLength(1);
    // Another secret takes its place at once, and without one the address is enough.
    await call('PUT', `/api/v1/triggers/${id}/secret`, { body: { secret: 'that-of-the-sender' } });
    refused(await send(path, signed(secret, '{"a":2}')), 401, 'signature_invalid');
    expect((await send(path, signed('that-of-the-sender', '{"a":2}'))).status).toBe(202);
    expect((await call('DELETE', `/api/v1/triggers/${id}/secret`)).status).toBe(204);
    expect((await send(path, { body: {} })).status).toBe(202);
  });

  it('that gets another address is dead at the old one at once', async () => {
    await publish('renewed', flow({ on: 'webhook' }));
    const { id, webhook } = await hookOf('renewed');
    const renewed = await call<Trigger>('POST', `/api/v1/triggers/${id}/token`);
    expect(renewed.body.webhook!.path).not.toBe(webhook!.path);
    refused(await send(webhook!.path, { body: {} }), 404, 'route_not_found');
    expect((await send(renewed.body.webhook!.path, { body: {} })).status).toBe(202);
  });

  it('starts nothing while it is paused, and says so', async () => {
    await publish('paused', flow({ on: 'webhook' }));
    const { id, webhook } = await hookOf('paused');
    const paused = await call<Trigger>('POST', `/api/v1/triggers/${id}/pause`, { body: { by: 'Ada', reason: 'Too many.' } });
    expect(paused.body.paused).toMatchObject({ by: 'Ada', reason: 'Too many.' });
    refused(await call<Problem>('POST', `/api/v1/triggers/${id}/pause`), 409, 'trigger_paused');
    refused(await send(webhook!.path, { body: {} }), 409, 'trigger_paused');
    expect((await call<Trigger>('POST', `/api/v1/triggers/${id}/resume`)).body.paused).toBeNull();
    refused(await call<Problem>('POST', `/api/v1/triggers/${id}/resume`), 409, 'trigger_not_paused');
    expect((await send(webhook!.path, { body: {} })).status).toBe(202);
  });

  it('cannot be started by hand, and goes with its workflow', async () => {
    await publish('gone', flow({ on: 'webhook' }));
    const { id, webhook } = await hookOf('gone');
    refused(await call<Problem>('POST', `/api/v1/triggers/${id}/fire`), 409, 'not_a_schedule');
    await call('DELETE', '/api/v1/workflows/gone');
    refused(await send(webhook!.path, { body: {} }), 404, 'route_not_found');
    refused(await call<Problem>('POST', `/api/v1/triggers/${id}/pause`), 404, 'trigger_not_found');
  });

  it('runs the latest version, whatever has been drawn since', async () => {
    await publish('latest', flow({ on: 'webhook' }));
    const { webhook } = await hookOf('latest');
    const draft = flow({ on: 'webhook' });
    await call('PUT', '/api/v1/workflows/latest', { body: { definition: { ...draft, nodes: draft.nodes.map((node) => (node.id === 'end' ? { ...node, params: { output: 'changed' } } : node)) } }, headers: { 'if-match': '"1"' } });
    expect((await send(`${webhook!.path}?wait=10s`, { body: { a: 1 } })).body.output).toEqual({ a: 1 });
    await call('POST', '/api/v1/workflows/latest/publish');
    expect((await hookOf('latest')).webhook!.path).toBe(webhook!.path);
    expect((await send(`${webhook!.path}?wait=10s`, { body: { a: 1 } })).body.output).toBe('changed');
  });

  it('has its address in no log, no answer that refuses, and not in the definition', async () => {
    await publish('quiet', flow({ on: 'webhook' }, { input: NAMED }));
    const { id, webhook } = await hookOf('quiet');
    const token = webhook!.path.split('/').at(-1)!;
    const { secret } = (await call<{ secret: string }>('PUT', `/api/v1/triggers/${id}/secret`)).body;
    const lines: unknown[] = [];
    const spies = (['info', 'warn', 'error'] as const).map((level) => vi.spyOn(logger(), level).mockImplementation((...said: unknown[]) => void lines.push(said)));
    const answers: string[] = [];
    try {
      for (const [method, path, options] of [['POST', webhook!.path, { body: {} }], ['POST', webhook!.path, signed(secret, '{"name":7}')], ['GET', webhook!.path, {}], ['POST', `${webhook!.path}/more`, {}], ['POST', `${webhook!.path}?wait=x`, {}], ['POST', webhook!.path, signed(secret, '{"name":"x"}')]] as const) {
        const response = await dispatch(makeRequest(method, path, options));
        answers.push(await response.text());
      }
    } finally {
      spies.forEach((spy) => spy.mockRestore());
    }
    expect(lines.length).toBe(6);
    const { body: run } = await call<Page<{ id: string }>>('GET', '/api/v1/runs?workflow=quiet');
    const history = JSON.stringify((await call<Json>('GET', `/api/v1/runs/${run.items[0]!.id}/events`)).body);
    const definition = JSON.stringify((await call<Json>('GET', '/api/v1/workflows/quiet/versions/1')).body);
    for (const said of [JSON.stringify(lines), ...answers, history, definition]) for (const word of [token, secret]) expect(said).not.toContain(word);
  });
});

describe('a schedule', () => {
  it('tells its rule and its next instants, can be paused, and starts a run by hand', async () => {
    await publish('clocked', flow({ on: 'schedule', cron: '0 9 * * 1-5', timezone: 'Europe/Berlin', overlap: 'allow', catchUp: '6h', input: { for: '{{ scheduledAt }}' } }));
    const [trigger] = await triggersOf('clocked');
    expect(trigger).toMatchObject({ kind: 'schedule', webhook: null, schedule: { cron: '0 9 * * 1-5', every: null, timezone: 'Europe/Berlin', overlap: 'allow', catchUp: '6h' } });
    expect(trigger!.next).toHaveLength(5);
    for (const at of trigger!.next) expect(new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' }).format(new Date(at))).toBe('09:00');
    const paused = await call<Trigger>('POST', `/api/v1/triggers/${trigger!.id}/pause`);
    expect(paused.body.next).toEqual([]);
    const fire = () => call<{ runId: string }>('POST', `/api/v1/triggers/${trigger!.id}/fire`, { body: { id: 'once' } });
    const fired = await fire();
    expect([fired.status, fired.headers.get('location')]).toEqual([201, `/api/v1/runs/${fired.body.runId}`]);
    expect((await fire()).body.runId).toBe(fired.body.runId);
    const { body: run } = await call<Run>('GET', `/api/v1/runs/${fired.body.runId}`);
    expect(run).toMatchObject({ trigger: 'schedule', memo: { scheduledAt: (run.input as { for: string }).for } });
    expect((await triggersOf('clocked'))[0]).toMatchObject({ lastRun: run.id });
    for (const [method, path] of [['POST', 'token'], ['PUT', 'secret'], ['DELETE', 'secret']] as const) refused(await call<Problem>(method, `/api/v1/triggers/${trigger!.id}/${path}`), 409, 'not_a_webhook');
  });

  it('fires by itself once it is published', async () => {
    await publish('by-itself', flow({ on: 'schedule', every: '5s' }));
    await vi.waitFor(async () => expect((await runs('by-itself')).map(({ trigger }) => trigger)).toContain('schedule'), { timeout: 20_000, interval: 200 });
    await call('POST', `/api/v1/triggers/${(await triggersOf('by-itself'))[0]!.id}/pause`);
  });

  it('cannot be published with a fault in it', async () => {
    await call('POST', '/api/v1/workflows', { body: { slug: 'faulty', definition: flow({ on: 'schedule', cron: '75 * * * *' }) } });
    const answer = await call<Problem>('POST', '/api/v1/workflows/faulty/publish');
    refused(answer, 422, 'invalid_definition');
    expect(answer.body.problems).toMatchObject([{ code: 'cron_invalid', pointer: '/nodes/1/params/cron', node: 'hook' }]);
  });

  it('is previewed while it is written', async () => {
    const preview = async (query: string) => (await call<{ next: string[] }>('GET', `/api/v1/schedules/preview?${query}`)).body.next;
    expect(await preview('cron=0+9+29+2+*&timezone=UTC')).toHaveLength(5);
    const [first, second] = await preview('every=15m');
    expect(Date.parse(second!) - Date.parse(first!)).toBe(900_000);
  });
});

describe('a workflow that starts by itself', () => {
  const CLOCK = { on: 'schedule', cron: '0 9 * * *', timezone: 'Europe/Berlin', overlap: 'cancel' };
  const read = async (slug: string) => (await call<Workflow>('GET', `/api/v1/workflows/${slug}`)).body;
  async function save(slug: string, definition: unknown): Promise<void> {
    const { draftRevision } = await read(slug);
    expect((await call('PUT', `/api/v1/workflows/${slug}`, { body: { definition: definition as Json }, headers: { 'if-match': `"${draftRevision}"` } })).status).toBe(200);
  }
  const publishAgain = async (slug: string) => expect((await call('POST', `/api/v1/workflows/${slug}/publish`)).status).toBe(201);

  it.each([['a webhook', { on: 'webhook' }], ['a schedule', CLOCK]])('is exported without what is its own, and what is made of that starts nothing by %s before it is published', async (_what, params) => {
    const slug = `exported-${params.on}`;
    await publish(slug, flow(params));
    const mine = await hookOf(slug);
    const words = [mine.id, ...(mine.webhook === null ? [] : [mine.webhook.path.split('/').at(-1)!, (await call<{ secret: string }>('PUT', `/api/v1/triggers/${mine.id}/secret`)).body.secret])];
    const exported = await read(slug);
    for (const word of words) expect(JSON.stringify(exported)).not.toContain(word);
    expect((await call('POST', '/api/v1/workflows', { body: { slug: `${slug}-copy`, definition: exported.definition as Json } })).status).toBe(201);
    expect(await triggersOf(`${slug}-copy`)).toEqual([]);
    await publishAgain(`${slug}-copy`);
    const copy = await hookOf(`${slug}-copy`);
    expect([copy.id === mine.id, copy.schedule, copy.webhook?.secretSince ?? null]).toEqual([false, mine.schedule, null]);
    if (copy.webhook !== null) expect(copy.webhook.path).not.toBe(mine.webhook!.path);
    expect(await hookOf(slug)).toMatchObject({ id: mine.id, webhook: mine.webhook === null ? null : { path: mine.webhook.path } });
  });

  it('takes up the trigger of an older version with its publication and not before, under another address', async () => {
    await publish('restored', flow({ on: 'webhook' }));
    const first = await hookOf('restored');
    await save('restored', flow(CLOCK));
    await publishAgain('restored');
    const second = await hookOf('restored');
    expect([second.kind, (await send(first.webhook!.path, { body: {} })).status]).toEqual(['schedule', 404]);
    const older = (await call<{ definition: Json }>('GET', '/api/v1/workflows/restored/versions/1')).body.definition;
    await save('restored', older);
    expect(await triggersOf('restored')).toEqual([second]);
    await publishAgain('restored');
    const [third, ...others] = await triggersOf('restored');
    expect([third!.kind, others]).toEqual(['webhook', []]);
    expect(third!.webhook!.path).not.toBe(first.webhook!.path);
    expect((await send(third!.webhook!.path, { body: {} })).status).toBe(202);
    refused(await call<Problem>('POST', `/api/v1/triggers/${second.id}/fire`), 404, 'trigger_not_found');
  });

  it('is deleted with what is paused of it, and its rows with it', async () => {
    await publish('paused-away', flow(CLOCK));
    const { id } = await hookOf('paused-away');
    await call('POST', `/api/v1/triggers/${id}/pause`, { body: { by: 'Ada' } });
    expect((await call('DELETE', '/api/v1/workflows/paused-away')).status).toBe(204);
    refused(await call<Problem>('POST', `/api/v1/triggers/${id}/resume`), 404, 'trigger_not_found');
    expect((await api.database.query('SELECT FROM triggers WHERE id = $1', [id])).rows).toEqual([]);
  });

  it('is kept from a second tab that has another schedule in mind, and says what stands', async () => {
    await publish('two-tabs', flow(CLOCK));
    const { draftRevision } = await read('two-tabs');
    const put = (definition: object) => call<Problem>('PUT', '/api/v1/workflows/two-tabs', { body: { definition }, headers: { 'if-match': `"${draftRevision}"` } });
    expect((await put(flow({ ...CLOCK, cron: '0 10 * * *' }))).status).toBe(200);
    const late = await put(flow({ ...CLOCK, cron: '0 11 * * *' }));
    expect([late.status, late.body.code, JSON.stringify(late.body.context)]).toEqual([409, 'revision_conflict', expect.stringContaining('0 10 * * *')]);
    expect((await hookOf('two-tabs')).schedule!.cron).toBe('0 9 * * *');
    await publishAgain('two-tabs');
    expect((await hookOf('two-tabs')).schedule!.cron).toBe('0 10 * * *');
  });
});

it('who watches lists hears of triggers that come, change and go with a publication or a deletion', async () => {
  const heard: string[] = [];
  const unwatch = api.server.engine.watchLists((change) => {
    if (change.type === 'trigger') heard.push(change.workflow);
  });
  let marks = 0;
  const tell = (): string => {
    const mark = `mark-${marks++}`;
    api.server.engine.tellTriggersChanged(mark);
    return mark;
  };
  // Nothing is published before the interest is known, and everything in its order from then on.
  await vi.waitFor(() => (tell(), expect(heard).not.toEqual([])), { timeout: 20_000 });
  const heardSince = async (): Promise<string[]> => {
    const mark = tell();
    await vi.waitFor(() => expect(heard).toContain(mark), { timeout: 20_000 });
    return heard.splice(0).filter((workflow) => !workflow.startsWith('mark-'));
  };
  const id = await publish('told', flow({ on: 'webhook' }));
  expect(await heardSince()).toEqual([id]);
  const save = async (definition: object) => {
    const { body } = await call<Workflow>('GET', '/api/v1/workflows/told');
    await call('PUT', '/api/v1/workflows/told', { body: { definition }, headers: { 'if-match': `"${body.draftRevision}"` } });
    expect((await call('POST', '/api/v1/workflows/told/publish')).status).toBe(201);
  };
  await save(flow({ on: 'webhook' }, { description: 'The triggers are as before.' }));
  expect(await heardSince()).toEqual([]);
  await save(flow({}));
  expect(await heardSince()).toEqual([id]);
  expect((await call('DELETE', '/api/v1/workflows/told')).status).toBe(204);
  expect(await heardSince()).toEqual([id]);
  unwatch();
});

it('the list of triggers is paged, and those of all workflows are in it', async () => {
  const seen = new Set<string>();
  let cursor: string | null = null;
  do {
    const { body }: { body: Page<Trigger> } = await call<Page<Trigger>>('GET', `/api/v1/triggers?limit=3${cursor === null ? '' : `&cursor=${cursor}`}`);
    for (const { id } of body.items) expect(seen.has(id)).toBe(false);
    body.items.forEach(({ id }) => seen.add(id));
    cursor = body.nextCursor;
  } while (cursor !== null);
  expect(seen.size).toBe(Number((await api.database.query('SELECT count(*) AS n FROM triggers')).rows[0]!['n']));
});

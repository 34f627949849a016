import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiEvent, DeadLetter, Page, Problem, Run, TaskQueue, Worker } from '@/engine/index.ts';
import { BREAK } from '@/app/_server/testing/definitions.fixture.ts';
import { call } from '@/app/_server/testing/route-files.ts';
import { serveApi } from '@/app/_server/testing/served-api.fixture.ts';

const api = serveApi();

type EventPage = { events: ApiEvent[]; nextAfter: number | null; lastSeq: number };
const post = <T = Run>(path: string, body: unknown = {}) => call<T>('POST', `/api/v1${path}`, { body });
const get = <T>(path: string) => call<T>('GET', `/api/v1${path}`);

beforeAll(async () => {
  expect((await post<Problem>('/workflows', { slug: 'break', definition: BREAK })).status).toBe(201);
  expect((await post<Problem>('/workflows/break/publish')).status).toBe(201);
});

describe('a dead letter', () => {
  /** A run that failed, with a letter as if its worker had been lost three times. */
  async function letterOf(): Promise<{ run: string; letter: string }> {
    const { body } = await post('/workflows/break/runs?wait=10s', { input: { text: '{' } });
    expect(body.status).toBe('failed');
    const letter = `${body.id}.2`;
    await api.database.query(`INSERT INTO dead_letters (workspace_id, id, run_id, path, node, attempt, error, workflow_name, at) VALUES ('default', $1, $2, 'boom', 'boom', 1, '{"type":"worker_lost","message":"Lost three times."}', 'Break', 1)`, [letter, body.id]);
    return { run: body.id, letter };
  }

  it('is retried with who did so and why in the history', async () => {
    const { run, letter } = await letterOf();
    expect((await post<Problem>(`/dead-letters/${letter}/retry`, { reason: 5 })).body).toMatchObject({ status: 422, code: 'invalid_request', problems: [{ pointer: '/reason' }] });
    expect((await post<{ runId: string }>(`/dead-letters/${letter}/retry`, { reason: 'The host is mended.', by: 'Ada' })).body).toEqual({ runId: run });
    const { events } = (await get<EventPage>(`/runs/${run}/events`)).body;
    expect(events.find(({ type }) => type === 'run.retried')?.data).toMatchObject({ reason: 'The host is mended.', by: 'Ada', generation: 2 });
    expect((await get<Page<DeadLetter>>('/dead-letters')).body.items.map(({ id }) => id)).not.toContain(letter);
  });

  it('is dismissed with who did so and why, once, also where its run cannot be retried', async () => {
    const { run, letter } = await letterOf();
    await api.database.query(`UPDATE runs SET status = 'completed' WHERE id = $1`, [run]);
    const dismiss = (body: object) => post<Problem & { runId: string }>(`/dead-letters/${letter}/dismiss`, body);
    expect((await dismiss({ reason: 'The error branch has seen to it.', by: 'Ada' })).body).toEqual({ runId: run });
    expect((await dismiss({ reason: 'Again.', by: 'Bo' })).status).toBe(200);
    expect((await get<Page<DeadLetter>>('/dead-letters')).body.items.map(({ id }) => id)).not.toContain(letter);
    const { rows } = await api.database.query('SELECT dismissed, retried_at FROM dead_letters WHERE id = $1', [letter]);
    expect(rows).toEqual([{ dismissed: { at: expect.any(Number), by: 'Ada', reason: 'The error branch has seen to it.' }, retried_at: null }]);
    expect((await post<Problem>('/dead-letters/nobody.1/dismiss')).body).toMatchObject({ status: 404, code: 'dead_letter_not_found' });
  });

  it('that was dismissed can still be retried', async () => {
    const { run, letter } = await letterOf();
    expect((await post<Problem>(`/dead-letters/${letter}/dismiss`)).status).toBe(200);
    expect((await post<{ runId: string }>(`/dead-letters/${letter}/retry`)).body).toEqual({ runId: run });
  });

  it('is retried without a word, too', async () => {
    const { run, letter } = await letterOf();
    expect((await call('POST', `/api/v1/dead-letters/${letter}/retry`)).status).toBe(200);
    const { events } = (await get<EventPage>(`/runs/${run}/events`)).body;
    expect(events.find(({ type }) => type === 'run.retried')?.data).toMatchObject({ reason: 'Retried from the dead letters.', by: null });
  });
});

describe('operations', () => {
  it('lists workers and queues page by page, each once', async () => {
    await api.database.query(`INSERT INTO workers (workspace_id, id, host, pid, queues, concurrency, status, version, core_version, started_at, last_seen_at) SELECT 'default', 'w' || i, 'h', i, ARRAY['q' || i, 'Q_' || i], 1, 'up', '0', 1, i / 2, extract(epoch FROM clock_timestamp()) * 1000 + 60000 FROM generate_series(1, 5) i`);
    const walk = async <T>(path: string, limit: number): Promise<T[]> => {
      const seen: T[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { status, body }: { status: number; body: Page<T> } = await get<Page<T>>(`${path}?limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`);
        expect([status, body.items.length <= limit]).toEqual([200, true]);
        seen.push(...body.items);
        cursor = body.nextCursor;
      }
      return seen;
    };
    const workers = (await get<Page<Worker>>('/workers')).body.items.map(({ id }) => id);
    expect(workers.filter((id) => /^w\d$/.test(id))).toEqual(['w1', 'w2', 'w3', 'w4', 'w5']);
    expect((await walk<Worker>('/workers', 2)).map(({ id }) => id)).toEqual(workers);
    const queues = (await get<Page<TaskQueue>>('/task-queues')).body.items.map(({ name }) => name);
    expect(queues).toEqual(expect.arrayContaining(['Q_1', 'q5']));
    expect((await walk<TaskQueue>('/task-queues', 3)).map(({ name }) => name)).toEqual(queues);
    await api.database.query(`DELETE FROM workers WHERE id ~ '^w[0-9]$'`);
  });

  it('have limits that are set, listed and taken away', async () => {
    const limits = { concurrency: 5, rate: { count: 100, per: '1m' } };
    expect((await call('PUT', '/api/v1/task-queues/mail/limits', { body: { ...limits, by: 'Ada' } })).body).toEqual(limits);
    const listed = async () => (await get<Page<TaskQueue>>('/task-queues?limit=500')).body.items.find(({ name }) => name === 'mail');
    expect(await listed()).toEqual({ name: 'mail', external: false, waiting: 0, delayed: 0, running: 0, workers: 0, limits: { ...limits, changedAt: expect.any(String), changedBy: 'Ada' } });
    expect((await call('PUT', '/api/v1/task-queues/mail/limits', { body: { concurrency: 0 } })).body).toEqual({ concurrency: 0, rate: null });
    expect((await call('DELETE', '/api/v1/task-queues/mail/limits')).status).toBe(204);
    expect(await listed()).toBeUndefined();
  });

  it('say that Postgres, Redis and the migrations are there', async () => {
    expect((await get<{ ok: boolean }>('/readyz')).body).toMatchObject({ ok: true, checks: { postgres: { ok: true }, redis: { ok: true }, migrations: { ok: true } } });
    expect((await get<Page<Worker>>('/workers')).status).toBe(200);
    expect((await get<Page<TaskQueue>>('/task-queues')).status).toBe(200);
    expect((await get('/dead-letters')).status).toBe(200);
    const metrics = await get<string>('/metrics');
    expect(metrics.body).toContain('heddle_http_request_seconds_bucket');
  });
});

import { describe, expect, it } from 'vitest';
import type { ApiEvent, Replay, Run, StepDetail } from '@/engine/index.ts';
import { call } from '@/app/_server/testing/route-files.ts';
import { serveApi } from '@/app/_server/testing/served-api.fixture.ts';

const api = serveApi({ worker: true });
const post = <T = Run>(path: string, body: unknown = {}) => call<T>('POST', `/api/v1${path}`, { body });
const get = <T>(path: string) => call<T>('GET', `/api/v1${path}`);

const SAYS = 'console.debug("at", { n: input }); console.log("plain"); console.info("told"); console.warn("careful"); console.error("bad"); return input';
const flow = (source: string, onError = 'fail') => ({
  heddle: 1, name: 'Logs', nodes: [{ id: 'start', type: 'start' }, { id: 'say', type: 'code', params: { source, input: '{{ 7 }}' }, onError }, { id: 'quiet', type: 'code', params: { source: 'return 1' } }],
  edges: [{ id: 'e1', source: 'start', target: 'say' }, { id: 'e2', source: 'say', target: 'quiet' }],
});
const ran = async (source: string, onError?: string): Promise<Run> => (await post('/runs?wait=20s', { definition: flow(source, onError) })).body;
const step = async (runId: string, path: string): Promise<StepDetail> => (await get<StepDetail>(`/runs/${runId}/steps/${path}`)).body;
const LINES = [{ level: 'debug', message: 'at {"n":7}' }, { level: 'log', message: 'plain' }, { level: 'info', message: 'told' }, { level: 'warn', message: 'careful' }, { level: 'error', message: 'bad' }];

describe('what a step logs', () => {
  it('is there afterwards, though nobody watched, with its levels; a step that logs nothing has none', async () => {
    const run = await ran(SAYS);
    expect(run.status).toBe('completed');
    expect((await step(run.id, 'say')).attemptList).toMatchObject([{ attempt: 1, logs: { lines: LINES } }]);
    expect((await step(run.id, 'quiet')).attemptList).toMatchObject([{ attempt: 1, logs: null }]);
    const { events } = (await get<{ events: ApiEvent[] }>(`/runs/${run.id}/events`)).body;
    const told = events.filter((event) => JSON.stringify(event.data).includes('"logs"'));
    expect(told.map(({ type, path, data }) => ({ type, path, data }))).toMatchObject([{ type: 'step.completed', path: 'say', data: { logs: { lines: LINES } } }]);
  });

  it('stands at the attempt that failed, and replay decides the same without reading it', async () => {
    const run = await ran('console.error("before it broke"); throw new Error("broken")');
    expect(run.status).toBe('failed');
    expect((await step(run.id, 'say')).attemptList).toMatchObject([{ error: { message: 'broken (line 1)' }, logs: { lines: [{ level: 'error', message: 'before it broke' }] } }]);
    expect((await post(`/runs/${run.id}/retry`)).status).toBe(200);
    await api.server.engine.waitForEnd(run.id, 20_000);
    const { attemptList } = await step(run.id, 'say');
    expect(attemptList.map(({ logs }) => logs?.lines.length)).toEqual(attemptList.map(() => 1));
    expect((await get<Replay>(`/runs/${run.id}/replay`)).body.ok).toBe(true);
  });

  it('is cut where an attempt says too much, and says so', async () => {
    const run = await ran('for (let i = 0; i < 450; i++) console.log(i); return 1');
    const [attempt] = (await step(run.id, 'say')).attemptList;
    expect([attempt?.logs?.lines.length, attempt?.logs?.lines.at(-1)?.message, attempt?.logs?.cut]).toEqual([200, '199', 250]);
  });

  it('goes into a fork with its past', async () => {
    const run = await ran(SAYS);
    const { body: fork, status } = await post(`/runs/${run.id}/fork`, { from: { step: 'quiet' } });
    expect(status).toBe(201);
    expect((await step(fork.id, 'say')).attemptList).toMatchObject([{ logs: { lines: LINES } }]);
  });
});

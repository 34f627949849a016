import { describe, expect, it } from 'vitest';
import type { ApiEvent, Problem, Replay, Run } from '@/engine/index.ts';
import { call } from '@/app/_server/testing/route-files.ts';
import { serveApi } from '@/app/_server/testing/served-api.fixture.ts';

serveApi();
type Or<T> = T & Omit<Problem, 'status'>;
const post = <T = Or<Run>>(path: string, body: unknown = {}) => call<T>('POST', `/api/v1${path}`, { body });
const get = <T>(path: string) => call<T>('GET', `/api/v1${path}`);

/** A pause of two days, a question, a way that hangs on a pinned decision, and a step that nobody has finished writing. */
const FLOW = {
  heddle: 1,
  name: 'Halfway',
  input: { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] },
  output: { type: 'object' },
  nodes: [
    { id: 'start', type: 'start' },
    { id: 'twice', type: 'transform', params: { value: { n: '{{ input.n * 2 }}' } } },
    { id: 'keep', type: 'set', params: { vars: { kept: '{{ nodes.twice.output.n }}' } } },
    { id: 'pause', type: 'wait', params: { for: '2d' } },
    { id: 'ask', type: 'approval', params: { title: 'Go on?' } },
    { id: 'big', type: 'condition', params: { if: 'nodes.twice.output.n > 100' } },
    { id: 'yes', type: 'transform', params: { value: { sum: '{{ nodes.twice.output.n + vars.kept }}' } } },
    { id: 'no', type: 'transform', params: { value: '{{ nodes.missing.output }}' } },
  ],
  edges: [
    { id: 'e1', source: 'start', target: 'twice' }, { id: 'e2', source: 'twice', target: 'keep' }, { id: 'e3', source: 'keep', target: 'pause' }, { id: 'e4', source: 'pause', target: 'ask' },
    { id: 'e5', source: 'ask', branch: 'approved', target: 'big' }, { id: 'e6', source: 'big', branch: 'true', target: 'yes' }, { id: 'e7', source: 'big', branch: 'false', target: 'no' },
  ],
};
const pinned = (pins: Record<string, unknown>) => ({ ...FLOW, nodes: FLOW.nodes.map((node) => (node.id in pins ? { ...node, ui: { pinned: pins[node.id] } } : node)) });
const statuses = (run: Run): Record<string, string> => Object.fromEntries(run.steps.map((step) => [step.path, step.status]));
const outputOf = async (run: Run, path: string): Promise<unknown> => (await get<{ output: unknown }>(`/runs/${run.id}/steps/${path}`)).body.output;

describe('a test run', () => {
  it('up to a step runs what leads to it: waits pass, the approval is taken, pinned data decides the way', async () => {
    const { body: run, status } = await post('/runs?wait=10s', { definition: pinned({ big: true }), input: { n: 4 }, usePinned: true, part: { upTo: 'yes' }, skipWaits: true, decide: { ask: 'approved' } });
    expect([status, run.status, run.trigger]).toEqual([200, 'completed', 'test']);
    // What is pinned needs nothing before it; what the step itself reads is there, variables too.
    expect(statuses(run)).toEqual({ start: 'completed', twice: 'completed', keep: 'completed', big: 'completed', yes: 'completed' });
    expect(await outputOf(run, 'yes')).toEqual({ sum: 16 });
  });

  it('up to a step without pins runs all that leads to it, once', async () => {
    const definition = { ...FLOW, nodes: FLOW.nodes.map((node) => (node.id === 'big' ? { ...node, params: { if: 'nodes.twice.output.n > 1' } } : node)) };
    const { body: run } = await post('/runs?wait=10s', { definition, input: { n: 4 }, part: { upTo: 'yes' }, skipWaits: true, decide: { ask: 'approved' } });
    expect(statuses(run)).toEqual({ start: 'completed', twice: 'completed', keep: 'completed', pause: 'completed', ask: 'completed', big: 'completed', yes: 'completed' });
    expect(await outputOf(run, 'yes')).toEqual({ sum: 16 });
    const { events } = (await get<{ events: ApiEvent[] }>(`/runs/${run.id}/events`)).body;
    expect(events[0]!.data).toMatchObject({ trigger: 'test', part: { upTo: 'yes' }, pinned: { pause: null, ask: { outcome: 'approved' } } });
    expect((await get<Replay>(`/runs/${run.id}/replay`)).body.ok).toBe(true);
  });

  it('of one step runs it alone, with what it is given', async () => {
    const { body: run } = await post('/runs?wait=10s', { definition: FLOW, part: { only: 'yes' }, outputs: { twice: { n: 3 } }, vars: { kept: 40 } });
    expect([run.status, statuses(run)]).toEqual(['completed', { start: 'completed', twice: 'completed', yes: 'completed' }]);
    expect(await outputOf(run, 'yes')).toEqual({ sum: 43 });
    expect((await get<Replay>(`/runs/${run.id}/replay`)).body.ok).toBe(true);
  });

  it('is refused by the name of what stands in its way', async () => {
    const missing = await post('/runs', { definition: FLOW, part: { only: 'yes' } });
    expect(missing.body).toMatchObject({ status: 422, code: 'invalid_request', problems: [{ pointer: '/part/only', code: 'missing_data' }] });
    expect(missing.body.detail).toContain('"twice"');
    expect((await post('/runs', { definition: FLOW, part: { upTo: 'nobody' } })).body).toMatchObject({ code: 'invalid_request', problems: [{ pointer: '/part/upTo', code: 'unknown_node' }] });
    expect((await post('/runs', { definition: FLOW, input: { n: 1 }, decide: { ask: 'perhaps' } })).body).toMatchObject({ problems: [{ pointer: '/decide/ask', code: 'unknown_outcome' }] });
    // A finding tells its place in what was drawn, not in what was cut out of it.
    const unfinished = await post('/runs', { definition: FLOW, input: { n: 1 }, part: { only: 'no' } });
    expect(unfinished.body).toMatchObject({ status: 422, code: 'invalid_definition', problems: [{ pointer: '/definition/nodes/7/params/value' }] });
    expect((await post('/runs', { definition: FLOW, part: { upTo: 'twice' } })).body).toMatchObject({ code: 'invalid_input' });
  });
});

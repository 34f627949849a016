import { expect, test } from 'vitest';
import type { RunEvent } from '../core/events.ts';
import { worldOf } from '../core/testing/build.fixture.ts';
import { definitionSchema } from '../definition/schema.ts';
import { catalogue } from '../nodes/catalogue.ts';
import { silentLog } from '../ports/log.ts';
import type { RunRow } from '../ports/views.ts';
import { BackTests, type BackTestRequest } from './back-tests.ts';
import { LargeValues } from './large-values.ts';
import { Plans } from './plans.ts';

const definition = definitionSchema.parse({ heddle: 1, name: 'T', nodes: [{ id: 'start', type: 'start' }, { id: 'a', type: 'transform', params: { value: 1 } }], edges: [{ id: 'e', source: 'start', target: 'a' }] });
const world = worldOf([{ id: 'a', type: 'transform', params: { value: 1 } }], 'start>a').start();
const newer = world.history.map((event) => (event.type === 'run.started' ? { ...event, data: { ...event.data, coreVersion: 99 } } : event));
const row = (id: string, rest: Partial<RunRow> = {}): RunRow => ({
  id, workflowId: 'w', workflowSlug: 'w', workflowName: 'T', version: 1, definitionId: 'd', key: null, trigger: 'api', parent: null, forkedFrom: null, startedAt: 1, lastSeq: world.history.length, parked: null, openCompensations: [],
  status: 'completed', output: null, error: null, endedAt: 2, waitingFor: [], searchAttributes: {}, memo: {}, generation: 1, ...rest,
});

/** @param histories by run id @param onRead is told whose history is read */
function backTests(rows: RunRow[], histories: Record<string, readonly RunEvent[]> = {}, onRead: (runId: string) => void = () => undefined) {
  const asked: unknown[] = [];
  const store = {
    listRuns: async (filter: unknown, { cursor, limit = 50 }: { cursor?: string | null; limit?: number }) => {
      asked.push(filter);
      const from = Number(cursor ?? 0);
      return { items: rows.slice(from, from + limit), nextCursor: from + limit < rows.length ? String(from + limit) : null };
    },
    readEvents: async (runId: string, after: number, limit: number) => {
      onRead(runId);
      return structuredClone((histories[runId] ?? world.history).filter(({ seq }) => seq > after).slice(0, limit));
    },
    readPayloads: async () => new Map<string, string>(),
    readDefinition: async (id: string) => (id === 'd' ? definition : { heddle: 1, name: 'T', nodes: [{ id: 'x', type: 'of-another-build' }], edges: [] }),
  };
  return { asked, tests: new BackTests({ store, plans: new Plans(store, catalogue), runs: { values: new LargeValues(store) }, log: silentLog }) };
}
const request = (rest: Partial<BackTestRequest> = {}): BackTestRequest => ({ workflowId: 'w', definition, ...rest });

test('every run that cannot be compared says why, and the others are told', async () => {
  const rows = [row('well'), row('long', { lastSeq: 20_001 }), row('newer'), row('gone'), row('strange', { definitionId: 'other' }), row('damaged')];
  const { tests } = backTests(rows, { newer: newer as RunEvent[], gone: [], damaged: [...world.history.slice(0, 1), ...world.history.slice(2)] });
  const { of, runs } = await tests.of(request());
  expect([of, runs.map((run) => [run.id, run.verdict === 'not_comparable' ? run.reason : run.verdict])]).toEqual([6, [['well', 'same'], ['long', 'too_long'], ['newer', 'unsupported'], ['gone', 'unsupported'], ['strange', 'unsupported'], ['damaged', 'undecidable']]]);
});

test('test runs are left out, and others looked for in their place', async () => {
  const rows = [...Array.from({ length: 250 }, (_, index) => row(`t${index}`, { trigger: 'test' })), row('a'), row('b'), row('c')];
  const { tests, asked } = backTests(rows);
  expect((await tests.of(request({ limit: 2, version: 1 }))).runs.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(asked[0]).toMatchObject({ workflowId: 'w', version: 1, statuses: ['completed', 'failed', 'cancelled', 'terminated', 'timed_out'] });
});

test('two that are asked for at once take turns, and each has its own time', async () => {
  const { tests } = backTests([row('a')]);
  const [first, second] = await Promise.all([tests.of(request()), tests.of(request({ budgetMs: 0 }))]);
  expect([first.runs.length, second]).toEqual([1, { of: 1, runs: [] }]);
});

test('one that nobody waits for any more is given up, also while it waits for its turn', async () => {
  const gone = new AbortController();
  const { tests, asked } = backTests([row('a'), row('b')], {}, (runId) => void (runId === 'a' && gone.abort()));
  const [first, second, third] = await Promise.all([tests.of(request({ signal: gone.signal })), tests.of(request({ signal: gone.signal })), tests.of(request())]);
  expect([first, second, third.runs.length, asked.length]).toEqual([{ of: 2, runs: [] }, { of: 0, runs: [] }, 2, 2]);
});

test('four wait for their turn, a fifth is told to come again, and there is room again afterwards', async () => {
  const { tests } = backTests([row('a')]);
  const [going, ...others] = await Promise.allSettled(Array.from({ length: 7 }, () => tests.of(request())));
  expect(going).toMatchObject({ status: 'fulfilled' });
  expect(others.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
  expect(others[4]).toMatchObject({ reason: { code: 'too_many_back_tests' } });
  expect((await tests.of(request())).of).toBe(1);
});

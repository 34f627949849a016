import { beforeAll, describe, expect, it } from 'vitest';
import { problemSchema } from '@/engine/index.ts';
import { call, dispatch, makeRequest } from '@/app/_server/testing/route-files.ts';
import { GREETING, MALFORMED } from '@/app/_server/testing/malformed-requests.fixture.ts';
import { serveApi } from '@/app/_server/testing/served-api.fixture.ts';
import { englishLeft } from '@/components/i18n/english-left.fixture.ts';
import { problemWords } from '@/components/i18n/problem-words.ts';

const api = serveApi();
let before: string;

/** Every row that a request could have written. */
async function contents(): Promise<string> {
  const tables = ['workflows', 'workflow_versions', 'definitions', 'runs', 'events', 'tasks', 'timers', 'approvals', 'outbox'];
  const counts = await Promise.all(tables.map(async (table) => `${table}: ${JSON.stringify((await api.database.query(`select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as hash, count(*) as count from ${table} t`)).rows)}`));
  return counts.join('\n');
}

beforeAll(async () => {
  expect((await call('POST', '/api/v1/workflows', { body: { slug: 'wf', definition: GREETING } })).status).toBe(201);
  expect((await call('POST', '/api/v1/workflows/wf/publish', { body: { note: 'first' } })).status).toBe(201);
  expect((await call('POST', '/api/v1/workflows', { body: { slug: 'draft', definition: { ...GREETING, edges: [...GREETING.edges, { id: 'back', source: 'end', target: 'start' }] } } })).status).toBe(201);
  before = await contents();
});

describe('a request that is not right', () => {
  it('is covered by a table of at least 60', () => {
    expect(MALFORMED.length).toBeGreaterThanOrEqual(60);
    expect(new Set(MALFORMED.map(({ what }) => what)).size).toBe(MALFORMED.length);
  });

  it.each(MALFORMED.map((row) => [row.what, row] as const))('%s is refused with its code and a sentence, in Chinese too', async (_what, row) => {
    const response = await dispatch(makeRequest(row.method, row.path, row.call));
    expect(response.status).toBe(row.status);
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    if (row.method === 'HEAD') return;
    const problem = problemSchema.parse(await response.json());
    expect(problem).toMatchObject({ status: row.status, code: row.code });
    expect(problem.detail).toMatch(row.says);
    if (row.pointer !== undefined || row.item !== undefined) {
      const { problems = [] } = problem;
      expect(problems.map((item) => ({ ...(row.pointer === undefined ? {} : { pointer: item.pointer }), ...(row.item === undefined ? {} : { code: item.code }) }))).toContainEqual({ ...(row.pointer === undefined ? {} : { pointer: row.pointer }), ...(row.item === undefined ? {} : { code: row.item }) });
      for (const item of problems) expect(item.message).toMatch(/[.?"]$/);
    }
    const { title, detail, problems } = problemWords(problem);
    for (const text of [title, detail, ...problems.flatMap(({ message, fix = '' }) => [message, fix])]) expect({ text, left: englishLeft(text) }).toEqual({ text, left: [] });
  });

  it('leaves nothing behind', async () => {
    expect(await contents()).toBe(before);
  });

  it('is told the methods that an address takes', async () => {
    const response = await dispatch(makeRequest('PATCH', '/api/v1/workflows/wf'));
    expect(response.headers.get('allow')).toBe('GET, PUT, DELETE, HEAD');
  });

  it('gets both sides of a conflict', async () => {
    const yours = { ...GREETING, name: 'Mine' };
    const { body } = await call<{ context: { theirs: { name: string }; yours: { name: string }; revision: number } }>('PUT', '/api/v1/workflows/wf', { body: { definition: yours }, headers: { 'if-match': '"9"' } });
    expect(body.context).toMatchObject({ revision: 1, theirs: { name: 'Greeting' }, yours: { name: 'Mine' } });
  });
});

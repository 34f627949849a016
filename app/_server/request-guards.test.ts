import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { definitionSchema } from '@/engine/index.ts';
import { operations } from '@/engine/server.ts';
import { slugOf } from './create-workflow.ts';
import { problemOfEngine } from './engine-problems.ts';
import { checkedInput } from './input.ts';
import { ownAddress } from './own-address.ts';
import { requireOwnHost } from './own-host.ts';
import { pageOfList } from './paging.ts';
import { ProblemError } from './problem-error.ts';
import { readJsonBody } from './read-body.ts';
import { methods, route } from './route.ts';
import { afterOf, wantsStream } from './read-events.ts';
import { readIfMatch } from './workflow-views.ts';
import { parsePart } from './zod-problems.ts';

process.env['PORT'] = '3000';
const own = { host: '127.0.0.1', port: 3000 };
const request = (headers: Record<string, string> = {}, init: RequestInit = {}) => new Request('http://127.0.0.1:3000/api/v1/healthz', { ...init, headers });
const codeOf = (work: () => unknown): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof ProblemError ? error.code : String(error);
  }
};

describe('the door', () => {
  it('is on the usual port when none is said, not on every port of the machine', () => {
    const said = process.env['PORT'];
    delete process.env['PORT'];
    try {
      expect(codeOf(() => requireOwnHost(request({ host: 'localhost:5173' }), ownAddress()))).toBe('foreign_host');
      expect(codeOf(() => requireOwnHost(request({ host: 'localhost:3000', origin: 'http://localhost:5173' }), ownAddress()))).toBe('foreign_origin');
      expect(codeOf(() => requireOwnHost(request({ host: 'localhost:3000' }), ownAddress()))).toBe(null);
    } finally {
      process.env['PORT'] = said;
    }
  });

  it.each(['127.0.0.1:3000', 'localhost:3000', 'LOCALHOST:3000', '[::1]:3000'])('lets in what was sent to %s', (host) => {
    expect(codeOf(() => requireOwnHost(request({ host, origin: `http://${host}` }), own))).toBe(null);
  });

  it.each(['evil.example', 'evil.example:3000', 'localhost', 'localhost:80', '127.0.0.1:3001', '127.0.0.1:3000@evil.example', 'localhost.evil.example:3000', '', 'a:b:c'])('refuses the host %j', (host) => {
    expect(codeOf(() => requireOwnHost(request({ host }), own))).toBe('foreign_host');
  });

  it.each(['http://evil.example', 'null', 'file://', 'http://localhost:3001', 'http://localhost:3000.evil.example', 'ftp://localhost:3000'])('refuses the origin %j', (origin) => {
    expect(codeOf(() => requireOwnHost(request({ host: 'localhost:3000', origin }), own))).toBe('foreign_origin');
  });

  it('answers for a host name it was told to listen on', () => {
    expect(codeOf(() => requireOwnHost(request({ host: 'box.local:3000' }), { host: 'box.local', port: 3000 }))).toBe(null);
  });
});

describe('a body', () => {
  const stream = (chunks: number, size: number): { body: ReadableStream<Uint8Array>; sent: () => number } => {
    let sent = 0;
    return { sent: () => sent, body: new ReadableStream({ pull: (controller) => (sent < chunks ? (controller.enqueue(new Uint8Array(size).fill(0x20)), void (sent += 1)) : controller.close()) }, { highWaterMark: 0 }) };
  };

  it('is not read further than its limit, however long it says it is', async () => {
    const source = stream(1_000, 1_024);
    const post = new Request('http://localhost/', { method: 'POST', body: source.body, duplex: 'half' } as RequestInit);
    await expect(readJsonBody(post, 10_000)).rejects.toMatchObject({ code: 'body_too_large' });
    expect(source.sent()).toBeLessThan(15);
  });

  it('is refused by its declared length before a byte is read', async () => {
    const source = stream(1, 1);
    const post = new Request('http://localhost/', { method: 'POST', body: source.body, duplex: 'half', headers: { 'content-length': '20000' } } as RequestInit);
    await expect(readJsonBody(post, 10_000)).rejects.toMatchObject({ code: 'body_too_large' });
    expect(source.sent()).toBe(0);
  });

  it('of exactly the limit is taken', async () => {
    const text = JSON.stringify('x'.repeat(98));
    const post = new Request('http://localhost/', { method: 'POST', body: text, headers: { 'content-type': 'application/json; charset=utf-8' } });
    expect(await readJsonBody(post, 100)).toHaveLength(98);
  });

  it('that is not there reads as undefined', async () => {
    expect(await readJsonBody(new Request('http://localhost/', { method: 'POST' }), 10)).toBe(undefined);
    expect(await readJsonBody(new Request('http://localhost/', { method: 'POST', headers: { 'content-length': '0', 'content-type': 'application/json' } }), 10)).toBe(undefined);
  });

  it('never takes a body that was cut off for none: a call whose body is optional would be carried out without it', async () => {
    for (const body of [null, '{"dryRun":']) {
      const cut = new Request('http://localhost/', { method: 'POST', body, headers: { 'content-length': '15', 'content-type': 'application/json' } });
      await expect(readJsonBody(cut, 100)).rejects.toMatchObject({ code: 'malformed_json', message: expect.stringContaining('before all of it') });
    }
    const gone = new AbortController();
    gone.abort();
    await expect(readJsonBody(new Request('http://localhost/', { method: 'POST', body: '{}', signal: gone.signal, headers: { 'content-type': 'application/json' } }), 100)).rejects.toMatchObject({ code: 'malformed_json' });
  });

  it('may name a member __proto__ without changing anything', async () => {
    const post = new Request('http://localhost/', { method: 'POST', body: '{"__proto__":{"admin":true}}', headers: { 'content-type': 'application/json' } });
    const body = await readJsonBody(post, 100);
    expect(Object.hasOwn(body as object, '__proto__')).toBe(true);
    expect(codeOf(() => parsePart('body', z.strictObject({}), body))).toBe('invalid_request');
    expect(({} as { admin?: boolean }).admin).toBe(undefined);
  });
});

describe('a problem of a value', () => {
  const problemsOf = (schema: z.ZodType, value: unknown) => {
    try {
      parsePart('body', schema, value);
    } catch (error) {
      if (error instanceof ProblemError) return (error.problems ?? []).map(({ pointer, code, message }) => `${code} ${pointer} ${message}`);
    }
    return [];
  };

  it.each([
    [z.strictObject({ a: z.string() }), {}, 'missing_field /a It is required.'],
    [z.strictObject({ a: z.string() }), { a: 1 }, 'wrong_type /a It must be a string.'],
    [z.strictObject({ a: z.int() }), { a: 1.5 }, 'wrong_type /a It must be an integer.'],
    [z.strictObject({}), { 'a/b~c': 1 }, 'unknown_field /a~1b~0c There is no field "a/b~c" here. Leave it out, or look for a slip of the pen.'],
    [z.array(z.string().min(2)), ['ab', 'c'], 'too_small /1 It must have at least 2 characters.'],
    [z.array(z.int()).max(1), [1, 2], 'too_big  It must have at most 1 entries.'],
    [z.strictObject({ a: z.enum(['x', 'y']) }), { a: 'z' }, 'invalid_value /a It must be one of "x", "y".'],
    [z.strictObject({ a: z.enum(['x', 'y']) }), {}, 'missing_field /a It must be one of "x", "y".'],
    [z.strictObject({ a: z.iso.datetime() }), { a: 'now' }, 'invalid_format /a It is not an instant such as 2026-01-31T12:00:00Z.'],
    [z.union([z.int(), z.literal('latest')]), 'first', 'no_variant  It must be a number. Or: It must be "latest".'],
  ])('is told with its place and in words (%#)', (schema, value, expected) => {
    expect(problemsOf(schema, value)).toContain(expected);
  });

  it('is told for each of many, and the answer stays small', () => {
    expect(problemsOf(z.array(z.int()), Array.from({ length: 5_000 }, () => 'x'))).toHaveLength(100);
  });
});

describe('a route', () => {
  const health = methods({
    GET: route(operations.health, () => {
      throw new Error('password=hunter2 at postgres://user:secret@db');
    }),
  });

  it('leaks nothing of an error nobody expected, and names it for the log', async () => {
    const response = await health.GET(request({ host: '127.0.0.1:3000' }));
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({ code: 'internal', requestId: response.headers.get('x-request-id') });
    expect(text).not.toMatch(/hunter2|secret|stack|\.ts:/);
  });

  it('says that the store is away when a connection was refused', async () => {
    const away = methods({ GET: route(operations.health, () => Promise.reject(Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' }))) });
    const response = await away.GET(request({ host: '127.0.0.1:3000' }));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    // Not the port alone: the id of a request is made of digits, too.
    expect(await response.text()).not.toMatch(/ECONNREFUSED|127\.0\.0\.1:5432/);
  });

  it('answers HEAD like GET without a body', async () => {
    const fine = methods({ GET: route(operations.health, () => ({ status: 200, body: { ok: true, version: '1', uptimeMs: 1 } })) });
    const response = await fine.HEAD(request({ host: '127.0.0.1:3000' }, { method: 'HEAD' }));
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([200, 'application/json', '']);
  });

  it('may not answer in a way its description does not know', async () => {
    const wrong = methods({ GET: route(operations.health, () => ({ status: 200, body: { ok: true, secret: 1 } })) });
    expect((await wrong.GET(request({ host: '127.0.0.1:3000' }))).status).toBe(500);
  });
});

describe('small readers', () => {
  it('make slugs that addresses can carry', () => {
    expect(['Order processing', '  -- Ünïcödé!! ', '日本', 'x'.repeat(200), 'a'.repeat(59) + ' b'].map(slugOf)).toEqual(['order-processing', 'unicode', 'workflow', 'x'.repeat(60), 'a'.repeat(59)]);
  });

  it('fill in defaults at any depth and change nothing that was sent', () => {
    const schema = { type: 'object', properties: { n: { type: 'integer', default: 3 }, deep: { type: 'object', default: {}, properties: { on: { type: 'boolean', default: true } } }, list: { type: 'array', items: { type: 'object', properties: { x: { default: 1 } } } } } };
    const input = definitionSchema.parse({ heddle: 1, name: 'defaults', input: schema });
    expect(checkedInput(input, { n: 4, list: [{}, { x: 2 }], other: 1 })).toEqual({ n: 4, list: [{ x: 1 }, { x: 2 }], other: 1, deep: { on: true } });
    expect(checkedInput(input, undefined)).toEqual({ n: 3, deep: { on: true } });
    // As the engine does for children: what a reference or a part of the schema gives counts too.
    const parts = definitionSchema.parse({ heddle: 1, name: 'parts', input: { type: 'object', allOf: [{ properties: { size: { $ref: '#/$defs/size' } } }], $defs: { size: { type: 'integer', default: 2 } } } });
    expect(checkedInput(parts, {})).toEqual({ size: 2 });
    expect(codeOf(() => checkedInput(input, { n: null }))).toBe('invalid_input');
  });

  it('read the revision of an ETag, strong or weak', () => {
    expect([readIfMatch(request({ 'if-match': '"12"' })), readIfMatch(request({ 'if-match': 'W/"3"' }))]).toEqual([12, 3]);
    expect(codeOf(() => readIfMatch(request({ 'if-match': '"a"' })))).toBe('if_match_required');
  });

  it('go on after what a browser says it has seen', () => {
    expect([afterOf(request(), undefined), afterOf(request(), 4), afterOf(request({ 'last-event-id': '9' }), 4)]).toEqual([0, 4, 9]);
    expect(codeOf(() => afterOf(request({ 'last-event-id': '9; drop' }), 4))).toBe('invalid_request');
    expect(codeOf(() => afterOf(request({ 'last-event-id': '4294967296' }), 4))).toBe('invalid_request');
    expect([wantsStream(request({ accept: 'text/event-stream' })), wantsStream(request({ accept: 'application/json' })), wantsStream(request())]).toEqual([true, false, false]);
  });

  it('cut pages that neither repeat nor leave out', () => {
    const items = Array.from({ length: 25 }, (_, index) => ({ at: Math.floor(index / 3), id: `s${String(index).padStart(2, '0')}` }));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = pageOfList(items, (item) => [item.at, item.id], { limit: 4, cursor });
      seen.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(items.map((item) => item.id));
  });
});

describe('a parked run', () => {
  it('is told of without the error that parked it, which may quote anything', () => {
    const error = Object.assign(new Error('The run is parked: password "s3cret" of postgres://me:s3cret@db'), { name: 'EngineError', code: 'run_parked', context: { reason: 's3cret' }, findings: [] });
    const problem = problemOfEngine(error);
    expect(problem).toMatchObject({ code: 'run_parked', cause: error });
    expect(JSON.stringify([problem?.message, problem?.context])).not.toContain('s3cret');
  });
});

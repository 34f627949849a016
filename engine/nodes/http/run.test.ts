import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StepAbort, StepFailure, type JsonObject } from '../../ports/node-runner.ts';
import { fakeContext } from '../fake-context.ts';
import { createHttpClient, type HttpClient } from './client.ts';
import { callHttp } from './run.ts';
import { httpShape } from './shape.ts';
import { httpTextsZh } from './texts.zh.ts';

type Seen = { method: string; url: string; headers: IncomingMessage['headers']; body: string };
type Respond = (request: Seen, response: ServerResponse) => void;

const seen: Seen[] = [];
const routes = new Map<string, Respond>();
const server = createServer(serve);
const other = createServer(serve);
let base = '';
let otherBase = '';
let client: HttpClient;

function serve(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const entry = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
    seen.push(entry);
    const respond = routes.get(entry.url.split('?')[0]!);
    if (respond === undefined) response.writeHead(404).end('nothing here');
    else respond(entry, response);
  });
}

function json(value: unknown, status = 200, headers: Record<string, string> = {}): Respond {
  return (_request, response) => void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
}

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  otherBase = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  client = createHttpClient({ allow: '127.0.0.1', outsideUrl: base });
});

afterAll(async () => {
  client.transport.close();
  server.closeAllConnections();
  other.closeAllConnections();
  await new Promise((done) => server.close(done));
  await new Promise((done) => other.close(done));
});

async function failureOf(params: JsonObject, context = fakeContext()): Promise<StepFailure> {
  const error: unknown = await callHttp(client, params, context).then(() => null, (reason: unknown) => reason);
  expect(error).toBeInstanceOf(StepFailure);
  return error as StepFailure;
}

describe('an HTTP request', () => {
  it('sends method, query, headers, JSON body and the idempotency key, and answers with status, headers and parsed body', async () => {
    routes.set('/orders', json({ id: 7 }, 201, { 'x-request': 'r1' }));
    const output = await callHttp(client, { method: 'POST', url: `${base}/orders?a=1`, query: { b: 'ü&', c: [1, 2], d: null }, headers: { 'X-Team': 'blue' }, body: { amount: 3 } }, fakeContext({ idempotencyKey: 'k-77' }));
    expect(output).toMatchObject({ status: 201, body: { id: 7 }, headers: { 'x-request': 'r1' } });
    const last = seen.at(-1)!;
    expect(last).toMatchObject({ method: 'POST', url: '/orders?a=1&b=%C3%BC%26&c=1&c=2', body: '{"amount":3}' });
    expect(last.headers).toMatchObject({ 'idempotency-key': 'k-77', 'x-team': 'blue', 'content-type': 'application/json', 'content-length': '12' });
  });

  it('reads the answer as its content type says, or as it is told', async () => {
    routes.set('/text', (_request, response) => void response.writeHead(200, { 'content-type': 'text/plain' }).end('{"a":1}'));
    await expect(callHttp(client, { url: `${base}/text` }, fakeContext())).resolves.toMatchObject({ body: '{"a":1}' });
    await expect(callHttp(client, { url: `${base}/text`, response: 'json' }, fakeContext())).resolves.toMatchObject({ body: { a: 1 } });
    routes.set('/json', json({ a: 1 }));
    await expect(callHttp(client, { url: `${base}/json`, response: 'text' }, fakeContext())).resolves.toMatchObject({ body: '{"a":1}' });
  });

  it('says where an answer that should be JSON goes wrong, and does not try again', async () => {
    routes.set('/broken', (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('<html>oops</html>'));
    const failure = await failureOf({ url: `${base}/broken` });
    expect(failure).toMatchObject({ type: 'ResponseError', retryable: false, details: { status: 200, body: '<html>oops</html>' } });
    expect(failure.message).toMatch(/^The answer is not JSON: Unexpected token/);
  });

  it('unpacks compressed answers', async () => {
    routes.set('/gzip', (_request, response) => void response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync('{"packed":true}')));
    await expect(callHttp(client, { url: `${base}/gzip` }, fakeContext())).resolves.toMatchObject({ body: { packed: true } });
  });

  it('reaches the service of the examples through outside://', async () => {
    routes.set('/hotels', json({ ok: true }));
    await expect(callHttp(client, { url: 'outside://examples/hotels?city=Rome' }, fakeContext())).resolves.toMatchObject({ body: { ok: true } });
    expect(seen.at(-1)!.url).toBe('/hotels?city=Rome');
    const lost = createHttpClient({ allow: '', outsideUrl: null });
    await expect(callHttp(lost, { url: 'outside://examples/hotels' }, fakeContext())).rejects.toMatchObject({ type: 'ConfigurationError', retryable: false });
  });

  it('leaves cookies out of the output', async () => {
    routes.set('/cookie', json({}, 200, { 'set-cookie': 'session=abc' }));
    expect(JSON.stringify(await callHttp(client, { url: `${base}/cookie` }, fakeContext()))).not.toContain('session');
  });
});

describe('failures', () => {
  it.each([
    [400, false], [401, false], [404, false], [409, false], [422, false],
    [408, true], [425, true], [429, true], [500, true], [502, true], [503, true], [504, true],
  ])('status %i is retried: %s', async (status, retryable) => {
    routes.set('/status', json({ detail: 'the service says so' }, status));
    const failure = await failureOf({ url: `${base}/status` });
    expect(failure).toMatchObject({ type: 'HttpError', retryable, details: { status } });
    expect(failure.message).toContain(`answered ${status}; expected 2xx. the service says so`);
  });

  it('are told by the field in both languages as they are retried', () => {
    for (const help of [httpShape.face.fields.expect?.help, httpTextsZh.fields.expect?.help]) expect(help?.match(/\d{3}|\dxx/g)).toEqual(['2xx', '408', '425', '429', '5xx']);
  });

  it('honours Retry-After in seconds and as a date', async () => {
    routes.set('/later', json({}, 429, { 'retry-after': '7' }));
    expect((await failureOf({ url: `${base}/later` })).retryAfterMs).toBe(7_000);
    routes.set('/later', json({}, 503, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }));
    const wait = (await failureOf({ url: `${base}/later` })).retryAfterMs!;
    expect(wait).toBeGreaterThan(50_000);
    expect(wait).toBeLessThanOrEqual(60_000);
    routes.set('/later', json({}, 503, { 'retry-after': 'soon' }));
    expect((await failureOf({ url: `${base}/later` })).retryAfterMs).toBeUndefined();
  });

  it('takes the statuses it was told to expect, and only those', async () => {
    routes.set('/gone', json({ gone: true }, 404));
    await expect(callHttp(client, { url: `${base}/gone`, expect: [404, '2xx'] }, fakeContext())).resolves.toMatchObject({ status: 404 });
    routes.set('/fine', json({}, 200));
    expect(await failureOf({ url: `${base}/fine`, expect: [201] })).toMatchObject({ type: 'HttpError', retryable: false });
  });

  it('retries what the network breaks', async () => {
    routes.set('/reset', (_request, response) => void response.socket?.destroy());
    expect(await failureOf({ url: `${base}/reset` })).toMatchObject({ type: 'NetworkError', retryable: true });
    expect(await failureOf({ url: 'http://127.0.0.1:1/' })).toMatchObject({ type: 'NetworkError', retryable: true, details: { code: 'ECONNREFUSED' } });
  });

  it('retries an answer that breaks off in the middle', async () => {
    routes.set('/half', (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"a":', () => response.socket?.destroy());
    });
    expect(await failureOf({ url: `${base}/half` })).toMatchObject({ type: 'NetworkError', retryable: true });
  });

  it('asks once more on a kept connection that the service had closed', async () => {
    let calls = 0;
    routes.set('/stale', (_request, response) => {
      calls++;
      if (calls === 2) response.socket?.destroy();
      else json({ calls })(seen.at(-1)!, response);
    });
    await callHttp(client, { url: `${base}/stale` }, fakeContext());
    await expect(callHttp(client, { url: `${base}/stale` }, fakeContext())).resolves.toMatchObject({ body: { calls: 3 } });
  });

  it('stops at 8 MB, counted after unpacking', async () => {
    routes.set('/bomb', (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'text/plain' }).end(gzipSync(Buffer.alloc(40 * 1024 * 1024, 97))));
    expect(await failureOf({ url: `${base}/bomb` })).toMatchObject({ type: 'ResponseTooLarge', retryable: false });
  });

  it('reports bytes as they come, and stops when it is told to', async () => {
    routes.set('/drip', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.write('x'.repeat(1_000));
    });
    const context = fakeContext();
    const running = callHttp(client, { url: `${base}/drip` }, context);
    const outcome = running.then(() => null, (error: unknown) => error);
    await expect.poll(() => context.beats).toEqual([{ receivedBytes: 1_000 }]);
    context.abort(new StepAbort('cancel'));
    expect(await outcome).toMatchObject({ name: 'StepAbort', reason: 'cancel' });
  });

  it('keeps credentials out of every error, also when the service repeats them', async () => {
    routes.set('/echo', (request, response) => void response.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify({ detail: `bad ${request.headers.authorization} and ${request.headers['x-api-key']} at ${request.url}` })));
    const failure = await failureOf({ url: `${base}/echo?token=tok-98765`, headers: { Authorization: 'Bearer top-secret-1', 'X-Api-Key': 'key-4567' } });
    const said = JSON.stringify(failure.toStepError());
    for (const secret of ['top-secret-1', 'key-4567', 'tok-98765']) expect(said).not.toContain(secret);
    expect(said).toContain('•••');
  });

  it.each([
    ['an address that is none', { url: 'orders' }, 'complete URL'],
    ['a file', { url: 'file:///etc/passwd' }, 'Only http and https'],
    ['a method that is none', { url: 'http://127.0.0.1/', method: 'BREW' }, 'method'],
    ['a header that splits requests', { url: 'http://127.0.0.1/', headers: { a: 'b\r\nx: y' } }, 'cannot carry'],
    ['a header of the connection', { url: 'http://127.0.0.1/', headers: { Host: 'evil' } }, 'belongs to the connection'],
    ['a header name with a space', { url: 'http://127.0.0.1/', headers: { 'a b': 'c' } }, 'name of a header'],
  ])('refuses %s', async (_name, params, sentence) => {
    const failure = await failureOf(params as JsonObject);
    expect(failure).toMatchObject({ type: 'ValidationError', retryable: false });
    expect(failure.message).toContain(sentence);
  });
});

describe('redirects', () => {
  it('are followed, a POST becoming a GET after 303', async () => {
    routes.set('/from', (_request, response) => void response.writeHead(303, { location: '/to' }).end());
    routes.set('/to', json({ there: true }));
    await expect(callHttp(client, { method: 'POST', url: `${base}/from`, body: { a: 1 } }, fakeContext())).resolves.toMatchObject({ status: 200, body: { there: true } });
    expect(seen.at(-1)).toMatchObject({ method: 'GET', url: '/to', body: '' });
  });

  it('keep method and body after 307', async () => {
    routes.set('/from', (_request, response) => void response.writeHead(307, { location: '/to' }).end());
    await callHttp(client, { method: 'POST', url: `${base}/from`, body: { a: 1 } }, fakeContext());
    expect(seen.at(-1)).toMatchObject({ method: 'POST', url: '/to', body: '{"a":1}' });
  });

  it('do not carry credentials to another origin', async () => {
    routes.set('/away', (_request, response) => void response.writeHead(302, { location: `${otherBase}/to` }).end());
    await callHttp(client, { url: `${base}/away`, headers: { authorization: 'Bearer s3cret', 'x-api-key': 'k', cookie: 'c=d', accept: 'a/b' } }, fakeContext());
    const last = seen.at(-1)!;
    expect(last.headers.host).toBe(otherBase.slice(7));
    expect(last.headers).toMatchObject({ accept: 'a/b' });
    for (const name of ['authorization', 'x-api-key', 'cookie']) expect(last.headers[name]).toBeUndefined();
  });

  it('end after five', async () => {
    routes.set('/round', (_request, response) => void response.writeHead(302, { location: '/round' }).end());
    expect(await failureOf({ url: `${base}/round` })).toMatchObject({ type: 'HttpError', retryable: false });
  });

  it('are given back when they are expected', async () => {
    routes.set('/from', (_request, response) => void response.writeHead(302, { location: '/to' }).end());
    await expect(callHttp(client, { url: `${base}/from`, expect: [302] }, fakeContext())).resolves.toMatchObject({ status: 302, headers: { location: '/to' } });
  });

  it('to a private address are refused like any other request there', async () => {
    const strict = createHttpClient({ allow: base.slice(7), outsideUrl: null });
    routes.set('/inward', (_request, response) => void response.writeHead(302, { location: `${otherBase}/to` }).end());
    await expect(callHttp(strict, { url: `${base}/inward` }, fakeContext())).rejects.toMatchObject({ type: 'AddressRefused', retryable: false });
    routes.set('/inward', (_request, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end());
    await expect(callHttp(strict, { url: `${base}/inward` }, fakeContext())).rejects.toMatchObject({ type: 'ValidationError' });
    strict.transport.close();
  });
});

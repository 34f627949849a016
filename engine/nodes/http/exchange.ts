import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { StepFailure } from '../../ports/node-runner.ts';
import type { AddressPolicy, Resolve } from './address-guard.ts';
import { displayUrl } from './redact.ts';

export type Exchange = { method: string; url: URL; headers: Record<string, string>; body: Buffer | null };
export type Answer = { status: number; headers: Record<string, string>; body: Buffer };

export type ExchangeOptions = {
  signal: AbortSignal;
  /** Largest body, unpacked, in bytes. */
  maximumBytes: number;
  /** Called as the answer comes in, with the bytes so far. */
  onBytes: (received: number) => void;
};

export type Transport = { exchange: (request: Exchange, options: ExchangeOptions) => Promise<Answer>; close: () => void };

/** Codes of sockets, names and certificates for which another try makes no sense. */
const HOPELESS = /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_INVALID_CHAR|ERR_UNESCAPED)/;

/**
 * One request and its answer, on kept connections whose address was checked when they were opened. Redirects are
 * answers like any other here. node:http and not fetch, because here the resolver of a connection can be given:
 * what was checked is then what is connected to.
 */
export function createTransport(policy: AddressPolicy, resolve: Resolve): Transport {
  const agents = new Map<string, HttpAgent | HttpsAgent>();

  // An agent per name and port: its lookup knows for which port the address is wanted.
  const agentFor = (url: URL): HttpAgent => {
    const port = portOf(url);
    const key = `${url.protocol}//${url.hostname}:${port}`;
    let agent = agents.get(key);
    if (agent === undefined) {
      if (agents.size >= 500) closeOldest(agents);
      const options = { keepAlive: true, keepAliveMsecs: 15_000, maxSockets: 128, maxFreeSockets: 16, timeout: 30_000, lookup: guardedLookup(policy, resolve, port) };
      agent = url.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
      agents.set(key, agent);
    }
    return agent;
  };

  return {
    exchange: (request, options) => {
      const literal = hostLiteral(request.url);
      // For a literal address no resolver is asked, so it is judged here.
      if (literal !== null && !policy.allows(literal, portOf(request.url), literal)) return Promise.reject(refused(request.url, literal));
      return send(request, options, agentFor(request.url));
    },
    close: () => {
      for (const agent of agents.values()) agent.destroy();
      agents.clear();
    },
  };
}

function closeOldest(agents: Map<string, HttpAgent>): void {
  const oldest = agents.entries().next().value;
  if (oldest === undefined) return;
  agents.delete(oldest[0]);
  oldest[1].destroy();
}

function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}

function hostLiteral(url: URL): string | null {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? null : host;
}

function refused(url: URL, address: string): StepFailure {
  return new StepFailure('AddressRefused', `${url.hostname} is not a public address (${address}). An operator can allow it with HEDDLE_HTTP_ALLOW=${url.hostname}:${portOf(url)}.`, { retryable: false });
}

function guardedLookup(policy: AddressPolicy, resolve: Resolve, port: number): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const wanted = options.family === 4 || options.family === 6 ? addresses.filter((entry) => entry.family === options.family) : addresses;
        const allowed = wanted.filter((entry) => policy.allows(hostname, port, entry.address));
        const first = allowed[0];
        if (first === undefined) {
          const seen = addresses[0]?.address ?? 'no address';
          callback(Object.assign(new Error(`${hostname} resolves to ${seen}`), { code: 'HEDDLE_REFUSED', address: seen }), '', 0);
        } else if (options.all === true) callback(null, allowed);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}

function send(exchange: Exchange, options: ExchangeOptions, agent: HttpAgent, again = false): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { url, method, body } = exchange;
    const headers: Record<string, string> = { ...exchange.headers };
    if (body !== null) headers['content-length'] = String(body.byteLength);
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, { method, headers, agent });
    let received: IncomingMessage | null = null;

    const stop = () => request.destroy(abortError(options.signal));
    const settle = (act: () => void) => {
      options.signal.removeEventListener('abort', stop);
      act();
    };
    const fail = (error: Error) => {
      settle(() => {
        // A kept connection that the other side closed just now: nothing was answered on it, so it is asked once more.
        const stale = request.reusedSocket && received === null && 'code' in error && error.code === 'ECONNRESET';
        if (stale && !again && !options.signal.aborted) resolve(send(exchange, options, agent, true));
        else reject(nameFailure(error, url, options.signal));
      });
    };

    if (options.signal.aborted) stop();
    else options.signal.addEventListener('abort', stop, { once: true });
    request.on('error', fail);
    request.on('response', (response) => {
      received = response;
      readBody(response, method, url, options).then(
        (bytes) => settle(() => resolve({ status: response.statusCode ?? 0, headers: flatten(response), body: bytes })),
        (error: Error) => {
          request.destroy();
          fail(error);
        },
      );
    });
    request.end(body ?? undefined);
  });
}

function abortError(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('stopped');
}

function nameFailure(error: Error, url: URL, signal: AbortSignal): Error {
  if (signal.aborted) return abortError(signal);
  if (error instanceof StepFailure) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'ERROR';
  if (code === 'HEDDLE_REFUSED') return refused(url, 'address' in error ? String(error.address) : '');
  const reason = REASONS[code] ?? (code === 'ERROR' ? error.message : code);
  return new StepFailure('NetworkError', `${displayUrl(url)} could not be reached: ${reason}.`, { retryable: !HOPELESS.test(code), details: { code } });
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (ECONNREFUSED)',
  ECONNRESET: 'the connection was broken off (ECONNRESET)',
  ENOTFOUND: 'the name is unknown (ENOTFOUND)',
  EAI_AGAIN: 'the name could not be resolved just now (EAI_AGAIN)',
  ETIMEDOUT: 'no answer in time (ETIMEDOUT)',
  EHOSTUNREACH: 'there is no way to it (EHOSTUNREACH)',
};

async function readBody(response: IncomingMessage, method: string, url: URL, options: ExchangeOptions): Promise<Buffer> {
  if (method === 'HEAD' || response.statusCode === 204 || response.statusCode === 304) {
    response.resume();
    return Buffer.alloc(0);
  }
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of unpack(response)) {
    const bytes = chunk as Buffer;
    total += bytes.byteLength;
    if (total > options.maximumBytes) {
      throw new StepFailure('ResponseTooLarge', `${displayUrl(url)} answered with more than ${Math.floor(options.maximumBytes / 1_048_576)} MB.`, { retryable: false });
    }
    chunks.push(bytes);
    options.onBytes(total);
  }
  return Buffer.concat(chunks);
}

function unpack(response: IncomingMessage): AsyncIterable<unknown> {
  const encoding = response.headers['content-encoding']?.toLowerCase() ?? 'identity';
  const unpacker = encoding === 'gzip' || encoding === 'x-gzip' ? createGunzip() : encoding === 'br' ? createBrotliDecompress() : encoding === 'deflate' ? createInflate() : null;
  if (unpacker === null) return response;
  response.on('error', (error) => unpacker.destroy(error));
  return response.pipe(unpacker);
}

/** Names in lower case, several values joined. Cookies are credentials: they stay out of what is stored. */
function flatten(response: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value === undefined || name === 'set-cookie') continue;
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

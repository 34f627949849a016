import { z } from 'zod';
import { StepFailure, type Json, type JsonObject } from '../../ports/node-runner.ts';
import type { Exchange } from './exchange.ts';
import { assertWeb } from './request.ts';
import { HTTP_METHODS } from './shape.ts';

/** Parameters after their expressions were resolved. */
const resolvedSchema = z.object({
  method: z.preprocess((value) => (typeof value === 'string' ? value.toUpperCase() : value), z.enum(HTTP_METHODS)).default('GET'),
  url: z.string().min(1),
  headers: z.record(z.string(), z.json()).nullish(),
  query: z.record(z.string(), z.json()).nullish(),
  body: z.json().optional(),
  response: z.enum(['auto', 'json', 'text']).default('auto'),
  expect: z.array(z.union([z.int(), z.string()])).nullish(),
});

/** Headers that belong to the connection or to the framing of the message; setting them splits requests. */
const CONNECTION_HEADERS = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'upgrade', 'expect', 'te', 'trailer', 'keep-alive', 'proxy-authorization', 'proxy-connection', 'accept-encoding']);

export type PreparedRequest = { exchange: Exchange; response: 'auto' | 'json' | 'text'; accepts: (status: number) => boolean; expected: string };

/** @throws StepFailure `ValidationError` naming the parameter that cannot be used */
export function prepareRequest(params: JsonObject, idempotencyKey: string, outsideUrl: string | null): PreparedRequest {
  const parsed = resolvedSchema.safeParse(params);
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error));
  const { method, query, body, response, expect } = parsed.data;
  const url = readUrl(parsed.data.url, outsideUrl);
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const item of Array.isArray(value) ? value : [value]) if (item !== null) url.searchParams.append(name, asText(item));
  }
  const headers: Record<string, string> = { accept: 'application/json, text/*;q=0.9, */*;q=0.8', 'user-agent': 'heddle', 'accept-encoding': 'gzip, br, deflate', 'idempotency-key': idempotencyKey };
  for (const [name, value] of Object.entries(parsed.data.headers ?? {})) addHeader(headers, name, value);
  const bytes = body === undefined || body === null || method === 'GET' || method === 'HEAD' ? null : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  if (bytes !== null) headers['content-type'] ??= typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json';
  const wanted = (expect ?? []).map(String);
  return {
    exchange: { method, url, headers, body: bytes },
    response,
    accepts: (status) => (wanted.length === 0 ? status >= 200 && status < 300 : wanted.some((item) => item === String(status) || item === `${Math.floor(status / 100)}xx`)),
    expected: wanted.length === 0 ? '2xx' : wanted.join(', '),
  };
}

function readUrl(text: string, outsideUrl: string | null): URL {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    throw invalid('The address is not a complete URL; it starts with https:// or http://.');
  }
  if (url.protocol === 'outside:') {
    if (outsideUrl === null) {
      throw new StepFailure('ConfigurationError', 'outside:// stands for the service that ships with the examples, and this worker does not know where it runs. Set HEDDLE_OUTSIDE_URL.', { retryable: false });
    }
    url = new URL(`${outsideUrl.replace(/\/$/, '')}${url.pathname}${url.search}`);
  }
  assertWeb(url);
  url.hash = '';
  return url;
}

function addHeader(headers: Record<string, string>, name: string, value: Json): void {
  const key = name.toLowerCase();
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(key)) throw invalid(`"${name.slice(0, 60)}" cannot be the name of a header.`);
  if (CONNECTION_HEADERS.has(key)) throw invalid(`The header "${key}" belongs to the connection and cannot be set.`);
  if (value === null) return void delete headers[key];
  const text = asText(value);
  // The value is left out of the message: it may well be a credential.
  if (/[^\t\x20-\x7e\x80-\xff]/.test(text)) throw invalid(`The header "${key}" holds characters that a header cannot carry.`);
  headers[key] = text;
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function invalid(message: string): StepFailure {
  return new StepFailure('ValidationError', message, { retryable: false });
}

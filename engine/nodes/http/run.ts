import { cutText } from '../cut-text.ts';
import { StepFailure, type Json, type JsonObject, type NodeRunner, type StepContext } from '../../ports/node-runner.ts';
import { sharedHttpClient, type HttpClient } from './client.ts';
import type { Answer } from './exchange.ts';
import { prepareRequest } from './prepare.ts';
import { createRedactor, displayUrl } from './redact.ts';
import { requestWithRedirects } from './request.ts';

/** Largest answer, unpacked, in bytes: what a step's output may hold. */
const MAXIMUM_RESPONSE_BYTES = 8 * 1024 * 1024;
const EXCERPT_LENGTH = 2_000;
/** Besides 429 and 5xx: the server gave up waiting, or asks for another try itself. */
const RETRIED_STATUSES = new Set([408, 425, 429]);

/** What of a step an HTTP call needs; the tools of an agent bring their own. */
export type HttpCallContext = Pick<StepContext, 'idempotencyKey' | 'signal' | 'heartbeat'>;

/**
 * One HTTP request as a step.
 * @returns `{status, headers, body}`, body parsed as the parameters say
 * @throws StepFailure `HttpError` (with `status` and an excerpt in its details), `NetworkError`, `AddressRefused`,
 *   `ResponseError`, `ResponseTooLarge`, `ConfigurationError` or `ValidationError`
 */
export async function callHttp(client: HttpClient, params: JsonObject, context: HttpCallContext): Promise<Json> {
  const { exchange, response, accepts, expected } = prepareRequest(params, context.idempotencyKey, client.outsideUrl);
  const redact = createRedactor(exchange.headers, exchange.url);
  const options = { signal: context.signal, maximumBytes: MAXIMUM_RESPONSE_BYTES, onBytes: (received: number) => context.heartbeat({ receivedBytes: received }) };
  const answer = await requestWithRedirects(client.transport, exchange, options, accepts);
  if (!accepts(answer.status)) {
    const excerpt = redact(cutText(answer.body.toString('utf8'), EXCERPT_LENGTH));
    throw new StepFailure('HttpError', `${exchange.method} ${redact(displayUrl(exchange.url))} answered ${answer.status}; expected ${expected}.${sayWhy(excerpt)}`, {
      retryable: answer.status >= 500 || RETRIED_STATUSES.has(answer.status),
      retryAfterMs: retryAfter(answer.headers['retry-after']),
      details: { status: answer.status, body: excerpt },
    });
  }
  return { status: answer.status, headers: answer.headers, body: readAnswer(answer, response, redact) };
}

/** The service's own sentence, where its answer holds one. */
function sayWhy(excerpt: string): string {
  try {
    const body: unknown = JSON.parse(excerpt);
    if (typeof body !== 'object' || body === null) return '';
    const { detail, message, error } = body as Record<string, unknown>;
    const reason = [detail, message, error].find((part): part is string => typeof part === 'string' && part !== '');
    return reason === undefined ? '' : ` ${cutText(reason, 300)}`;
  } catch {
    return '';
  }
}

/** `Retry-After` in milliseconds, from seconds or from a date, at most a day; undefined when it says nothing usable. */
function retryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const delay = /^\d+$/.test(value.trim()) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isFinite(delay) ? Math.min(Math.max(0, delay), 86_400_000) : undefined;
}

function readAnswer(answer: Answer, wanted: 'auto' | 'json' | 'text', redact: (text: string) => string): Json {
  const contentType = answer.headers['content-type'] ?? '';
  const text = decodeText(answer.body, contentType);
  const isJson = wanted === 'json' || (wanted === 'auto' && /[/+]json\b/i.test(contentType));
  if (!isJson) return text;
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/, ".*$/s, '') : 'it cannot be read';
    throw new StepFailure('ResponseError', `The answer is not JSON: ${redact(reason)}.`, { retryable: false, details: { status: answer.status, contentType, body: redact(cutText(text, EXCERPT_LENGTH)) } });
  }
}

function decodeText(bytes: Buffer, contentType: string): string {
  const charset = /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}

export function createHttpRunner(client: () => HttpClient): NodeRunner {
  return { type: 'http', run: (params, context) => callHttp(client(), params, context) };
}

export const httpRunner: NodeRunner = createHttpRunner(sharedHttpClient);

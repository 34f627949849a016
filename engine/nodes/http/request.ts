import { StepFailure } from '../../ports/node-runner.ts';
import type { Answer, Exchange, ExchangeOptions, Transport } from './exchange.ts';
import { displayUrl } from './redact.ts';

const MOST_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** What goes along to another origin; anything else may be a credential meant for the first one alone. */
const CARRIED = new Set(['accept', 'accept-encoding', 'accept-language', 'content-type', 'user-agent', 'idempotency-key']);

/**
 * A request with its redirects followed as a browser would, each hop checked like the first.
 * @param keep statuses that are wanted as they are, so that a redirect can be the expected answer
 * @throws StepFailure of type `NetworkError`, `AddressRefused`, `ResponseTooLarge` or `ValidationError`; the signal's reason when it was aborted
 */
export async function requestWithRedirects(transport: Transport, first: Exchange, options: ExchangeOptions, keep: (status: number) => boolean): Promise<Answer> {
  let exchange = first;
  for (let hop = 0; ; hop++) {
    const answer = await transport.exchange(exchange, options);
    const location = answer.headers.location;
    if (!REDIRECTS.has(answer.status) || location === undefined || keep(answer.status)) return answer;
    if (hop === MOST_REDIRECTS) throw new StepFailure('HttpError', `${displayUrl(first.url)} redirected more than ${MOST_REDIRECTS} times.`, { retryable: false });
    exchange = follow(exchange, answer.status, location);
  }
}

function follow(exchange: Exchange, status: number, location: string): Exchange {
  let url: URL;
  try {
    url = new URL(location, exchange.url);
  } catch {
    throw new StepFailure('HttpError', `${displayUrl(exchange.url)} redirected to something that is no address.`, { retryable: false });
  }
  assertWeb(url);
  // 303 asks for a GET; 301 and 302 get one after a POST, because that is what everybody does.
  const becomesGet = (status === 303 && exchange.method !== 'HEAD') || ((status === 301 || status === 302) && exchange.method === 'POST');
  const sameOrigin = url.origin === exchange.url.origin;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(exchange.headers)) {
    if (!sameOrigin && !CARRIED.has(name)) continue;
    if (becomesGet && name === 'content-type') continue;
    headers[name] = value;
  }
  return { url, method: becomesGet ? 'GET' : exchange.method, headers, body: becomesGet ? null : exchange.body };
}

/** @throws StepFailure for anything but http and https */
export function assertWeb(url: URL): void {
  if (url.protocol === 'http:' || url.protocol === 'https:') return;
  throw new StepFailure('ValidationError', `Only http and https addresses can be requested, not ${url.protocol}//.`, { retryable: false });
}

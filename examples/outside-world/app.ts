import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { canonicalService, FaultCounters, isCancellation, readFaults, type Effect, type Fault } from './faults.ts';
import { Bookings, Ledger, type Entry } from './ledger.ts';
import { findOperation, type Fields, type Operation, type Reply } from './services.ts';

const LARGEST_BODY = 1024 * 1024;
/** A question stands in the address: 20,000 Chinese characters take nine bytes each there. */
const LONGEST_QUESTION = 256 * 1024;
const MOST_ANSWERS = 50_000;

/**
 * The world outside, as far as the examples need it: hotels, flights, payments, stock, shipping, mail, a search and data
 * sources, in one process and in memory. A request with an Idempotency-Key that was answered before gets the same answer
 * and does nothing. What is done is done before the answer is held back, as in the real world.
 */
export class OutsideWorld {
  readonly ledger = new Ledger();
  readonly bookings = new Bookings();
  readonly #counters = new FaultCounters();
  readonly #answers = new Map<string, Reply>();

  createServer(): Server {
    return createServer({ maxHeaderSize: LONGEST_QUESTION }, (request, response) => {
      this.#serve(request, response).catch(() => {
        if (!response.headersSent) send(response, { status: 500, body: { detail: 'The outside world broke.' } });
        else response.destroy();
      });
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://outside');
    const method = request.method ?? 'GET';
    const answer = this.#answerAboutItself(method, url);
    if (answer !== null) return send(response, answer);
    const found = findOperation(method, url.pathname);
    if (found === null) return send(response, { status: 404, body: { detail: `There is no ${method} ${url.pathname} here.` } });
    const key = headerOf(request, 'idempotency-key');
    let fields: Fields;
    let faults: Fault[];
    try {
      fields = { ...(method === 'GET' ? Object.fromEntries(url.searchParams) : await readBody(request)), ...found.fields };
      faults = readFaults(fields.fault);
    } catch (error) {
      return send(response, { status: 400, body: { detail: error instanceof Error ? error.message : 'The request cannot be read.' } });
    }
    const reference = typeof fields.reference === 'string' && fields.reference !== '' ? fields.reference : (key ?? 'nobody');
    const { operation } = found;
    const entry = this.ledger.open({ service: operation.service, action: operation.action, reference, idempotencyKey: key });
    const { reply, delayMs } = this.#perform(operation, fields, faults, reference, key === null ? null : `${operation.service} ${key}`, entry);
    entry.status = reply.status;
    entry.ids = reply.ids ?? [];
    if (delayMs > 0) {
      entry.slow = true;
      await pause(delayMs);
    }
    entry.answered = true;
    send(response, reply);
  }

  /** Everything that changes anything happens here, in one go: two requests never stand between each other. */
  #perform(operation: Operation, fields: Fields, faults: readonly Fault[], reference: string, key: string | null, entry: Entry): { reply: Reply; delayMs: number } {
    const before = key === null ? undefined : this.#answers.get(key);
    if (before !== undefined) {
      entry.outcome = 'repeated';
      return { reply: before, delayMs: 0 };
    }
    const effect = this.#effectOn(operation, fields, faults, reference);
    if (effect?.mode === 'refuse') {
      entry.outcome = 'refused';
      return { reply: { status: operation.refusal.status, body: { error: 'refused', detail: operation.refusal.detail } }, delayMs: 0 };
    }
    if (effect?.mode === 'error') {
      entry.outcome = 'error';
      return { reply: { status: 503, body: { error: 'unavailable', detail: `The ${operation.service} service is out of order.` } }, delayMs: 0 };
    }
    const reply = operation.reply(fields, reference, this.bookings);
    entry.outcome = reply.status < 300 ? 'done' : 'invalid';
    if (key !== null && reply.status < 300) this.#remember(key, reply);
    return { reply, delayMs: effect?.delayMs ?? 0 };
  }

  #effectOn(operation: Operation, fields: Fields, faults: readonly Fault[], reference: string): Effect {
    const effect = this.#counters.take(faults, operation.service, reference, operation.also?.(fields));
    if (effect !== null) return effect;
    // A cancellation can only fail when something is cancelled: the last step of a booking is refused for it.
    const fails = operation.service === 'payment' && faults.some((fault) => isCancellation(fault) && canonicalService(fault.service) !== canonicalService('payment-cancel'));
    return fails ? { mode: 'refuse', delayMs: 0 } : null;
  }

  #remember(key: string, reply: Reply): void {
    this.#answers.set(key, reply);
    if (this.#answers.size > MOST_ANSWERS) this.#answers.delete(this.#answers.keys().next().value!);
  }

  #answerAboutItself(method: string, url: URL): Reply | null {
    const reference = url.searchParams.get('reference') ?? url.searchParams.get('run');
    if (url.pathname === '/ledger' && method === 'GET') {
      const filter = { reference, service: url.searchParams.get('service'), action: url.searchParams.get('action'), after: Number(url.searchParams.get('after') ?? 0) || 0, limit: Number(url.searchParams.get('limit') ?? 1_000) || 1_000 };
      return { status: 200, body: this.ledger.read(filter) };
    }
    if (url.pathname === '/ledger' && method === 'DELETE') {
      this.ledger.clear(reference);
      return { status: 200, body: { cleared: true } };
    }
    if (url.pathname === '/bookings' && method === 'GET') return { status: 200, body: this.bookings.net(reference) };
    if ((url.pathname === '/healthz' || url.pathname === '/') && method === 'GET') return { status: 200, body: { status: 'ok', service: 'outside-world' } };
    return null;
  }
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

async function readBody(request: IncomingMessage): Promise<Fields> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).byteLength;
    if (size > LARGEST_BODY) throw new Error('The body is larger than 1 MB.');
    chunks.push(chunk as Buffer);
  }
  if (size === 0) return {};
  const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Error('The body is not a JSON object.');
  return body as Fields;
}

function send(response: ServerResponse, reply: Reply): void {
  const text = JSON.stringify(reply.body);
  response.writeHead(reply.status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text);
}

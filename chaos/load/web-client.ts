import { setMaxListeners } from 'node:events';

/** An answer of the API, whatever its status. */
export type Answer = { status: number; body: Record<string, unknown> };

const ONE_TRY_MS = 12_000;
const BETWEEN_TRIES_MS = 150;

/** Calls the API until it is answered: by any of the web processes, after however many were killed under the call. */
export class WebClient {
  private next = 0;

  constructor(
    private readonly urls: readonly string[],
    /** The round is given up. */
    readonly signal: AbortSignal,
    /** Told of every answer that says the fault is the server's own. */
    private readonly broken: (call: string, answer: Answer) => void,
  ) {
    // As many calls listen to it as are under way.
    setMaxListeners(0, signal);
  }

  get(path: string): Promise<Answer> {
    return this.call('GET', path);
  }

  post(path: string, body: unknown): Promise<Answer> {
    return this.call('POST', path, body);
  }

  /** The body of a live stream from after this event. @throws when it is not given at the first try */
  async stream(path: string, after: number, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const url = this.urls[this.next++ % this.urls.length]!;
    const response = await fetch(`${url}/api/v1${path}`, { headers: { accept: 'text/event-stream', ...(after === 0 ? {} : { 'last-event-id': String(after) }) }, signal });
    if (!response.ok || response.body === null) throw new Error(`The stream was answered with ${response.status}.`);
    return response.body as ReadableStream<Uint8Array>; // fetch gives bytes
  }

  /** Repeats what is not answered, or answered with "not now". What is sent must be safe to be sent again. @throws when the round is given up */
  private async call(method: string, path: string, body?: unknown): Promise<Answer> {
    for (;;) {
      this.signal.throwIfAborted();
      const url = this.urls[this.next++ % this.urls.length]!;
      // Not `AbortSignal.any`: a collection may take what it was made of away, and the call hangs for ever.
      const end = new AbortController();
      const abort = (): void => end.abort();
      const timer = setTimeout(abort, ONE_TRY_MS);
      this.signal.addEventListener('abort', abort);
      try {
        const response = await fetch(`${url}/api/v1${path}`, {
          method, signal: end.signal, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
        });
        const answer = { status: response.status, body: (await response.json()) as Record<string, unknown> };
        if (response.status < 500) return answer;
        if (response.status !== 503) this.broken(`${method} ${path}`, answer);
      } catch {
        // Killed under the call, away, or silent.
      } finally {
        clearTimeout(timer);
        this.signal.removeEventListener('abort', abort);
      }
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
    }
  }
}

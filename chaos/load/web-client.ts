import { setMaxListeners } from 'node:events';
import { exchange, liveStream, type LiveStream } from './exchange.ts';

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

  /** A live stream from after this event, of the next process. */
  stream(path: string, after: number): LiveStream {
    return liveStream(`${this.urls[this.next++ % this.urls.length]!}/api/v1${path}`, after);
  }

  /** Repeats what is not answered, or answered with "not now". What is sent must be safe to be sent again. @throws when the round is given up */
  private async call(method: string, path: string, body?: unknown): Promise<Answer> {
    for (;;) {
      this.signal.throwIfAborted();
      const url = this.urls[this.next++ % this.urls.length]!;
      const answer = await exchange(`${url}/api/v1${path}`, { method, body, ms: ONE_TRY_MS }).catch(() => null);
      if (answer !== null && answer.status < 500) return answer;
      // None: killed under the call, away, or silent.
      if (answer !== null && answer.status !== 503) this.broken(`${method} ${path}`, answer);
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
    }
  }
}

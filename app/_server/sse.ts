/** Proxies take a connection on which nothing passes for a dead one, and a client cannot tell one from the other. An event, because a browser's EventSource hides comments. */
const HEARTBEAT_MS = 15_000;
/** Bytes that may wait for a slow client before its source is let go. */
const HIGH_WATER_BYTES = 512 * 1024;
const encoder = new TextEncoder();

export type SseMessage = { event: string; data: unknown; id?: number };

/** What a source writes with. */
export type SseSink = {
  /** Writes a message. @returns false when the client is behind: write nothing more until `resume` is called */
  write: (message: SseMessage) => boolean;
  /** False when the client is behind: leave out what may be missed. */
  hasRoom: () => boolean;
  close: () => void;
};

export type SseSource = {
  /** Starts writing. Called once. */
  start: (sink: SseSink) => Promise<void> | void;
  /** The client has caught up after `write` had said false. */
  resume?: () => void;
  /** The stream is over, for whatever reason. Called once. */
  stop: () => void;
};

/** One frame of `text/event-stream`. Data is one line of JSON, so it needs no splitting. */
export function formatSse({ event, data, id }: SseMessage): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/**
 * A response that streams a source until it closes, the client leaves or `signal` aborts. The client's pace is kept:
 * no more than `HIGH_WATER_BYTES` wait for it.
 */
export function sseResponse(source: SseSource, signal: AbortSignal, options: { heartbeatMs?: number; highWaterBytes?: number } = {}): Response {
  let over = false;
  let behind = false;
  let gathered = '';
  let gatheredBytes = 0;
  let caughtUp = (): boolean => true;
  let finish: (close: boolean) => void = () => undefined;

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const hasRoom = () => !over && (controller.desiredSize ?? 0) > gatheredBytes;
        // What is written in one turn travels as one chunk: a page of a history is one write to the socket and not hundreds.
        const flush = (): void => {
          if (gathered === '') return;
          const text = gathered;
          gathered = '';
          gatheredBytes = 0;
          if (!over) controller.enqueue(encoder.encode(text));
        };
        const send = (text: string): void => {
          if (gathered === '') queueMicrotask(flush);
          gathered += text;
          gatheredBytes += Buffer.byteLength(text);
        };
        caughtUp = hasRoom;
        const heartbeat = setInterval(() => hasRoom() && send(formatSse({ event: 'heartbeat', data: {} })), options.heartbeatMs ?? HEARTBEAT_MS);
        heartbeat.unref();
        const leave = (): void => finish(true);
        finish = (close) => {
          if (over) return;
          if (close) flush();
          over = true;
          clearInterval(heartbeat);
          signal.removeEventListener('abort', leave);
          source.stop();
          if (close) controller.close();
        };
        signal.addEventListener('abort', leave);
        send('retry: 1000\n\n');
        const sink: SseSink = {
          hasRoom,
          write(message) {
            if (over) return false;
            send(formatSse(message));
            behind = !hasRoom();
            return !behind;
          },
          close: leave,
        };
        if (signal.aborted) leave();
        // Not awaited: what a source throws while it starts ends the stream, and the client takes up again.
        else void Promise.resolve(source.start(sink)).catch(leave);
      },
      pull() {
        if (!behind || over || !caughtUp()) return;
        behind = false;
        source.resume?.();
      },
      cancel() {
        finish(false);
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: options.highWaterBytes ?? HIGH_WATER_BYTES }),
  );
  return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' } });
}

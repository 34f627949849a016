import type { WebClient } from './web-client.ts';

const BETWEEN_TRIES_MS = 200;
/** The server says something every 15 s; a page takes up again after this long without a word. */
const SILENT_MS = 40_000;

/**
 * Follows a run's live stream to its end, as a page does: by another process and from the last event seen whenever it
 * breaks or falls silent. @returns what is wrong with what came: each event once, in order, without a gap
 */
export async function follow(web: WebClient, runId: string, signal: AbortSignal, count: (what: string) => void): Promise<{ events: number; wrong: string | null }> {
  let last = 0;
  let wrong: string | null = null;
  while (!signal.aborted && !web.signal.aborted) {
    const { bytes, leave } = web.stream(`/runs/${runId}/events`, last);
    const silence = setTimeout(() => {
      count('streams that fell silent');
      leave();
    }, SILENT_MS);
    for (const end of [signal, web.signal]) end.addEventListener('abort', leave);
    try {
      for await (const frame of framesOf(bytes)) {
        silence.refresh();
        if (frame.event === 'end') return { events: last, wrong };
        if (frame.id === null) continue;
        if (frame.id !== last + 1) wrong ??= `event ${frame.id} came after ${last}`;
        last = frame.id;
      }
    } catch {
      // Killed, cut, or not there yet.
    } finally {
      clearTimeout(silence);
      for (const end of [signal, web.signal]) end.removeEventListener('abort', leave);
    }
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
  }
  return { events: last, wrong };
}

type Frame = { event: string; id: number | null };

/** Server-sent events, as far as they are of interest here: what they are, and their numbers. */
async function* framesOf(body: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const field = (name: string): string | undefined => part.split('\n').find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1).trim();
      const id = field('id');
      yield { event: field('event') ?? 'message', id: id === undefined ? null : Number(id) };
    }
  }
}

import { GREATEST_NUMBER, toApiEvent, type eventPageSchema } from '@/engine/index.ts';
import type { Engine, RunRow } from '@/engine/server.ts';
import type { z } from 'zod';
import { JsonText } from './route.ts';
import { runStream } from './run-stream.ts';
import { sseResponse } from './sse.ts';
import { invalidRequest } from './zod-problems.ts';

/** Events of a page when nothing is said. */
const USUAL_EVENTS = 500;
/** Events that are read at once for a page of more, */
const AT_ONCE = 1_000;
/** and at first, when nobody knows how large they are: each may be a quarter of a megabyte. */
const AT_FIRST = 64;
/** A page that has come to so many characters ends with the event at hand. */
const MOST_CHARS = 4 * 1024 * 1024;

export function wantsStream(request: Request): boolean {
  return /\btext\/event-stream\b/i.test(request.headers.get('accept') ?? '');
}

/** Where to go on: what a browser says after a break wins over what the address says. @throws ProblemError invalid_request */
export function afterOf(request: Request, after: number | undefined): number {
  const header = request.headers.get('last-event-id');
  if (header === null || header === '') return after ?? 0;
  if (!/^\d{1,10}$/.test(header) || Number(header) > GREATEST_NUMBER) throw invalidRequest([{ in: 'header', pointer: '/Last-Event-ID', code: 'invalid_format', message: 'It must be the number of an event.' }]);
  return Number(header);
}

/**
 * One page of a history, written event by event: it ends early when it grows large, whatever was asked for, and what is
 * written is not written a second time to be measured.
 */
export async function readEventPage(engine: Pick<Engine, 'readEvents' | 'planOfRun'>, run: Pick<RunRow, 'id' | 'lastSeq'>, after: number, { limit = USUAL_EVENTS, mostChars = MOST_CHARS }: { limit?: number | undefined; mostChars?: number } = {}): Promise<JsonText> {
  const typeOf = await nodeTypes(engine, run.id);
  const written: string[] = [];
  let chars = 0;
  let last = after;
  for (let ended = false; !ended && written.length < limit && chars < mostChars; ) {
    // As many as have room by what the others have come to: what is read and does not fit is read again for the next page.
    const room = written.length === 0 ? AT_FIRST : Math.ceil((mostChars - chars) / (chars / written.length));
    const wanted = Math.min(AT_ONCE, room, limit - written.length);
    const events = await engine.readEvents(run.id, last, wanted);
    ended = events.length < wanted;
    for (const event of events) {
      if (chars >= mostChars) break;
      const text = JSON.stringify(toApiEvent(event, typeOf));
      written.push(text);
      chars += text.length;
      last = event.seq;
    }
  }
  const lastSeq = Math.max(run.lastSeq, last);
  const rest = { nextAfter: written.length > 0 && last < lastSeq ? last : null, lastSeq } satisfies Omit<z.infer<typeof eventPageSchema>, 'events'>;
  return new JsonText(`{"events":[${written.join(',')}],${JSON.stringify(rest).slice(1)}`);
}

export async function streamEvents(engine: Engine, runId: string, after: number, signal: AbortSignal): Promise<Response> {
  return sseResponse(runStream(engine, runId, after, await nodeTypes(engine, runId)), signal);
}

async function nodeTypes(engine: Pick<Engine, 'planOfRun'>, runId: string): Promise<(node: string) => string | undefined> {
  const { nodes } = await engine.planOfRun(runId);
  return (node) => nodes.get(node)?.type;
}

import { GREATEST_NUMBER, toApiEvent, type eventPageSchema } from '@/engine/index.ts';
import type { Engine, RunRow } from '@/engine/server.ts';
import type { z } from 'zod';
import { runStream } from './run-stream.ts';
import { sseResponse } from './sse.ts';
import { invalidRequest } from './zod-problems.ts';

/** Events of a page when nothing is said. */
const USUAL_EVENTS = 500;

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

export async function readEventPage(engine: Engine, run: RunRow, after: number, limit = USUAL_EVENTS): Promise<z.infer<typeof eventPageSchema>> {
  const [events, typeOf] = await Promise.all([engine.readEvents(run.id, after, limit), nodeTypes(engine, run.id)]);
  const last = events.at(-1)?.seq ?? after;
  const lastSeq = Math.max(run.lastSeq, last);
  return { events: events.map((event) => toApiEvent(event, typeOf)), nextAfter: events.length > 0 && last < lastSeq ? last : null, lastSeq };
}

export async function streamEvents(engine: Engine, runId: string, after: number, signal: AbortSignal): Promise<Response> {
  return sseResponse(runStream(engine, runId, after, await nodeTypes(engine, runId)), signal);
}

async function nodeTypes(engine: Engine, runId: string): Promise<(node: string) => string | undefined> {
  const { nodes } = await engine.planOfRun(runId);
  return (node) => nodes.get(node)?.type;
}

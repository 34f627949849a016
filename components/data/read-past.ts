import { fromApiEvent, type RunEvent } from '@/engine/index.ts';
import { api, type EventPage } from './api.ts';

/** Events of a page: as many as the API gives at once. */
export const PAGE = 5_000;
/** Pages under way at a time. A browser keeps six connections to a server, and some are for streams and what else the page asks. */
const AT_ONCE = 3;
/** A page that takes longer is given up: its connection may be lost without a word. */
const WITHIN_MS = 30_000;

export type ReadPage = (runId: string, after: number, limit: number, signal: AbortSignal) => Promise<Pick<EventPage, 'events'>>;

/**
 * Reads the events behind `after` up to `upTo` in pages, several at a time, and hands them on in order. Pages come compressed
 * and are taken thousands of events at once, which a stream of single events cannot be.
 * @throws whatever a page failed with; what was handed on until then holds
 */
export async function readPast(runId: string, after: number, upTo: number, take: (events: RunEvent[]) => void, signal: AbortSignal, { read = api.runs.events, withinMs = WITHIN_MS }: { read?: ReadPage | undefined; withinMs?: number } = {}): Promise<void> {
  const page = (from: number, to: number): ReturnType<ReadPage> => read(runId, from, to - from, AbortSignal.any([signal, AbortSignal.timeout(withinMs)]));
  const underWay: { to: number; first: ReturnType<ReadPage> }[] = [];
  let asked = after;
  const ask = (): void => {
    if (asked >= upTo) return;
    const to = Math.min(upTo, asked + PAGE);
    const first = page(asked, to);
    // Whoever waits for it hears that it failed; nobody does once an earlier one has.
    first.catch(() => {});
    underWay.push({ to, first });
    asked = to;
  };
  while (underWay.length < AT_ONCE && asked < upTo) ask();
  for (let next = underWay.shift(); next !== undefined; next = underWay.shift()) {
    let { events } = await next.first;
    ask();
    for (;;) {
      signal.throwIfAborted();
      take(events.map(fromApiEvent));
      const last = events.at(-1)?.seq ?? next.to;
      if (last >= next.to) break;
      // A page of large events ends before its time.
      ({ events } = await page(last, next.to));
    }
  }
}

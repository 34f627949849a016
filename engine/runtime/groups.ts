import type { RunEvent } from '../core/events.ts';
import type { Store } from '../ports/store.ts';

const PAGE = 2_000;

/**
 * A history up to an event, a page at a time, each page of whole groups: what is decided again begins with an input.
 * @param through the last event that is wanted, which must end a group
 */
export async function* groupsOf(store: Pick<Store, 'readEvents'>, runId: string, through = Number.POSITIVE_INFINITY): AsyncGenerator<RunEvent[]> {
  let rest: RunEvent[] = [];
  let after = 0;
  for (;;) {
    const read = await store.readEvents(runId, after, PAGE);
    const page = read.filter((event) => event.seq <= through);
    const ended = read.length < PAGE || page.length < read.length || page.at(-1)?.seq === through;
    rest.push(...page);
    after += page.length;
    const whole = ended ? rest.length : rest.findLastIndex((event) => !event.derived);
    if (whole > 0) yield rest.slice(0, whole);
    if (ended) return;
    rest = rest.slice(Math.max(0, whole));
  }
}

/** The last event of the group that an event stands in; null when there is no such event. */
export async function endOfGroup(store: Pick<Store, 'readEvents'>, runId: string, seq: number): Promise<number | null> {
  for (let after = seq - 1; ; ) {
    const page = await store.readEvents(runId, after, PAGE);
    if (page[0] === undefined) return after === seq - 1 ? null : after;
    const next = page.find((event) => event.seq > seq && !event.derived);
    if (next !== undefined) return next.seq - 1;
    after = page.at(-1)!.seq;
    if (page.length < PAGE) return after;
  }
}

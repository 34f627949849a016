import type { RunEvent } from '@/engine/index.ts';

/** What an event means at a glance; the more it wants to be seen, the later it stands. */
export const TONES = ['idle', 'run', 'ok', 'wait', 'undo', 'warn', 'bad'] as const;
export type Tone = (typeof TONES)[number];

export function toneOf(event: Pick<RunEvent, 'type'> & { data?: unknown }): Tone {
  switch (event.type) {
    case 'step.completed': case 'iteration.completed': case 'run.completed': case 'agent.recorded': case 'child.closed':
      return 'ok';
    case 'step.waiting': case 'run.paused': case 'approval.reminded':
      return 'wait';
    case 'attempt.failed': case 'attempt.timed_out': case 'step.retrying': case 'approval.escalated':
      return 'warn';
    case 'step.failed': case 'iteration.failed': case 'step.compensation_failed': case 'run.failed': case 'run.timed_out': case 'run.terminated':
      return isHandled(event.data) ? 'warn' : 'bad';
    case 'saga.compensating': case 'step.compensating': case 'step.compensated': case 'saga.compensated':
      return 'undo';
    case 'run.started': case 'step.scheduled': case 'step.opened': case 'iteration.started': case 'run.resumed': case 'run.retried': case 'run.forked': case 'run.migrated': case 'run.overridden': case 'run.fast_forwarded': case 'update.applied':
      return 'run';
    default:
      return 'idle';
  }
}

function isHandled(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'handled' in data && data.handled !== undefined;
}

/** What the scrubber knows of a history. It grows with it, so that a long run costs no more with each event. */
type Marks = { /** Last event of each group. */ ends: number[]; /** Place in `TONES` of each event. */ tones: number[] };
const known = new WeakMap<readonly RunEvent[], Marks>();

/** @param events grow in place, and begin with event 1 */
function marksOf(events: readonly RunEvent[]): Marks {
  let marks = known.get(events);
  if (marks === undefined) known.set(events, (marks = { ends: [], tones: [] }));
  for (let at = marks.tones.length; at < events.length; at++) {
    const event = events[at]!;
    if (event.derived && marks.ends.length > 0) marks.ends[marks.ends.length - 1] = event.seq;
    else marks.ends.push(event.seq);
    marks.tones.push(TONES.indexOf(toneOf(event)));
  }
  return marks;
}

/** Last event of each group: a moment that a run really was in. Everything derived belongs to its input. Grows in place with the history. */
export function groupEnds(events: readonly RunEvent[]): readonly number[] {
  return marksOf(events).ends;
}

/** The end of the group that `seq` stands in; 0 when nothing has happened. */
export function snap(ends: readonly number[], seq: number): number {
  if (ends.length === 0 || seq <= 0) return 0;
  return ends[lowerBound(ends, seq)] ?? ends.at(-1)!;
}

/** The group end before and after a moment; undefined at either side. */
export function stepBack(ends: readonly number[], seq: number): number | undefined {
  return ends[lowerBound(ends, seq) - 1];
}
export function stepOn(ends: readonly number[], seq: number): number | undefined {
  return ends[lowerBound(ends, seq + 1)];
}

function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const TROUBLE: ReadonlySet<Tone> = new Set(['bad', 'warn', 'wait']);
const IS_TROUBLE: readonly boolean[] = TONES.map((tone) => TROUBLE.has(tone));

/** The next moment after `seq` in which something fails, is tried again, or begins to wait. */
export function nextTrouble(events: readonly RunEvent[], seq: number): number | undefined {
  const { ends, tones } = marksOf(events);
  for (let at = Math.max(0, seq); at < tones.length; at++) if (IS_TROUBLE[tones[at]!]) return snap(ends, events[at]!.seq);
  return undefined;
}

/** At most `columns` marks of a history: each the most telling event of its stretch. `at` is in 0…1. */
export function columnsOf(events: readonly RunEvent[], columns: number): { at: number; tone: Tone; seq: number }[] {
  const { tones } = marksOf(events);
  const marks: { at: number; tone: Tone; seq: number }[] = [];
  const total = tones.length;
  if (total === 0) return marks;
  const stretch = Math.max(1, total / columns);
  for (let column = 0; column * stretch < total; column++) {
    const from = Math.floor(column * stretch);
    const to = Math.max(from + 1, Math.min(total, Math.floor((column + 1) * stretch)));
    let best = from;
    for (let at = from + 1; at < to; at++) if (tones[at]! > tones[best]!) best = at;
    const { seq } = events[best]!;
    marks.push({ at: seq / total, tone: TONES[tones[best]!]!, seq });
  }
  return marks;
}

/** When a schedule comes: the first instant after one, or null when there is none. Instants are epoch ms. */
export type Times = { after: (instant: number) => number | null };

/** What is to be done about a schedule now. */
export type ScheduleStep = {
  /** The instant that a run is started for; null when there is none. */
  fire: number | null;
  /** Instants between the last one that was dealt with and this one are not made up. */
  missed: boolean;
  /** Everything up to here is dealt with. It goes back only after a leap of the clock. */
  cursor: number;
  /** When to look again; null when the schedule never comes again. */
  nextAt: number | null;
};

/** An instant this late is still in time, ms: looks come once a second, and a worker takes a while to begin. */
export const IN_TIME_MS = 10_000;

/** An instant that is dealt with and further ahead than this was told by a clock that went wrong, ms. */
export const LEAP_MS = 1_800_000;

/**
 * So many takers of a schedule who may have started a run and told nobody are kept: the first, whose run may be the oldest
 * that is open, and the latest.
 */
export const LEFT_MOST = 100;

/** @param left when those before it took it, oldest first */
export function withLeft(left: readonly number[], now: number): number[] {
  return left.length < LEFT_MOST ? [...left, now] : [...left.slice(0, 1), ...left.slice(2), now];
}

/** Instants that divide the epoch evenly, so that they are the same ones whoever publishes whenever. */
export function everyTimes(everyMs: number): Times {
  return { after: (instant) => (Math.floor(instant / everyMs) + 1) * everyMs };
}

/**
 * One step of a schedule: at most one run, and what comes next. Whoever finds `nextAt` in the past looks again at once.
 * @param cursor up to where instants are dealt with
 * @param catchUpMs see `ScheduleRule`
 */
export function stepSchedule(times: Times, cursor: number, now: number, catchUpMs: number | null): ScheduleStep {
  // It would stand still until that time has really come. What comes again by then finds its run.
  if (cursor - now > LEAP_MS) return { fire: null, missed: false, cursor: now, nextAt: times.after(now) };
  const first = times.after(cursor);
  // A clock that was set back brings nothing that was there before.
  if (first === null || first > now) return { fire: null, missed: false, cursor, nextAt: first };
  if (catchUpMs === null) {
    const fire = latest(times, first, now);
    return { fire, missed: fire !== first, cursor: fire, nextAt: times.after(fire) };
  }
  const oldest = now - Math.max(catchUpMs, IN_TIME_MS);
  const fire = first >= oldest ? first : times.after(oldest - 1);
  if (fire === null || fire > now) return { fire: null, missed: true, cursor: oldest - 1, nextAt: fire };
  return { fire, missed: fire !== first, cursor: fire, nextAt: times.after(fire) };
}

/** The last instant that is not after `now`, by halving: of a year of minutes there are half a million. */
function latest(times: Times, first: number, now: number): number {
  // Nearly always there is just the one, and what works out an instant in a zone takes its time.
  const second = times.after(first);
  if (second === null || second > now) return first;
  let found = second;
  let before = second;
  let beyond = now + 1;
  while (beyond - before > 1) {
    const middle = Math.floor((before + beyond) / 2);
    const next = times.after(middle - 1);
    if (next === null || next > now) beyond = middle;
    else {
      found = next;
      before = Math.max(next, middle);
    }
  }
  return found;
}

/** The next instants after one, at most so many. */
export function nextInstants(times: Times, after: number, count: number): number[] {
  const found: number[] = [];
  let at: number | null = after;
  while (found.length < count && (at = times.after(at)) !== null) found.push(at);
  return found;
}

/** A run of a schedule, as far as the next one has to know it. */
export type RunOfSchedule = { id: string; isOpen: boolean };

/**
 * Whether a run that an instant finds, and does not start now, takes the place of the last one that is known: whoever
 * started it told nobody. Where the clock was set right, an instant comes again and finds a run of long ago; that one must
 * not end the last one, nor be held for it. What is open comes before what is over, and of two alike the later. Ids go by time.
 */
export function takesPlace(found: RunOfSchedule, last: RunOfSchedule | null): boolean {
  if (last === null) return true;
  return found.isOpen === last.isOpen ? found.id > last.id : found.isOpen;
}

/** What becomes of an instant when the run that the schedule started before may still be open. */
export function onOverlap(overlap: 'skip' | 'allow' | 'cancel', isOpen: boolean): 'start' | 'skip' | 'cancel' {
  if (!isOpen || overlap === 'allow') return 'start';
  return overlap;
}

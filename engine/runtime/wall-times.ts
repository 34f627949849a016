const DAY_MS = 86_400_000;
/** No zone has ever moved its clocks by more than a day. */
const AROUND_MS = 1.5 * DAY_MS;
const SECOND_MS = 1_000;

/** What the clocks of a zone show, as the instant at which those of UTC would show it; and back. Instants are epoch ms. */
export type WallTimes = {
  shown: (instant: number) => number;
  /** When they show a time the first time; where they never do, the instant at which they go past it. */
  instantOf: (shown: number) => number;
};

/** @throws RangeError for a zone that is none */
export function wallTimes(timezone: string): WallTimes {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: timezone, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
  const shown = (instant: number): number => {
    const part = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const at = (type: Intl.DateTimeFormatPartTypes): number => part.get(type) ?? 0;
    return Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second')) + (instant - Math.floor(instant / SECOND_MS) * SECOND_MS);
  };
  const offset = (instant: number): number => shown(instant) - instant;
  return {
    shown,
    instantOf(time) {
      const [before, after] = [offset(time - AROUND_MS), offset(time + AROUND_MS)];
      // The greater offset is the earlier instant.
      const [first, second] = [time - Math.max(before, after), time - Math.min(before, after)];
      if (shown(first) === time) return first;
      if (shown(second) === time) return second;
      // Not there: the clocks go forward between the two.
      let [still, past] = [first, second];
      while (past - still > 1) {
        const middle = Math.floor((still + past) / 2);
        if (shown(middle) < time) still = middle;
        else past = middle;
      }
      return past;
    },
  };
}

import { Cron } from 'croner';
import { everyTimes, type Times } from '../core/schedule.ts';
import { parseCron } from '../definition/cron.ts';
import { isJsonObject, type Json } from '../definition/json.ts';
import { OVERLAPS, SHORTEST_EVERY_MS, type ScheduleRule } from '../definition/triggers.ts';
import { type WallTimes, wallTimes } from './wall-times.ts';

const HOURS_OF_DAY = 24;

/**
 * When a schedule comes. Where clocks go forward, a time that is not there comes at the end of the gap; where they go back,
 * one that is there twice comes the first time. What comes in every hour of the day just goes on.
 * @throws RangeError for a rule that nobody can keep
 */
export function timesOf(rule: Pick<ScheduleRule, 'cron' | 'everyMs' | 'timezone'>): Times {
  if (rule.cron === null) {
    if (rule.everyMs === null || rule.everyMs < SHORTEST_EVERY_MS) throw new RangeError('The schedule says neither a cron expression nor an interval of at least 5s.');
    return everyTimes(rule.everyMs);
  }
  const read = parseCron(rule.cron);
  if (!read.ok) throw new RangeError(read.fault.message);
  const cron = cronOf(rule.cron, rule.timezone);
  // Everything else has named its hours, also by a step: `*/2` is 0, 2, 4 and so on.
  if (read.cron.hours.length === HOURS_OF_DAY) return { after: (instant) => cron.nextRun(new Date(instant))?.getTime() ?? null };
  return byTheClock(cronOf(rule.cron, 'UTC'), wallTimes(rule.timezone));
}

/**
 * At the times that the clocks show. In a zone croner does so for a single time only: of several it leaves out one that is
 * not there, and comes twice at one that is there twice.
 */
function byTheClock(cron: Cron, { shown, instantOf }: WallTimes): Times {
  return {
    after(instant) {
      for (let time = cron.nextRun(new Date(shown(instant))); time !== null; time = cron.nextRun(time)) {
        const at = instantOf(time.getTime());
        // What is shown again has come the first time.
        if (at > instant) return at;
      }
      return null;
    },
  };
}

function cronOf(pattern: string, timezone: string): Cron {
  try {
    // Without a zone it would go by that of this machine.
    const cron = new Cron(pattern, { timezone, mode: '5-part', paused: true });
    cron.nextRun();
    return cron;
  } catch (cause) {
    throw new RangeError(`The schedule "${pattern}" cannot be kept in the time zone "${timezone}".`, { cause });
  }
}

/** A rule as it was stored. @throws RangeError when it is none */
export function readRule(stored: unknown): ScheduleRule {
  const rule = stored as Json;
  if (!isJsonObject(rule)) throw new RangeError('The schedule has no rule.');
  const { cron, everyMs, timezone, overlap, catchUpMs } = rule;
  return {
    cron: typeof cron === 'string' ? cron : null,
    everyMs: typeof everyMs === 'number' ? everyMs : null,
    timezone: typeof timezone === 'string' ? timezone : 'UTC',
    overlap: OVERLAPS.find((each) => each === overlap) ?? 'skip',
    catchUpMs: typeof catchUpMs === 'number' ? catchUpMs : null,
  };
}

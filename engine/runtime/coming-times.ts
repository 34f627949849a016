import { nextInstants, type Times } from '../core/schedule.ts';
import type { ScheduleRule } from '../definition/triggers.ts';

type Rule = Pick<ScheduleRule, 'cron' | 'everyMs' | 'timezone'>;
type Known = { times: Times; /** No instant between this and the first of `next` is missing. */ from: number; next: number[] };

/** More rules than a page of them has. */
const KEPT = 2_000;

/**
 * Tells the next instants of rules. Those it has told it remembers: lists ask for the same ones again and again, and
 * two hundred schedules in zones would hold the process for most of a second each time.
 * @param timesOf throws RangeError for a rule that nobody can keep, which is not remembered
 */
export function comingTimes(timesOf: (rule: Rule) => Times, count: number): (rule: Rule, now: number) => number[] {
  const known = new Map<string, Known>();
  return (rule, now) => {
    const key = JSON.stringify([rule.cron, rule.everyMs, rule.timezone]);
    const before = known.get(key);
    const times = before?.times ?? timesOf(rule);
    // A clock that was set back finds instants before the first that is known.
    const kept = before === undefined || before.from > now ? [] : before.next.filter((at) => at > now);
    const next = [...kept, ...nextInstants(times, kept.at(-1) ?? now, count - kept.length)];
    known.delete(key);
    known.set(key, { times, from: now, next });
    if (known.size > KEPT) known.delete(known.keys().next().value!);
    return next;
  };
}

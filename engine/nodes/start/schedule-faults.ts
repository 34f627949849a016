import type { ParamFault } from '../../definition/catalogue.ts';
import { parseCron } from '../../definition/cron.ts';
import { parseDuration } from '../../definition/duration.ts';
import { SHORTEST_EVERY_MS } from '../../definition/triggers.ts';

/** What is wrong with the times of a schedule as they are written: by the cron expression, the interval and the zone. What is undefined is not said. */
export function scheduleFaults({ cron, every, timezone }: { cron?: string | undefined; every?: string | undefined; timezone?: string | undefined }): ParamFault[] {
  const faults: ParamFault[] = [];
  const read = cron === undefined ? null : parseCron(cron);
  if (read?.ok === false) faults.push({ severity: 'error', code: 'cron_invalid', param: 'cron', message: read.fault.message });
  // One that is no duration at all is refused by its schema.
  if (every !== undefined && (parseDuration(every) ?? SHORTEST_EVERY_MS) < SHORTEST_EVERY_MS) faults.push({ severity: 'error', code: 'every_too_short', param: 'every', message: `A schedule comes at most every 5s; this one says ${every}.` });
  if (timezone !== undefined && !isTimeZone(timezone)) faults.push({ severity: 'error', code: 'timezone_unknown', param: 'timezone', message: `There is no time zone "${timezone}".`, fix: 'Use a name of the IANA list, such as "Europe/Berlin", or "UTC".' });
  return faults;
}

function isTimeZone(name: string): boolean {
  // Offsets such as "+02:00" would pass, too; they are no zones, and know nothing of summer.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

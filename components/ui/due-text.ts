import type { Language } from '../i18n/language.ts';
import { translator } from '../i18n/translate.ts';
import { durationText } from './time-text.ts';

const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];

/**
 * What is said of a deadline, everywhere: "due in 1 d 23 h", "overdue 5 m". Two units, the smaller one rounded: a request
 * that was asked seconds ago and has two days says two days.
 * @param dueAt epoch ms @param nowMs epoch ms
 */
export function dueText(dueAt: number, nowMs: number, language: Language): string {
  const left = dueAt - nowMs;
  const distance = Math.abs(left);
  const grain = distance >= DAY ? HOUR : distance >= HOUR ? MINUTE : SECOND;
  const time = durationText(Math.max(SECOND, Math.round(distance / grain) * grain), language);
  return translator(language)(left > 0 ? 'common.due' : 'common.overdue', { time });
}

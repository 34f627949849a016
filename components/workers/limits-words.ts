import { parseDuration, type QueueLimitsView } from '@/engine/index.ts';
import type { Language } from '../i18n/language.ts';
import { translator } from '../i18n/translate.ts';
import { durationText } from '../ui/time-text.ts';

/** Seconds up to a minute, minutes up to an hour, hours up to two and a half days: two units tell them whole. */
const WHOLE_MS = [1_000, 60_000, 3_600_000];

/** `3 at once · 5 per 1 m`. */
export function limitsWords({ concurrency, rate }: QueueLimitsView, language: Language): string {
  const t = translator(language);
  const parts = [
    ...(concurrency === null ? [] : [concurrency === 0 ? t('workers.heldBack') : t('workers.someAtOnce', { count: concurrency })]),
    ...(rate === null ? [] : [t('workers.somePer', { count: rate.count, per: lengthOf(rate.per, language) })]),
  ];
  return parts.join(' · ');
}

/** In words where they say it exactly, as it was written otherwise. */
function lengthOf(per: string, language: Language): string {
  const ms = parseDuration(per);
  const isExact = ms !== null && WHOLE_MS.some((unit) => ms % unit === 0 && ms < unit * 60);
  return isExact ? durationText(ms, language) : per;
}

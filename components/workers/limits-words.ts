import { parseDuration, type QueueLimitsView } from '@/engine/index.ts';
import type { Language } from '../i18n/language.ts';
import { translator } from '../i18n/translate.ts';
import { durationText } from '../ui/time-text.ts';

/** `3 at once · 5 per 1 m`. */
export function limitsWords({ concurrency, rate }: QueueLimitsView, language: Language): string {
  const t = translator(language);
  const parts = [
    ...(concurrency === null ? [] : [concurrency === 0 ? t('workers.heldBack') : t('workers.someAtOnce', { count: concurrency })]),
    ...(rate === null ? [] : [t('workers.somePer', { count: rate.count, per: durationText(parseDuration(rate.per) ?? 0, language) })]),
  ];
  return parts.join(' · ');
}

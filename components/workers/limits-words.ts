import type { QueueLimitsView } from '@/engine/index.ts';
import type { Translate } from '../i18n/translate.ts';

/** `3 at once, 5 per 1m`. */
export function limitsWords({ concurrency, rate }: QueueLimitsView, t: Translate): string {
  const parts = [
    ...(concurrency === null ? [] : [concurrency === 0 ? t('workers.heldBack') : t('workers.someAtOnce', { count: concurrency })]),
    ...(rate === null ? [] : [t('workers.somePer', { count: rate.count, per: rate.per })]),
  ];
  return parts.join(' · ');
}

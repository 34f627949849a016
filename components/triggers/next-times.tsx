'use client';
import { useMemo } from 'react';
import { LOCALE } from '../i18n/language.ts';
import { useLanguage, useT } from '../i18n/use-t.tsx';
import { Time } from '../ui/time.tsx';

/** When a schedule comes next, in its own zone, and how far that is from now. */
export function NextTimes({ next, timezone }: { next: readonly string[]; timezone: string }) {
  const t = useT();
  const language = useLanguage();
  const format = useMemo(() => formatOf(LOCALE[language], timezone), [language, timezone]);
  if (next.length === 0) return <p className="text-sm text-ink-3">{t('triggers.nextNone')}</p>;
  return (
    <div className="space-y-1" data-testid="next-times">
      <p className="text-sm font-medium text-ink-2">{t('triggers.nextTimes')}</p>
      <ol className="space-y-0.5 text-sm">
        {next.map((at) => (
          <li key={at} className="flex justify-between gap-3">
            <span className="tabular truncate">{format.format(new Date(at))}</span>
            <Time at={at} className="shrink-0 text-ink-3" />
          </li>
        ))}
      </ol>
    </div>
  );
}

/** A browser may know fewer zones than the server: then its own is used, and named. */
function formatOf(locale: string, timezone: string): Intl.DateTimeFormat {
  const style: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short' };
  try {
    return new Intl.DateTimeFormat(locale, { ...style, timeZone: timezone });
  } catch {
    return new Intl.DateTimeFormat(locale, style);
  }
}

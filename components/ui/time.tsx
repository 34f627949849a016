'use client';
import { useLanguage, useT } from '../i18n/use-t.tsx';
import { useNow } from './clock.ts';
import { cx } from './class-names.ts';
import { dueText } from './due-text.ts';
import { distanceText, durationText, instantText } from './time-text.ts';

type Instant = string | number;
export const toMs = (instant: Instant) => (typeof instant === 'number' ? instant : Date.parse(instant));

/** When something was or will be, seen from now, ticking; the exact instant stands in the title. */
export function Time({ at, className }: { at: Instant; className?: string }) {
  const t = useT();
  const language = useLanguage();
  const now = useNow();
  const ms = toMs(at);
  const distance = now === null ? null : distanceText(ms, now, language);
  const far = distance !== null && Math.abs(ms - now!) >= 60 * 86_400_000;
  return (
    <time dateTime={new Date(ms).toISOString()} title={now === null ? undefined : instantText(ms, language)} className={cx('tabular', className)} suppressHydrationWarning>
      {now === null ? '' : distance === null ? t('common.now') : far ? distance.text : t(distance.past ? 'common.ago' : 'common.inTime', { time: distance.text })}
    </time>
  );
}

/** How long something took, or has taken so far when it has no end. Instants are ISO texts or epoch ms. */
export function Duration({ from, to, className }: { from: Instant; to: Instant | null; className?: string }) {
  const language = useLanguage();
  const now = useNow(to === null);
  const end = to === null ? now : toMs(to);
  return <span className={cx('tabular', className)}>{end === null ? '' : durationText(Math.max(0, end - toMs(from)), language)}</span>;
}

/** A length of time in ms. */
export function Length({ ms, className }: { ms: number; className?: string }) {
  const language = useLanguage();
  return <span className={cx('tabular', className)}>{durationText(ms, language)}</span>;
}

/** How long until an instant, counting down; "0 s" once it has passed. */
export function Countdown({ to, className }: { to: Instant; className?: string }) {
  const language = useLanguage();
  const now = useNow();
  return <span className={cx('tabular', className)}>{now === null ? '' : durationText(Math.max(0, Math.ceil((toMs(to) - now) / 1_000) * 1_000), language)}</span>;
}

/** When something is due, ticking; `now` (epoch ms) where the clock stands still. */
export function Due({ at, now, className }: { at: Instant; now?: number; className?: string }) {
  const language = useLanguage();
  const clock = useNow(now === undefined);
  const seen = now ?? clock;
  return <span className={cx('tabular', className)} title={clock === null ? undefined : instantText(toMs(at), language)}>{seen === null ? '' : dueText(toMs(at), seen, language)}</span>;
}

'use client';
import { BellRing, Bell, Clock, TrendingUp } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Language } from '../i18n/language.ts';
import { useLanguage, useT } from '../i18n/use-t.tsx';
import { cx } from '../ui/class-names.ts';
import { useNow } from '../ui/clock.ts';
import { Time } from '../ui/time.tsx';
import { durationText } from '../ui/time-text.ts';
import { type Clocks, toCome, type ToCome } from './clocks-of.ts';
import { outcomeLabel } from './outcomes.ts';

/** Chinese sets no space after its own commas and colons. */
const GAP: Readonly<Record<Language, string>> = { en: ' ', zh: '' };

/** What a request has done by itself: how often it reminded, whom it went to and why. Nothing while nothing has happened. */
export function Happened({ clocks: { reminders, escalation }, className }: { clocks: Clocks; className?: string }) {
  const t = useT();
  const language = useLanguage();
  return (
    <>
      {reminders !== null && reminders.lastAt !== null && (
        <Line icon={<BellRing />} className={className}>
          {reminders.given === 1 ? t('approvals.remindedOnce') : reminders.given === 2 ? t('approvals.remindedTwice') : t('approvals.remindedTimes', { count: reminders.given })}
          {GAP[language]}
          <Time at={reminders.lastAt} />
        </Line>
      )}
      {escalation !== null && escalation.escalatedAt !== null && (
        <Line icon={<TrendingUp />} className={className}>
          {t(escalation.mode === 'add' ? 'approvals.escalatedAdd' : 'approvals.escalatedReplace', { who: escalation.to.join(', ') })}
          {GAP[language]}
          <Time at={escalation.escalatedAt} />
          {t('approvals.escalatedBecause', { time: durationText(escalation.afterMs, language) })}
        </Line>
      )}
    </>
  );
}

/** What comes by itself as long as nobody decides, and when. */
export function Coming({ clocks }: { clocks: Clocks }) {
  return toCome(clocks).map((next) => (
    <Line key={next.what} icon={next.what === 'reminder' ? <Bell /> : next.what === 'escalation' ? <TrendingUp /> : <Clock />} className="text-ink-3">
      <Next next={next} />
    </Line>
  ));
}

function Next({ next }: { next: ToCome }) {
  const t = useT();
  const language = useLanguage();
  const when = <>{GAP[language]}<When at={next.at} /></>;
  switch (next.what) {
    case 'reminder':
      return <>{t('approvals.nextReminder', { number: next.number, most: next.most })}{when}</>;
    case 'escalation':
      return <>{t(next.mode === 'add' ? 'approvals.nextEscalationAdd' : 'approvals.nextEscalationReplace', { who: next.to.join(', ') })}{when}</>;
    case 'due':
      return <>{next.outcome === null ? t('approvals.closesByTimeout') : t('approvals.closesAs', { choice: outcomeLabel(next.outcome, t) })}{when}</>;
  }
}

/** In a run that stands still an instant may pass without what it was for. */
function When({ at }: { at: number }) {
  const t = useT();
  const now = useNow();
  return now !== null && at <= now ? t('approvals.atOnce') : <Time at={at} />;
}

function Line({ icon, className, children }: { icon: ReactNode; className: string | undefined; children: ReactNode }) {
  return (
    <span className={cx('flex items-start gap-1.5 [&>svg]:mt-[3px] [&>svg]:size-3.5 [&>svg]:shrink-0', className)}>
      {icon}
      <span className="min-w-0 break-words">{children}</span>
    </span>
  );
}

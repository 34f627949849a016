/* oxlint-disable jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by the keyboard */
'use client';
import { Bug, CircleX, Info, type LucideIcon, Minus, TriangleAlert } from 'lucide-react';
import { useT } from '@/components/i18n/use-t.tsx';
import { cx } from '@/components/ui/class-names.ts';
import type { AttemptLogs, LogLevel } from '@/engine/index.ts';

const LEVELS: Readonly<Record<LogLevel, { icon: LucideIcon; tone: string }>> = {
  debug: { icon: Bug, tone: 'text-ink-3' },
  log: { icon: Minus, tone: 'text-ink-2' },
  info: { icon: Info, tone: 'text-accent' },
  warn: { icon: TriangleAlert, tone: 'text-warn' },
  error: { icon: CircleX, tone: 'text-bad' },
};

/** What an attempt logged, each line with its level as a sign and a word; says how many lines were left out. */
export function LogLines({ logs: { lines, cut = 0 } }: { logs: AttemptLogs }) {
  const t = useT();
  return (
    <div className="rounded-md border border-line bg-sunken" data-testid="log-lines">
      <ol className="max-h-60 overflow-y-auto p-2 font-mono text-xs" data-scroll tabIndex={0} aria-label={t('runs.logs')}>
        {lines.map(({ level, message }, index) => {
          const { icon: Icon, tone } = LEVELS[level];
          return (
            <li key={index} className="flex gap-2 py-px" data-level={level}>
              <span className={cx('flex w-14 shrink-0 items-center gap-1 self-start', tone)}>
                <Icon className="size-3 shrink-0" aria-hidden /> {t(`runs.level-${level}`)}
              </span>
              <span className={cx('min-w-0 flex-1 whitespace-pre-wrap break-words', level === 'error' ? 'text-bad' : level === 'warn' ? 'text-warn' : level === 'debug' ? 'text-ink-3' : 'text-ink')}>{message}</span>
            </li>
          );
        })}
      </ol>
      {cut > 0 && <p className="border-t border-line px-2 py-1.5 text-xs text-ink-2">{t('runs.logsCut', { count: cut })}</p>}
    </div>
  );
}

'use client';
import { Globe } from 'lucide-react';
import type { ReactNode } from 'react';
import { useT } from '@/components/i18n/use-t.tsx';
import { cx } from '@/components/ui/class-names.ts';

const SHOWN = 8;
const TONE = { plain: 'text-ink-3', ok: 'text-ok', warn: 'text-warn', wait: 'text-wait', bad: 'text-bad', accent: 'text-accent' } as const;

export type PlanLine = { key: string; text: ReactNode; note?: ReactNode; outside?: boolean; /** Words, and no path. */ plain?: boolean };

/** One thing that will happen: what, how often, and to which steps. */
export function PlanItem({ icon, tone = 'plain', title, note, foot, lines = [], total }: { icon: ReactNode; tone?: keyof typeof TONE; title: ReactNode; note?: ReactNode; foot?: ReactNode; lines?: readonly PlanLine[]; /** Of all lines, when not all are here. */ total?: number }) {
  const t = useT();
  const more = (total ?? lines.length) - Math.min(lines.length, SHOWN);
  return (
    <li className="flex gap-2.5">
      <span className={cx('mt-0.5 shrink-0 [&_svg]:size-4', TONE[tone])} aria-hidden>{icon}</span>
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {note && <p className="text-sm text-ink-2">{note}</p>}
        {lines.length > 0 && (
          <ul className="mt-1 space-y-0.5 text-sm">
            {lines.slice(0, SHOWN).map((line) => (
              <li key={line.key} className="flex items-baseline gap-1.5">
                <span className={cx('min-w-0 break-words', line.plain !== true && 'font-mono text-xs')}>{line.text}</span>
                {line.note && <span className="shrink-0 text-ink-3">{line.note}</span>}
                {line.outside && <span className="inline-flex shrink-0 items-center gap-1 text-warn" title={t('changes.outsideMark')}><Globe className="size-3" aria-hidden /><span className="sr-only">{t('changes.outsideMark')}</span></span>}
              </li>
            ))}
            {more > 0 && <li className="text-ink-3">{t('changes.more', { count: more })}</li>}
          </ul>
        )}
        {foot}
      </div>
    </li>
  );
}

/** The frame round a plan, with its heading. */
export function PlanBox({ busy = false, children }: { busy?: boolean; children: ReactNode }) {
  const t = useT();
  return (
    <section aria-label={t('changes.planHead')} aria-busy={busy || undefined} className="rounded-lg border border-line bg-sunken p-3.5" data-testid="plan">
      <h3 className="mb-2.5 text-xs font-semibold text-ink-3">{t('changes.planHead')}</h3>
      {children}
    </section>
  );
}

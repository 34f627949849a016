import type { ReactNode } from 'react';
import { cx } from './class-names.ts';

export type Tone = 'neutral' | 'accent' | 'run' | 'ok' | 'wait' | 'bad' | 'undo' | 'warn';

/** The colours of a meaning: its ground and its words. */
export const TONE: Readonly<Record<Tone, string>> = {
  neutral: 'bg-sunken text-ink-2',
  accent: 'bg-accent-soft text-accent',
  run: 'bg-run-soft text-run',
  ok: 'bg-ok-soft text-ok',
  wait: 'bg-wait-soft text-wait',
  bad: 'bg-bad-soft text-bad',
  undo: 'bg-undo-soft text-undo',
  warn: 'bg-warn-soft text-warn',
};

/** A short fact with a meaning: "due in 2 d", "3 warnings". */
export function Pill({ tone = 'neutral', icon, className, title, children }: { tone?: Tone; icon?: ReactNode; className?: string; title?: string; children: ReactNode }) {
  return (
    <span title={title} className={cx('inline-flex items-center gap-1.5 whitespace-nowrap rounded-full px-2 py-px text-xs font-medium [&_svg]:size-3 [&_svg]:shrink-0', TONE[tone], className)}>
      {icon}
      {children}
    </span>
  );
}

/** A label that someone gave: a tag, a queue. */
export function Tag({ children, className, onClick, active = false }: { children: ReactNode; className?: string; onClick?: () => void; active?: boolean }) {
  const classes = cx('inline-flex max-w-40 items-center truncate rounded-xs border px-1.5 text-xs leading-[17px]', active ? 'border-accent bg-accent-soft text-accent' : 'border-line bg-sunken text-ink-2', onClick && 'hover:border-line-strong hover:text-ink', className);
  return onClick ? (
    <button type="button" aria-pressed={active} className={classes} onClick={onClick}>
      {children}
    </button>
  ) : (
    <span className={classes}>{children}</span>
  );
}

/** A number on a corner; nothing when it is zero. */
export function CountBadge({ count, label, className }: { count: number; label?: string; className?: string }) {
  if (count <= 0) return null;
  return (
    <span aria-label={label} role={label ? 'status' : undefined} className={cx('tabular inline-block min-w-[15px] rounded-full bg-wait px-1 text-center text-[10px] font-semibold leading-[15px] text-wait-ink', className)}>
      {count > 99 ? '99+' : count}
    </span>
  );
}

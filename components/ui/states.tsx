import type { ReactNode } from 'react';
import { cx } from './class-names.ts';

/** A place that is being filled. Give it the size of what will stand there, so that nothing jumps. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden data-skeleton className={cx('animate-pulse-soft rounded-md bg-line', className)} />;
}

/** Rows that are being loaded. */
export function SkeletonRows({ rows, label, height = 56 }: { rows: number; label: string; height?: number }) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="flex items-center gap-3 border-b border-line px-4" style={{ height }}>
          <Skeleton className="size-7" />
          <div className="flex-1 space-y-2">
            <Skeleton className={index % 3 === 0 ? 'h-3 w-48' : index % 3 === 1 ? 'h-3 w-64' : 'h-3 w-40'} />
            <Skeleton className="h-2.5 w-28" />
          </div>
          <Skeleton className="hidden h-4 w-20 sm:block" />
        </div>
      ))}
    </div>
  );
}

/** Nothing here yet: what would be here, and how it comes about. */
export function EmptyState({ icon, title, children, actions, className }: { icon?: ReactNode; title: string; children?: ReactNode; actions?: ReactNode; className?: string }) {
  return (
    <div className={cx('mx-auto flex max-w-md flex-col items-center px-6 py-14 text-center', className)}>
      {icon && <div className="mb-4 grid size-11 place-items-center rounded-xl border border-line bg-surface text-ink-3 shadow-card [&_svg]:size-5">{icon}</div>}
      <h2 className="text-lg font-semibold">{title}</h2>
      {children && <div className="mt-1.5 text-ink-2">{children}</div>}
      {actions && <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}

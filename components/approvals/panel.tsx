import type { ReactNode } from 'react';
import { cx } from '../ui/class-names.ts';

export function Panel({ title, children, className }: { title?: string; children: ReactNode; className?: string }) {
  return (
    <section aria-label={title} className={cx('rounded-xl border border-line bg-surface shadow-card', className ?? 'px-4 py-3.5')}>
      {title && <h3 className="mb-2.5 font-semibold">{title}</h3>}
      {children}
    </section>
  );
}

'use client';
import { ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { cx } from '@/components/ui/class-names.ts';

/** A group of fields under a name. */
export function Section({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
  return (
    <section className="space-y-3.5 border-t border-line pt-3.5 first:border-t-0 first:pt-0">
      <div>
        <h3 className="text-sm font-semibold text-ink-2">{title}</h3>
        {help && <p className="mt-0.5 text-sm text-ink-3">{help}</p>}
      </div>
      {children}
    </section>
  );
}

/** Fields that most people need not see. Open from the start when something in them is said or wrong. */
export function Fold({ title, open: asked, children }: { title: string; open: boolean; children: ReactNode }) {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const open = chosen ?? asked;
  return (
    <section className="border-t border-line pt-3" data-fold={open ? 'open' : 'closed'}>
      <button type="button" aria-expanded={open} onClick={() => setChosen(!open)} className="-ml-1 flex items-center gap-1 rounded-xs px-1 py-0.5 font-medium text-ink-2 hover:text-ink">
        <ChevronRight className={cx('size-3.5 transition-transform duration-(--fast)', open && 'rotate-90')} aria-hidden />
        {title}
      </button>
      {open && <div className="mt-3 space-y-4">{children}</div>}
    </section>
  );
}

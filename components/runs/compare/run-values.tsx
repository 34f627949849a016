'use client';
import { ChevronDown, ChevronRight } from 'lucide-react';
import type { Json } from '@/engine/index.ts';
import { ValueChanges } from './value-changes.tsx';

/** What the runs were given, or gave, where that differs; nothing where it does not. */
export function RunValues({ title, a, b, differs, open, onOpen }: { title: string; a: Json; b: Json; differs: boolean; open: boolean; onOpen: (open: boolean) => void }) {
  if (!differs) return null;
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <section aria-label={title} className="border-b border-line">
      <button type="button" aria-expanded={open} onClick={() => onOpen(!open)} className="flex min-h-9 w-full items-center gap-2 px-4 py-1.5 text-left outline-offset-[-2px] hover:bg-hover">
        <span className="min-w-0 flex-1 font-medium">{title}</span>
        <Chevron className="size-3.5 shrink-0 text-ink-3" aria-hidden />
      </button>
      {open && <div className="px-4 pb-3"><ValueChanges a={a} b={b} same="" /></div>}
    </section>
  );
}

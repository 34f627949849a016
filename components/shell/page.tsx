'use client';
import { useEffect, type ReactNode } from 'react';
import { cx } from '../ui/class-names.ts';

/** The bar at the top of a page: where am I, what state is it in, what can I do. */
export function TopBar({ title, crumb, middle, children, className }: { title: ReactNode; crumb?: ReactNode; /** Tabs, or a state. */ middle?: ReactNode; /** What can be done; at the right. */ children?: ReactNode; className?: string }) {
  return (
    <header className={cx('flex h-(--bar) shrink-0 items-center gap-3.5 border-b border-line bg-surface px-3.5', className)}>
      <div className="flex min-w-0 items-baseline gap-1.5">
        {crumb && <span className="hidden whitespace-nowrap text-ink-3 md:inline">{crumb}</span>}
        <h1 className="truncate text-md font-semibold">{title}</h1>
      </div>
      {middle}
      <div className="flex-1" />
      <div className="flex shrink-0 items-center gap-2">{children}</div>
    </header>
  );
}

/** What the page is about. It scrolls by itself unless it is told that its parts do. */
export function Main({ children, className, fixed = false }: { children: ReactNode; className?: string; fixed?: boolean }) {
  return (
    <main id="content" tabIndex={-1} className={cx('min-h-0 flex-1 outline-none', fixed ? 'overflow-hidden' : 'overflow-y-auto', className)}>
      {children}
    </main>
  );
}

/** Names the page in the window's title, once its name is known. */
export function useTitle(title: string | null | undefined): void {
  useEffect(() => {
    if (title) document.title = `${title} · Heddle`;
  }, [title]);
}

/** Places beside each other in the top bar: links that look like the tabs of the page. */
export function BarTabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav aria-label={label} className="flex gap-0.5 overflow-x-auto">
      {children}
    </nav>
  );
}
export const barTab = (on: boolean) => cx('inline-flex h-8 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-[7px] px-3 transition-colors duration-(--fast)', on ? 'bg-sunken font-medium text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink');

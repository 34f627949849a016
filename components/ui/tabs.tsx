'use client';
import { Tabs as Radix } from 'radix-ui';
import type { DragEvent, ReactNode } from 'react';
import { cx } from './class-names.ts';

export type Tab = { value: string; label: ReactNode };

/** Tabs of a panel: a line under the one that is open. `children` are `TabPanel`s. */
export function Tabs({ value, onChange, tabs, label, className, listClassName, onDragOver, children }: { value: string; onChange: (value: string) => void; tabs: readonly Tab[]; label: string; className?: string; listClassName?: string; /** Something is carried over a tab. */ onDragOver?: (value: string, event: DragEvent) => void; children?: ReactNode }) {
  return (
    <Radix.Root value={value} onValueChange={onChange} className={className}>
      <Radix.List aria-label={label} className={cx('flex gap-1.5 overflow-x-auto border-b border-line', listClassName)}>
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.value} value={tab.value} {...(onDragOver === undefined ? {} : { onDragEnter: (event) => onDragOver(tab.value, event) })} className="-mb-px shrink-0 whitespace-nowrap border-b-2 border-transparent px-1 py-1.5 rounded-t-xs text-ink-2 outline-offset-[-2px] hover:text-ink data-[state=active]:border-accent data-[state=active]:font-semibold data-[state=active]:text-ink">
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {children}
    </Radix.Root>
  );
}

export function TabPanel({ value, className, children }: { value: string; className?: string; children: ReactNode }) {
  return (
    <Radix.Content value={value} className={className} tabIndex={-1}>
      {children}
    </Radix.Content>
  );
}

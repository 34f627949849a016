'use client';
import { Popover as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './class-names.ts';

export type PopoverProps = { trigger: ReactElement; children: ReactNode; label: string; align?: 'start' | 'center' | 'end'; side?: 'top' | 'right' | 'bottom' | 'left'; open?: boolean; onOpenChange?: (open: boolean) => void; className?: string };

/** A small panel beside its trigger. */
export function Popover({ trigger, children, label, align = 'start', side = 'bottom', open, onOpenChange, className }: PopoverProps) {
  return (
    <Radix.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content aria-label={label} align={align} side={side} sideOffset={6} collisionPadding={8} className={cx('z-50 max-w-[calc(100vw-16px)] animate-in rounded-lg border border-line bg-surface p-3 shadow-float outline-none', className)}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

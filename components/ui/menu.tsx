'use client';
import { Check } from 'lucide-react';
import { DropdownMenu as RadixMenu } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './class-names.ts';
import { Kbd } from './kbd.tsx';

/** An entry of a menu: what it says, what it does. `null` in a list draws a line between two groups. */
export type MenuItem = { id?: string; label: string; icon?: ReactNode; shortcut?: string; danger?: boolean; disabled?: boolean; /** Why it is disabled, or what it does. */ hint?: string; checked?: boolean; onSelect: () => void };
export type MenuItems = readonly (MenuItem | null)[];

const CONTENT = 'z-50 min-w-48 max-w-80 animate-in overflow-y-auto overscroll-contain rounded-lg border border-line bg-surface p-1 shadow-float';
const ITEM = 'flex min-h-7 cursor-default items-center gap-2 rounded-sm px-2 py-1 outline-none data-disabled:text-ink-3 data-highlighted:bg-accent-soft [&_svg]:size-4 [&_svg]:shrink-0';

function ItemBody({ item }: { item: MenuItem }) {
  return (
    <>
      {item.checked === undefined ? item.icon && <span className={item.danger ? '' : 'text-ink-3'}>{item.icon}</span> : <span className="grid size-4 place-items-center text-accent">{item.checked && <Check aria-hidden />}</span>}
      <span className="min-w-0 flex-1">
        <span className="block truncate">{item.label}</span>
        {item.hint && <span className="block text-xs text-ink-3">{item.hint}</span>}
      </span>
      {item.shortcut && <Kbd keys={item.shortcut} className="ml-4" />}
    </>
  );
}

function itemClass(item: MenuItem): string {
  return cx(ITEM, item.danger && 'text-bad data-highlighted:bg-bad-soft');
}

/** A menu behind its trigger, which is `children`. */
export function Menu({ items, children, align = 'end', header, open, onOpenChange }: { items: MenuItems; children: ReactElement; align?: 'start' | 'center' | 'end'; header?: ReactNode; open?: boolean; onOpenChange?: (open: boolean) => void }) {
  return (
    <RadixMenu.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      <RadixMenu.Trigger asChild>{children}</RadixMenu.Trigger>
      <RadixMenu.Portal>
        <RadixMenu.Content align={align} sideOffset={4} collisionPadding={8} className={cx(CONTENT, 'max-h-(--radix-dropdown-menu-content-available-height)')}>
          {header && <RadixMenu.Label className="px-2 py-1 text-xs text-ink-3">{header}</RadixMenu.Label>}
          {items.map((item, index) =>
            item === null ? (
              <RadixMenu.Separator key={`line-${index}`} className="-mx-1 my-1 h-px bg-line" />
            ) : (
              <RadixMenu.Item key={item.id ?? item.label} data-id={item.id} disabled={item.disabled ?? false} onSelect={item.onSelect} className={itemClass(item)}>
                <ItemBody item={item} />
              </RadixMenu.Item>
            ),
          )}
        </RadixMenu.Content>
      </RadixMenu.Portal>
    </RadixMenu.Root>
  );
}

'use client';
import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './class-names.ts';

export type Option<T extends string = string> = { value: T; label: string; icon?: ReactNode; disabled?: boolean };

export type SelectProps<T extends string> = {
  value: T | null;
  onChange: (value: T) => void;
  options: readonly Option<T>[];
  placeholder?: string;
  label?: string;
  id?: string;
  size?: 'md' | 'sm';
  disabled?: boolean;
  invalid?: boolean;
  describedBy?: string;
  className?: string;
};

/** Radix refuses an empty string as a value; ours may be one. */
const wrap = (value: string) => `v:${value}`;
const unwrap = (value: string) => value.slice(2);

export function Select<T extends string>({ value, onChange, options, placeholder, label, id, size = 'md', disabled, invalid, describedBy, className }: SelectProps<T>) {
  return (
    <Radix.Root value={value === null ? '' : wrap(value)} onValueChange={(next) => next !== '' && onChange(unwrap(next) as T)} {...(disabled === undefined ? {} : { disabled })}>
      <Radix.Trigger id={id} aria-label={label} aria-invalid={invalid || undefined} aria-describedby={describedBy} className={cx('field inline-flex items-center justify-between gap-2 px-2.5 text-left data-placeholder:text-ink-3', size === 'md' ? 'h-8' : 'h-[26px] rounded-[7px] text-sm', className)}>
        <span className="truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <Radix.Icon>
          <ChevronDown className="size-3.5 shrink-0 text-ink-3" aria-hidden />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content position="popper" sideOffset={4} collisionPadding={8} className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) animate-in overflow-hidden rounded-lg border border-line bg-surface p-1 shadow-float">
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item key={option.value} value={wrap(option.value)} disabled={option.disabled ?? false} className="flex min-h-7 cursor-default items-center gap-2 rounded-sm px-2 py-1 outline-none data-disabled:text-ink-3 data-highlighted:bg-accent-soft [&_svg]:size-4">
                <span className="grid size-4 place-items-center text-accent">
                  <Radix.ItemIndicator>
                    <Check className="size-3.5" aria-hidden />
                  </Radix.ItemIndicator>
                </span>
                {option.icon}
                <Radix.ItemText>{option.label}</Radix.ItemText>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

'use client';
import { Check, Minus } from 'lucide-react';
import { Checkbox as RadixCheckbox, Switch as RadixSwitch } from 'radix-ui';
import { cx } from './class-names.ts';

type ToggleProps = { id?: string; label?: string; disabled?: boolean; className?: string; describedBy?: string };

export function Switch({ checked, onChange, id, label, disabled, className, describedBy }: ToggleProps & { checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <RadixSwitch.Root
      id={id}
      checked={checked}
      onCheckedChange={onChange}
      aria-label={label}
      aria-describedby={describedBy}
      disabled={disabled ?? false}
      className={cx('relative h-[18px] w-8 shrink-0 rounded-full border border-field bg-sunken transition-colors duration-(--fast) disabled:opacity-55 data-[state=checked]:border-accent data-[state=checked]:bg-accent', className)}
    >
      <RadixSwitch.Thumb className="block size-3 translate-x-[2px] rounded-full bg-ink-3 transition-transform duration-(--fast) data-[state=checked]:translate-x-[16px] data-[state=checked]:bg-accent-ink" />
    </RadixSwitch.Root>
  );
}

export function Checkbox({ checked, onChange, id, label, disabled, className, describedBy }: ToggleProps & { checked: boolean | 'indeterminate'; onChange: (checked: boolean) => void }) {
  return (
    <RadixCheckbox.Root
      id={id}
      checked={checked}
      onCheckedChange={(next) => onChange(next === true)}
      aria-label={label}
      aria-describedby={describedBy}
      disabled={disabled ?? false}
      className={cx('grid size-4 shrink-0 place-items-center rounded-xs border border-field bg-surface disabled:opacity-55 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent', className)}
    >
      <RadixCheckbox.Indicator className="text-accent-ink">{checked === 'indeterminate' ? <Minus className="size-3" strokeWidth={3} aria-hidden /> : <Check className="size-3" strokeWidth={3} aria-hidden />}</RadixCheckbox.Indicator>
    </RadixCheckbox.Root>
  );
}

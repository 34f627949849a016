'use client';
import { Check, Minus } from 'lucide-react';
import { Checkbox as RadixCheckbox, Switch as RadixSwitch } from 'radix-ui';
import type { ReactNode } from 'react';
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

/** A few choices side by side, one of them taken. */
export function Segmented<T extends string>({ value, onChange, options, label }: { value: T; onChange: (value: T) => void; options: readonly { value: T; label: ReactNode; title?: string }[]; label: string }) {
  return (
    <div role="radiogroup" aria-label={label} className="inline-flex gap-0.5 rounded-md border border-line bg-sunken p-0.5">
      {options.map((option, index) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          title={option.title}
          // With none taken yet the first one is where the keyboard comes in.
          tabIndex={option.value === value || (index === 0 && !options.some((other) => other.value === value)) ? 0 : -1}
          onClick={() => onChange(option.value)}
          onKeyDown={(event) => {
            const step = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0;
            if (step === 0) return;
            event.preventDefault();
            const next = (index + step + options.length) % options.length;
            onChange(options[next]!.value);
            (event.currentTarget.parentElement?.children[next] as HTMLElement | undefined)?.focus();
          }}
          className={cx('inline-flex h-[26px] items-center gap-1.5 rounded-[6px] px-2.5 text-sm transition-colors duration-(--fast) [&_svg]:size-4', option.value === value ? 'bg-surface font-medium text-ink shadow-card' : 'text-ink-2 hover:text-ink')}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}

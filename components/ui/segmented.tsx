'use client';
import type { ReactNode } from 'react';
import { cx } from './class-names.ts';

/** A few choices side by side, one of them taken. */
export function Segmented<T extends string>({ value, onChange, options, label }: { value: T; onChange: (value: T) => void; options: readonly { value: T; label: ReactNode; title?: string; /** It cannot be taken now; `title` says why. */ disabled?: boolean }[]; label: string }) {
  return (
    <div role="radiogroup" aria-label={label} className="inline-flex gap-0.5 rounded-md border border-line bg-sunken p-0.5">
      {options.map((option, index) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          title={option.title}
          aria-disabled={option.disabled || undefined}
          // With none taken yet the first one is where the keyboard comes in.
          tabIndex={option.value === value || (index === 0 && !options.some((other) => other.value === value)) ? 0 : -1}
          onClick={() => option.disabled !== true && onChange(option.value)}
          onKeyDown={(event) => {
            const step = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0;
            if (step === 0) return;
            event.preventDefault();
            const next = (index + step + options.length) % options.length;
            if (options[next]!.disabled !== true) onChange(options[next]!.value);
            (event.currentTarget.parentElement?.children[next] as HTMLElement | undefined)?.focus();
          }}
          className={cx('inline-flex h-[26px] items-center gap-1.5 rounded-[6px] px-2.5 text-sm transition-colors duration-(--fast) [&_svg]:size-4', option.value === value ? 'bg-surface font-medium text-ink shadow-card' : option.disabled ? 'text-ink-3' : 'text-ink-2 hover:text-ink')}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}

import { Search, X } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './class-names.ts';

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input autoComplete="off" className={cx('field h-8 w-full px-2.5', className)} {...rest} />;
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={cx('field min-h-16 w-full resize-y px-2.5 py-1.5', className)} {...rest} />;
}

export type SearchInputProps = Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'type'> & { value: string; onChange: (value: string) => void; label: string; clearLabel: string };

/** A search field: a magnifier, and a way to empty it. `Escape` empties it too. */
export function SearchInput({ value, onChange, label, clearLabel, className, onKeyDown, ...rest }: SearchInputProps) {
  return (
    <div className={cx('relative', className)}>
      <Search className="pointer-events-none absolute left-2.5 top-2 size-4 text-ink-3" aria-hidden />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') {
            event.stopPropagation();
            onChange('');
          }
          onKeyDown?.(event);
        }}
        className="field h-8 w-full appearance-none pl-8 pr-8 [&::-webkit-search-cancel-button]:hidden"
        {...rest}
      />
      {value !== '' && (
        <button type="button" aria-label={clearLabel} onClick={() => onChange('')} className="absolute right-1 top-1 grid size-6 place-items-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink">
          <X className="size-3.5" aria-hidden />
        </button>
      )}
    </div>
  );
}

export type FieldProps = { id: string; label: ReactNode; hint?: ReactNode; error?: string | null; required?: boolean; requiredLabel?: string; className?: string; children: ReactNode };

/** A label, a control, a hint and an error. The control takes `id`, and `describedBy(id, …)` as its `aria-describedby`. */
export function Field({ id, label, hint, error, required = false, requiredLabel, className, children }: FieldProps) {
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 flex flex-wrap items-baseline gap-x-1.5 font-medium">
        <span>{label}</span>
        {required && (
          <span className="text-bad" title={requiredLabel} aria-hidden>
            *
          </span>
        )}
        {hint && (
          <span id={`${id}-hint`} className="font-normal text-ink-3">
            {hint}
          </span>
        )}
      </label>
      {children}
      {error && (
        <p id={`${id}-error`} role="alert" className="mt-1.5 text-sm text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

export function describedBy(id: string, hint: unknown, error: unknown): string | undefined {
  return [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined;
}

import { LoaderCircle } from 'lucide-react';
import { Slot } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

export type ButtonVariant = 'default' | 'primary' | 'ok' | 'danger' | 'danger-solid' | 'ghost';
export type ButtonSize = 'md' | 'sm';

const VARIANT: Readonly<Record<ButtonVariant, string>> = {
  default: 'border-line-strong bg-surface text-ink hover:bg-hover',
  primary: 'border-accent bg-accent text-accent-ink hover:border-accent-hover hover:bg-accent-hover',
  ok: 'border-ok bg-ok text-ok-ink hover:brightness-95',
  danger: 'border-line-strong bg-surface text-bad hover:bg-bad-soft hover:border-bad',
  'danger-solid': 'border-bad bg-bad text-bad-ink hover:brightness-95',
  ghost: 'border-transparent bg-transparent text-ink-2 hover:bg-hover hover:text-ink',
};
const SIZE: Readonly<Record<ButtonSize, string>> = { md: 'h-8 rounded-md px-3 gap-1.5 text-base', sm: 'h-[26px] rounded-[7px] px-2.5 gap-1.5 text-sm' };

export type ButtonProps = ComponentProps<'button'> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  /** Shows that it works, and takes no second press. */
  busy?: boolean;
  /** Renders its only child (a link, say) with the looks of a button. */
  asChild?: boolean;
};

export function Button({ variant = 'default', size = 'md', icon, busy = false, asChild = false, className, children, disabled, type, ...rest }: ButtonProps) {
  const classes = cx('inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap border font-medium transition-colors duration-(--fast) disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0', VARIANT[variant], SIZE[size], className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button type={type ?? 'button'} className={classes} disabled={disabled || busy} aria-busy={busy || undefined} {...rest}>
      {busy ? <LoaderCircle className="animate-spin-slow" aria-hidden /> : icon}
      {children}
    </button>
  );
}

export type IconButtonProps = Omit<ButtonProps, 'children' | 'icon' | 'asChild'> & {
  /** What it does: its accessible name and its tooltip. */
  label: string;
  shortcut?: string;
  side?: 'top' | 'right' | 'bottom' | 'left';
  children: ReactNode;
};

export function IconButton({ label, shortcut, side, children, variant = 'ghost', size = 'md', className, busy = false, disabled, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut} side={side}>
      <button
        type="button"
        aria-label={label}
        disabled={disabled || busy}
        className={cx('inline-grid shrink-0 place-items-center border transition-colors duration-(--fast) disabled:opacity-55 [&_svg]:size-4', VARIANT[variant], size === 'md' ? 'size-8 rounded-md' : 'size-[26px] rounded-[7px]', className)}
        {...rest}
      >
        {busy ? <LoaderCircle className="animate-spin-slow" aria-hidden /> : children}
      </button>
    </Tooltip>
  );
}

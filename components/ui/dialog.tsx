'use client';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useT } from '../i18n/use-t.tsx';
import { cx } from './class-names.ts';
import { IconButton } from './button.tsx';

export type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode;
  /** Buttons at the foot; the last is what a person most likely wants. */
  footer?: ReactNode;
  size?: 'sm' | 'md' | 'lg' | 'xl';
  /** The body brings its own padding and scrolling. */
  bare?: boolean;
  children?: ReactNode;
};

const WIDTH = { sm: 'max-w-[420px]', md: 'max-w-[560px]', lg: 'max-w-[760px]', xl: 'max-w-[1040px]' } as const;

/** A window over the page. On a phone it rises from the bottom edge and takes the width. */
export function Dialog({ open, onClose, title, description, footer, size = 'md', bare = false, children }: DialogProps) {
  const t = useT();
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            const content = event.currentTarget as HTMLElement;
            // The first field, where there is a keyboard; a phone would cover the dialog with its own.
            const field = matchMedia('(pointer: fine)').matches ? content.querySelector<HTMLElement>('[autofocus], [data-autofocus], form input:not([hidden]):not([type=file]), form textarea') : null;
            (field ?? content).focus();
          }}
          className={cx('fixed inset-x-0 bottom-0 z-40 mx-auto flex max-h-[92dvh] w-full animate-in flex-col rounded-t-xl border border-line bg-surface shadow-float outline-none sm:bottom-auto sm:top-[10dvh] sm:max-h-[80dvh] sm:w-[calc(100%-32px)] sm:rounded-xl', WIDTH[size])}
        >
          <header className="flex items-start gap-3 px-5 pb-2 pt-4">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description && <Radix.Description className="mt-1 text-ink-2">{description}</Radix.Description>}
            </div>
            <Radix.Close asChild>
              <IconButton label={t('common.close')} size="sm" className="-mr-1.5">
                <X aria-hidden />
              </IconButton>
            </Radix.Close>
          </header>
          {children !== undefined && <div className={bare ? 'flex min-h-0 flex-1 flex-col' : 'min-h-0 flex-1 overflow-y-auto px-5 pb-4 pt-1'}>{children}</div>}
          {footer && <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

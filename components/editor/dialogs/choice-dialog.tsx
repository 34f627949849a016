/* oxlint-disable jsx-a11y/no-autofocus -- it is opened by a key, to be written in at once */
'use client';
import { Command } from 'cmdk';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { everyWord } from './every-word.ts';

type Props = {
  title: string;
  /** What is said when nothing is found. */
  none: string;
  search?: string;
  onSearch?: (search: string) => void;
  onClose: () => void;
  /** Groups of items; each item is found by its keywords. */
  children: ReactNode;
};

/** One of several is chosen by a few letters and Enter. Esc changes nothing. The focus goes where the editor puts it, as the next window may be open already. */
export function ChoiceDialog({ title, none, search, onSearch, onClose, children }: Props) {
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Radix.Content aria-describedby={undefined} onCloseAutoFocus={(event) => event.preventDefault()} className="fixed inset-x-0 top-[12dvh] z-40 mx-auto w-[calc(100%-24px)] max-w-[600px] animate-in overflow-hidden rounded-xl border border-line bg-surface shadow-float outline-none">
          <Radix.Title className="sr-only">{title}</Radix.Title>
          <Command label={title} loop vimBindings={false} filter={(value, words, keywords) => everyWord(keywords?.join(' ') ?? value, words)} className="flex max-h-[62dvh] flex-col">
            <Command.Input autoFocus {...(search === undefined ? {} : { value: search })} {...(onSearch ? { onValueChange: onSearch } : {})} placeholder={title} aria-label={title} className="h-12 w-full shrink-0 border-b border-line bg-transparent px-4 text-md outline-none" />
            <Command.List label={title} className="min-h-0 flex-1 overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-8 text-center text-ink-2">{none}</Command.Empty>
              {children}
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

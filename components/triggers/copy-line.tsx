/* oxlint-disable jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by the keyboard */
'use client';
import { Check, Copy } from 'lucide-react';
import { IconButton } from '../ui/button.tsx';
import { useCopy } from '../ui/use-copy.ts';

/** A text to be taken elsewhere, with the button that does so. */
export function CopyLine({ text, label, testId }: { text: string; label: string; testId?: string }) {
  const { copied, copy } = useCopy();
  return (
    <div className="flex items-start gap-1.5 rounded-md border border-line bg-sunken py-1 pl-2.5 pr-1">
      <pre tabIndex={0} className="min-w-0 flex-1 overflow-x-auto py-0.5 text-xs leading-[1.55]" data-testid={testId}><code>{text}</code></pre>
      <IconButton size="sm" label={label} onClick={() => copy(text)}>{copied ? <Check className="text-ok" aria-hidden /> : <Copy aria-hidden />}</IconButton>
    </div>
  );
}

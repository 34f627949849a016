import { useCallback, useEffect, useRef, useState } from 'react';
import { useT } from '../i18n/use-t.tsx';
import { copyText } from './copy-text.ts';
import { toast } from './toast.tsx';

const SAID_MS = 1_500;

/** Copies, and says so for a moment; says too when it cannot. */
export function useCopy(): { copied: boolean; copy: (text: string) => void } {
  const t = useT();
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = useCallback(
    (text: string) => {
      void copyText(text).then((done) => {
        if (!done) return toast.info(t('common.notCopied'));
        setCopied(true);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => setCopied(false), SAID_MS);
      });
    },
    [t],
  );
  return { copied, copy };
}

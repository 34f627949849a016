import { useEffect, useState, type RefObject } from 'react';
import type { CodeField, Selected } from './code-field.tsx';
import { codeFieldNow, whenCodeField } from './load-code-field.ts';

type Taken = { Field: typeof CodeField; /** What was selected in the plain field, if it had the keyboard. */ selected: Selected | null };

/** The editor of code once it is there; null while the plain field stands in for it. */
export function useCodeField(plain: RefObject<HTMLTextAreaElement | null>): Taken | null {
  const [taken, setTaken] = useState<Taken | null>(() => {
    const Field = codeFieldNow();
    return Field === null ? null : { Field, selected: null };
  });
  useEffect(() => {
    if (taken !== null) return undefined;
    let composing = false;
    const area = plain.current;
    const begin = (): void => void (composing = true);
    const end = (): void => void (composing = false);
    area?.addEventListener('compositionstart', begin);
    area?.addEventListener('compositionend', end);
    const stop = whenCodeField((Field) => {
      const take = (): void => setTaken({ Field, selected: area === null || area !== document.activeElement ? null : selectedIn(area) });
      // A word that is being composed would be torn.
      if (composing) area?.addEventListener('compositionend', take, { once: true });
      else take();
    });
    return () => {
      stop();
      area?.removeEventListener('compositionstart', begin);
      area?.removeEventListener('compositionend', end);
    };
  }, [taken, plain]);
  return taken;
}

function selectedIn({ selectionStart, selectionEnd, selectionDirection }: HTMLTextAreaElement): Selected {
  return selectionDirection === 'backward' ? { anchor: selectionEnd, head: selectionStart } : { anchor: selectionStart, head: selectionEnd };
}

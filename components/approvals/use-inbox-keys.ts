'use client';
import { useEffect, useRef } from 'react';

/** True when keys belong to what is being typed in, or to a window over the page. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input,textarea,select,[role=dialog],[role=menu],[role=listbox],[role=combobox]') !== null;
}

/** J and K walk, A and R decide. Off while typing. */
export function useInboxKeys(handlers: { walk: (step: 1 | -1) => void; press: (key: 'a' | 'r') => void }): void {
  const current = useRef(handlers);
  current.current = handlers;
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.metaKey || event.ctrlKey || event.altKey || event.repeat && /^[ar]$/i.test(event.key) || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      if (key === 'j' || key === 'k') current.current.walk(key === 'j' ? 1 : -1);
      else if (key === 'a' || key === 'r') current.current.press(key);
      else return;
      event.preventDefault();
    }
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}

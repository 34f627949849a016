'use client';
import { useEffect, useEffectEvent } from 'react';
import { isDecisionKey, type DecisionKey } from './outcomes.ts';

/** True when keys belong to what is being typed in, or to a window over the page. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input,textarea,select,[role=dialog],[role=menu],[role=listbox],[role=combobox]') !== null;
}

/** J and K walk, A, R and the digits decide. Off while typing. */
export function useInboxKeys(handlers: { walk: (step: 1 | -1) => void; press: (key: DecisionKey) => void }): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const key = event.key.toLowerCase();
    // A key that is held walks on, but never decides.
    if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target) || (event.repeat && key !== 'j' && key !== 'k')) return;
    if (key === 'j' || key === 'k') handlers.walk(key === 'j' ? 1 : -1);
    else if (isDecisionKey(key)) handlers.press(key);
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}

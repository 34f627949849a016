'use client';
import { useSyncExternalStore } from 'react';

const never = () => () => {};
function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform);
}

/** A key as it stands on the reader's keyboard: `Mod` is ⌘ on Apple's and Ctrl elsewhere. */
export function keyLabel(keys: string, apple: boolean): string {
  const names: Record<string, string> = apple ? { mod: '⌘', shift: '⇧', alt: '⌥', enter: '↵', delete: '⌦', backspace: '⌫' } : { mod: 'Ctrl', enter: '↵' };
  return keys
    .split(/\+(?=.)/)
    .map((key) => names[key.trim().toLowerCase()] ?? key.trim())
    .join(apple ? '' : '+');
}

export function Kbd({ keys, className = '' }: { keys: string; className?: string }) {
  const apple = useSyncExternalStore(never, isApple, () => false);
  return <kbd className={`inline-block rounded-xs border border-line bg-sunken px-1.5 font-sans text-2xs leading-[16px] text-ink-3 ${className}`}>{keyLabel(keys, apple)}</kbd>;
}

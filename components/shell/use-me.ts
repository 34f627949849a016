'use client';
import { isString, useStored } from '../ui/use-stored.ts';

/** The name a person decides and controls under, remembered in this browser until there are accounts. Empty while it is not said. */
export function useMe(): [string, (name: string) => void] {
  return useStored('me', '', isString);
}

/** The groups a person belongs to, as requests name them; remembered in this browser until there are accounts. */
export function useMyGroups(): [readonly string[], string, (text: string) => void] {
  const [text, setText] = useStored('groups', '', isString);
  return [namesIn(text), text, setText];
}

/** Names that were written one after the other: `finance, Ada Lovelace` are two. */
export function namesIn(text: string): string[] {
  return [...new Set(text.split(/[,，;；\n]/).map((name) => name.trim()).filter((name) => name !== ''))];
}

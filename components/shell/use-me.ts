'use client';
import { isString, useStored } from '../ui/use-stored.ts';

/** The name a person decides and controls under, remembered in this browser until there are accounts. Empty while it is not said. */
export function useMe(): [string, (name: string) => void] {
  return useStored('me', '', isString);
}

'use client';
import { useEffect, useState } from 'react';

/**
 * The router follows the address when it has time for it: on a busy machine some frames after a click or a key. Whoever
 * waited for that would drop what is typed meanwhile, or write it into what is about to go.
 * @param routed a part of the address as the router has it
 * @param inWindow the same part as the window has it, in the same spelling
 * @returns that part as it was written last, and what is to be told before it is written
 */
export function useAhead(routed: string, inWindow: () => string): [shown: string, go: (next: string) => void] {
  const [ahead, setAhead] = useState<string | null>(null);
  if (ahead === routed) setAhead(null);
  useEffect(() => {
    // Somebody else has changed the address since: a link, or the way back.
    const check = (): void => {
      if (ahead !== null && inWindow() !== ahead) setAhead(null);
    };
    check();
    addEventListener('popstate', check);
    return () => removeEventListener('popstate', check);
  }, [ahead, routed, inWindow]);
  return [ahead ?? routed, setAhead];
}

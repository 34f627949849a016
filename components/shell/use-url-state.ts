'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState } from 'react';

export type UrlState<K extends string> = Readonly<Record<K, string>>;

/**
 * Filters of a page that stand in its address, so that a reload, a link and the back button keep them. An empty value
 * leaves the address. The history gets no entry: typing a search is not a journey.
 */
export function useUrlState<const K extends string>(names: readonly K[]): [UrlState<K>, (changes: Partial<UrlState<K>>) => void] {
  const pathname = usePathname();
  const params = useSearchParams();
  const text = params.toString();
  // The router follows the address when it has time for it. A field that waited for that would drop what is typed meanwhile.
  const [ahead, setAhead] = useState<string | null>(null);
  if (ahead === text) setAhead(null);
  useEffect(() => {
    // Somebody else has changed the address since.
    if (ahead !== null && new URLSearchParams(window.location.search).toString() !== ahead) setAhead(null);
  }, [ahead, text]);
  const shown = ahead ?? text;
  // The names are written where the hook is called and do not change.
  const [fixed] = useState(names);
  const state = useMemo(() => {
    const current = new URLSearchParams(shown);
    return Object.fromEntries(fixed.map((name) => [name, current.get(name) ?? ''])) as UrlState<K>;
  }, [shown, fixed]);
  const change = useCallback(
    (changes: Partial<UrlState<K>>) => {
      const next = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(changes) as [K, string | undefined][]) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      const search = next.toString();
      setAhead(search);
      // Next keeps its router in step with the native call, and asks the server for nothing.
      window.history.replaceState(null, '', search === '' ? pathname : `${pathname}?${search}`);
    },
    [pathname],
  );
  return [state, change];
}

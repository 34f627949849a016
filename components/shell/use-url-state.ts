'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo, useState } from 'react';
import { useAhead } from './use-ahead.ts';

export type UrlState<K extends string> = Readonly<Record<K, string>>;

const searchInWindow = (): string => new URLSearchParams(window.location.search).toString();

/**
 * Filters of a page that stand in its address, so that a reload, a link and the back button keep them. An empty value
 * leaves the address. The history gets no entry: typing a search is not a journey.
 */
export function useUrlState<const K extends string>(names: readonly K[]): [UrlState<K>, (changes: Partial<UrlState<K>>) => void] {
  const pathname = usePathname();
  const params = useSearchParams();
  const [shown, go] = useAhead(params.toString(), searchInWindow);
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
      go(search);
      // Next keeps its router in step with the native call, and asks the server for nothing.
      window.history.replaceState(null, '', search === '' ? pathname : `${pathname}?${search}`);
    },
    [pathname, go],
  );
  return [state, change];
}

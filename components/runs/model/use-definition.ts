'use client';
import { useQuery } from '@tanstack/react-query';
import { path, request } from '@/components/data/http.ts';
import { keys } from '@/components/data/query-keys.ts';
import type { Definition } from '@/engine/index.ts';

/** The definition a run is pinned to: its version, or the document of a run that was never saved. It never changes. */
export function useRunDefinition(runId: string) {
  return useQuery({
    queryKey: [...keys.runs.one(runId), 'definition'],
    queryFn: ({ signal }) => request<{ definition: Definition }>('GET', path('runs', runId, 'definition'), { signal }),
    staleTime: Infinity,
  });
}

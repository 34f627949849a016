import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '@/components/data/api.ts';
import { keys } from '@/components/data/query-keys.ts';
import { useDebounced } from '@/components/shell/use-debounced.ts';
import type { Fork } from '@/engine/index.ts';

/** What a fork would do, asked again a moment after something was changed. Null asks nothing. */
export function useForkPlan(runId: string, mode: 'fork' | 'reset', body: Fork | null) {
  const text = body === null ? null : JSON.stringify(body);
  const settled = useDebounced(text);
  const plan = useQuery({
    queryKey: keys.runs.forkPlan(runId, mode, settled),
    queryFn: () => api.runs.planFork(runId, mode, JSON.parse(settled!) as Fork),
    enabled: settled !== null,
    placeholderData: keepPreviousData,
    // A plan is of the moment it was asked at.
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const current = settled === text && !plan.isPlaceholderData && !plan.isFetching;
  return { plan: plan.error === null ? plan.data : undefined, error: plan.error, busy: !current };
}

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Control, type SchedulePreviewQuery } from '../data/api.ts';
import { keys } from '../data/query-keys.ts';

/** What starts runs of a workflow (id or slug) by itself; null asks for those of all. Followed by the list stream. */
export function useTriggers(workflow: string | null, enabled = true) {
  return useQuery({ queryKey: keys.triggers.list(workflow), queryFn: ({ signal }) => api.triggers.list(workflow, signal), enabled, select: (page) => page.items });
}

/** The next instants of a schedule that is being written; null asks nothing. */
export function useSchedulePreview(query: SchedulePreviewQuery | null) {
  return useQuery({ queryKey: keys.triggers.preview(query ?? {}), queryFn: ({ signal }) => api.triggers.preview(query!, signal), enabled: query !== null, staleTime: 0, retry: false, placeholderData: keepPreviousData });
}

export type TriggerChange =
  | { what: 'pause'; id: string; said: Control }
  | { what: 'resume' | 'renew' | 'removeSecret'; id: string };

export function useChangeTrigger() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (change: TriggerChange): Promise<void> => {
      if (change.what === 'pause') await api.triggers.pause(change.id, change.said);
      else await api.triggers[change.what](change.id);
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.triggers.all }),
  });
}

export function useSetHookSecret() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (id: string) => api.triggers.setSecret(id), onSettled: () => client.invalidateQueries({ queryKey: keys.triggers.all }) });
}

export function useFireTrigger() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (call: { id: string; said: string }) => api.triggers.fire(call.id, { id: call.said }),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: keys.triggers.all }), client.invalidateQueries({ queryKey: keys.runs.lists })]),
  });
}

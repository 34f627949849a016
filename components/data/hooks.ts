'use client';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { refsIn, RUN_STATUSES, wholeValue, type Approval, type BatchOperation, type BriefRun, type Decision, type Definition, type Delegation, type Json, type LimitQueue, type StartRun, type WorkflowSummary } from '@/engine/index.ts';
import { api, type ApprovalListQuery, type BatchFilter, type Control, type ControlVerb, type DefinitionMeta, type RunListQuery, type WorkflowListQuery } from './api.ts';
import { keys } from './query-keys.ts';

/* Reading. Lists come in pages: `data.pages.flatMap((page) => page.items)`, `fetchNextPage`, `hasNextPage`. */

export function useWorkflows(query: WorkflowListQuery = {}) {
  return useInfiniteQuery({
    queryKey: keys.workflows.list(query),
    queryFn: ({ pageParam, signal }) => api.workflows.list({ ...query, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** `cut`: there are more than a choice can hold; `failed`: the rest could not be read. */
export type WorkflowChoices = { items: WorkflowSummary[]; isPending: boolean; lack: 'cut' | 'failed' | null; retry: () => void };

/** Pages of a choice: more than two thousand are searched for, not chosen from. */
const CHOICE_PAGES = 10;

/** To choose from: as many as a choice can hold, page after page, by name. */
export function useWorkflowChoices(): WorkflowChoices {
  const { data, isPending, hasNextPage, isFetching, isError, fetchNextPage, refetch } = useWorkflows({ limit: 200 });
  const full = (data?.pages.length ?? 0) >= CHOICE_PAGES;
  const more = hasNextPage && !isFetching && !isError && !full;
  useEffect(() => {
    if (more) void fetchNextPage();
  }, [more, fetchNextPage]);
  const items = useMemo(() => data?.pages.flatMap((page) => page.items).sort((a, b) => a.name.localeCompare(b.name)) ?? [], [data]);
  const lack = isError ? 'failed' : full && hasNextPage ? 'cut' : null;
  // What is there already stays, and is gone on from.
  return { items, isPending, lack, retry: () => void (data === undefined ? refetch() : fetchNextPage()) };
}

/** A workflow with its draft. The editor owns the draft while it is open, so nothing is read again by itself. */
export function useWorkflow(id: string | null) {
  return useQuery({ queryKey: keys.workflows.one(id ?? ''), queryFn: ({ signal }) => api.workflows.get(id!, signal), enabled: id !== null, refetchOnReconnect: false });
}

export function useVersions(id: string | null) {
  return useInfiniteQuery({
    queryKey: keys.workflows.versions(id ?? ''),
    queryFn: ({ pageParam, signal }) => api.workflows.versions(id!, pageParam ? { cursor: pageParam } : {}, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled: id !== null,
  });
}

/** One version; it never changes, so it is read once. */
export function useVersion(id: string | null, number: number | null) {
  return useQuery({ queryKey: keys.workflows.version(id ?? '', number ?? 0), queryFn: ({ signal }) => api.workflows.version(id!, number!, signal), enabled: id !== null && number !== null, staleTime: Infinity });
}

/** What past runs would do under the draft that the server has; null asks nothing. It is work for the server, so it is asked once for each draft. */
export function useBackTest(id: string, revision: number | null, of: number | null) {
  return useQuery({ queryKey: keys.workflows.backTest(id, revision, of), queryFn: ({ signal }) => api.workflows.backTest(id, of, signal), enabled: revision !== null, staleTime: 60_000, retry: false });
}

export function useTemplates(enabled = true) {
  return useQuery({ queryKey: keys.templates, queryFn: ({ signal }) => api.templates.list(signal), enabled, staleTime: Infinity });
}

export function useRuns(query: RunListQuery = {}, enabled = true) {
  return useInfiniteQuery({
    queryKey: keys.runs.list(query),
    queryFn: ({ pageParam, signal }) => api.runs.list({ ...query, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** How many runs a list finds, counted no further than the server does. */
export function useRunCount({ limit: _limit, cursor: _cursor, status, ...filter }: RunListQuery, enabled: boolean) {
  // A preview of any operation counts; what it counts is said by the statuses.
  return useBatchPreview('cancel', enabled ? { ...filter, status: status ?? RUN_STATUSES.join(',') } : null);
}

/** How many runs a batch would reach; it changes nothing. Null asks nothing. */
export function useBatchPreview(operation: BatchOperation, filter: BatchFilter | null) {
  return useQuery({ queryKey: keys.runs.count(operation, filter), queryFn: () => api.runs.batch({ operation, filter: filter!, preview: true }), enabled: filter !== null, staleTime: 0, select: ({ count = 0, more = false }) => ({ count, more }) });
}

export function useRun(id: string | null) {
  return useQuery({ queryKey: keys.runs.one(id ?? ''), queryFn: ({ signal }) => api.runs.brief(id!, signal), enabled: id !== null });
}

/** The definition a run is pinned to. Read once: only a move to another version brings another, and the page of the run sees that. */
export function useRunDefinition(id: string | null) {
  return useQuery({ queryKey: keys.runs.definition(id ?? ''), queryFn: ({ signal }) => api.runs.definition(id!, signal), enabled: id !== null, staleTime: Infinity });
}

/** One step with its derived input. `seq` is that of the step's last change as the caller knows it: another one reads again. */
export function useStep(id: string, path: string | null, seq: number | null) {
  return useQuery({ queryKey: keys.runs.step(id, path ?? '', seq), queryFn: ({ signal }) => api.runs.step(id, path!, signal), enabled: path !== null, placeholderData: keepPreviousData });
}

/** A value of a run with its large parts read; undefined until they are. They never change. */
export function useWholeValue(id: string, value: Json) {
  const refs = refsIn(value);
  const hashes = refs.map((ref) => ref.hash);
  const read = async (signal: AbortSignal): Promise<Json> => {
    const parts = new Map<string, Json>();
    for (const hash of hashes) parts.set(hash, await api.runs.value(id, hash, signal));
    return wholeValue(value, (ref) => parts.get(ref.hash));
  };
  const query = useQuery({ queryKey: keys.runs.values(id, hashes), queryFn: ({ signal }) => read(signal), enabled: refs.length > 0, staleTime: Infinity });
  return refs.length === 0 ? { data: value, error: null } : { data: query.data, error: query.error };
}

export function useApprovals(query: ApprovalListQuery = {}) {
  return useInfiniteQuery({
    queryKey: keys.approvals.list(query),
    queryFn: ({ pageParam, signal }) => api.approvals.list({ limit: 100, ...query, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

export function useApproval(id: string | null) {
  return useQuery({ queryKey: keys.approvals.one(id ?? ''), queryFn: ({ signal }) => api.approvals.get(id!, signal), enabled: id !== null });
}

/** How many requests are open, up to 100; kept right by the list stream. */
export function useOpenApprovalCount() {
  return useQuery({ queryKey: keys.approvals.openCount, queryFn: async ({ signal }) => (await api.approvals.list({ status: 'open', limit: 100 }, signal)).items.length, staleTime: Infinity });
}

export function useWorkers() {
  return useQuery({ queryKey: keys.workers, queryFn: ({ signal }) => api.workers.list(signal), staleTime: 0, refetchOnWindowFocus: true });
}
export function useTaskQueues() {
  return useQuery({ queryKey: keys.taskQueues, queryFn: ({ signal }) => api.taskQueues.list(signal), staleTime: 0, refetchOnWindowFocus: true });
}
export function useDeadLetters() {
  return useInfiniteQuery({
    queryKey: keys.deadLetters,
    queryFn: ({ pageParam, signal }) => api.deadLetters.list(pageParam ? { cursor: pageParam } : {}, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function useHealth() {
  return useQuery({ queryKey: keys.health, queryFn: ({ signal }) => api.system.health(signal), staleTime: 0 });
}
export function useReadiness() {
  return useQuery({ queryKey: keys.readiness, queryFn: ({ signal }) => api.system.readiness(signal), staleTime: 0, retry: false });
}

/* Writing. Every mutation fails with an ApiError. */

export function useCreateWorkflow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { definition: Definition; slug?: string } & DefinitionMeta) => api.workflows.create(body),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.workflows.lists }),
  });
}

/** Changes a draft of which only the summary is at hand: reads it, changes it, saves it under the revision that was read. */
export function useEditWorkflow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, change }: { id: string; change: (workflow: { definition: Definition; folder: string | null; tags: string[] }) => { definition: Definition } & DefinitionMeta }) => {
      const workflow = await api.workflows.get(id);
      return api.workflows.save(id, workflow.draftRevision, change(workflow));
    },
    onSuccess: (workflow, { id }) => {
      client.setQueryData(keys.workflows.one(id), workflow);
      void client.invalidateQueries({ queryKey: keys.workflows.lists });
    },
  });
}

export function useDeleteWorkflow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.workflows.remove(id),
    onSuccess: (_, id) => {
      client.removeQueries({ queryKey: keys.workflows.one(id) });
      void client.invalidateQueries({ queryKey: keys.workflows.lists });
    },
  });
}

export function usePublish(id: string) {
  const client = useQueryClient();
  return useMutation({ mutationFn: (note?: string) => api.workflows.publish(id, note), onSuccess: () => void Promise.all([keys.workflows.all, keys.triggers.all].map((queryKey) => client.invalidateQueries({ queryKey }))) });
}

export function useStartRun() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ workflow, ...body }: { workflow: string } & StartRun) => api.workflows.start(workflow, body),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.runs.lists }),
  });
}

/** The editor's test run, of a definition that is not saved. */
export function useStartDefinitionRun() {
  const client = useQueryClient();
  return useMutation({ mutationFn: api.runs.startDefinition, onSuccess: () => void client.invalidateQueries({ queryKey: keys.runs.lists }) });
}

export function useControlRun() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, verb, ...control }: { id: string; verb: ControlVerb } & Control) => api.runs.control(id, verb, control),
    onSuccess: (run) => {
      client.setQueryData<BriefRun>(keys.runs.one(run.id), run);
      void client.invalidateQueries({ queryKey: keys.runs.lists });
    },
  });
}

export function useSendSignal(id: string) {
  return useMutation({ mutationFn: ({ name, ...body }: { name: string; payload?: Json; reason?: string; by?: string }) => api.runs.signal(id, name, body) });
}

export function useDecide() {
  return useApprovalChange(({ id, ...decision }: { id: string } & Decision) => api.approvals.decide(id, decision));
}

export function useDelegate() {
  return useApprovalChange(({ id, ...delegation }: { id: string } & Delegation) => api.approvals.delegate(id, delegation));
}

function useApprovalChange<T>(change: (input: T) => Promise<Approval>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (approval: Approval) => client.setQueryData(keys.approvals.one(approval.id), approval),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.approvals.all }),
  });
}

export function useRetryDeadLetter() {
  const client = useQueryClient();
  return useMutation({ mutationFn: ({ id, ...said }: { id: string; reason?: string; by?: string }) => api.deadLetters.retry(id, said), onSettled: () => void client.invalidateQueries({ queryKey: keys.deadLetters }) });
}

export function useLimitQueue() {
  const client = useQueryClient();
  return useMutation({ mutationFn: ({ name, ...limits }: { name: string } & LimitQueue) => api.taskQueues.limit(name, limits), onSettled: () => void client.invalidateQueries({ queryKey: keys.taskQueues }) });
}

export function useUnlimitQueue() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (name: string) => api.taskQueues.unlimit(name), onSettled: () => void client.invalidateQueries({ queryKey: keys.taskQueues }) });
}

export function useDismissDeadLetter() {
  const client = useQueryClient();
  return useMutation({ mutationFn: ({ id, ...said }: { id: string; reason?: string; by?: string }) => api.deadLetters.dismiss(id, said), onSettled: () => void client.invalidateQueries({ queryKey: keys.deadLetters }) });
}

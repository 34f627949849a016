'use client';
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { BriefRun } from '@/engine/index.ts';
import type { StreamState } from './event-stream.ts';
import type { LiveRun } from './live-run.ts';
import { holdRun, openRunsOf } from './open-runs.ts';
import { pacedLive } from './paced-live.ts';
import { keys } from './query-keys.ts';
import { followRun } from './run-stream.ts';

function acquire(client: QueryClient, runId: string): () => void {
  const letGo = holdRun(client, runId, () => {
    const stream = followRun(client, runId, { known: client.getQueryData<BriefRun>(keys.runs.one(runId))?.lastSeq ?? 0 });
    stream.state.subscribe(announce);
    return stream;
  });
  announce();
  return letGo;
}

const listeners = new Set<() => void>();
function listen(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}
function announce(): void {
  for (const listener of listeners) listener();
}

/**
 * Follows a run while the component is mounted. Read what it tells with `useLiveRun` and `useStepFrames`.
 * @returns the state of the connection; `ended` once the run is over and all of it is here
 */
export function useRunStream(runId: string | null, options: { enabled?: boolean } = {}): StreamState {
  const client = useQueryClient();
  const enabled = options.enabled ?? true;
  useEffect(() => (runId !== null && enabled ? acquire(client, runId) : undefined), [client, runId, enabled]);
  return useSyncExternalStore(
    listen,
    () => (runId === null ? undefined : openRunsOf(client).get(runId)?.stream.state.getState().connection) ?? 'connecting',
    () => 'connecting',
  );
}

/** A part of a live run, chosen by `select`; the component renders again only when that part is another one. Undefined before the first event. */
export function useLiveRun<T = LiveRun>(runId: string | null, select?: (live: LiveRun) => T): T | undefined {
  return useQuery<LiveRun, Error, T>({
    queryKey: keys.runs.live(runId ?? ''),
    queryFn: () => Promise.reject(new Error('A live run is written by its stream.')),
    enabled: false,
    staleTime: Infinity,
    // States hold maps and share what did not change: identity is the comparison.
    structuralSharing: false,
    ...(select ? { select } : {}),
  }).data;
}

/** A live run as it was at most so long ago, for what stands beside the canvas: what its status becomes is seen at once. Undefined before the first event. @param rests see `pacedLive`; always the same */
export function usePacedLiveRun(runId: string | null, everyMs: number, rests: () => boolean): LiveRun | undefined {
  const client = useQueryClient();
  const paced = useMemo(() => pacedLive(client, runId, everyMs, rests), [client, runId, everyMs, rests]);
  return useSyncExternalStore(paced.subscribe, paced.read, paced.read);
}

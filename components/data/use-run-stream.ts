'use client';
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { RunState } from '@/engine/index.ts';
import type { StreamState } from './event-stream.ts';
import type { LiveRun } from './live-run.ts';
import { keys } from './query-keys.ts';
import { followRun, type RunStream } from './run-stream.ts';

/** One connection per run and page, however many components follow it. */
type Entry = { stream: RunStream; users: number; closing: ReturnType<typeof setTimeout> | null };
const open = new WeakMap<QueryClient, Map<string, Entry>>();

function streamsOf(client: QueryClient): Map<string, Entry> {
  let streams = open.get(client);
  if (!streams) open.set(client, (streams = new Map()));
  return streams;
}

function acquire(client: QueryClient, runId: string): () => void {
  const streams = streamsOf(client);
  let entry = streams.get(runId);
  if (!entry) {
    streams.set(runId, (entry = { stream: followRun(client, runId), users: 0, closing: null }));
    entry.stream.state.subscribe(announce);
  }
  if (entry.closing) clearTimeout(entry.closing);
  entry.closing = null;
  entry.users += 1;
  announce();
  const held = entry;
  return () => {
    held.users -= 1;
    // A moment's grace: React mounts twice in development, and a page may be left and entered again.
    held.closing = setTimeout(() => {
      if (held.users > 0) return;
      held.stream.close();
      streams.delete(runId);
    }, 1_000);
  };
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
 * Takes up the stream of a run that had ended and was reopened by a retry. Does nothing when nobody follows it, nor when
 * `generation` is the one that ended: then the word that it runs is only late.
 */
export function restartRunStream(client: QueryClient, runId: string, generation?: number): void {
  const entry = streamsOf(client).get(runId);
  const known = client.getQueryData<LiveRun>(keys.runs.live(runId))?.state.generation;
  if (generation !== undefined && known !== undefined && generation <= known) return;
  if (entry?.stream.state.getState().connection === 'ended') entry.stream.restart();
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
    () => (runId === null ? undefined : streamsOf(client).get(runId)?.stream.state.getState().connection) ?? 'connecting',
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

const stateOf = (live: LiveRun): RunState => live.state;
/** The folded state of a run; new for every batch of events. */
export function useRunState(runId: string | null): RunState | undefined {
  return useLiveRun(runId, stateOf);
}

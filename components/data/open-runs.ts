import type { QueryClient } from '@tanstack/react-query';
import { keys } from './query-keys.ts';
import type { LiveRun } from './live-run.ts';
import type { RunStream } from './run-stream.ts';

/** One connection per run and page, however many components follow it. */
export type OpenRun = { stream: RunStream; users: number; closing: ReturnType<typeof setTimeout> | null };
const open = new WeakMap<QueryClient, Map<string, OpenRun>>();

export function openRunsOf(client: QueryClient): Map<string, OpenRun> {
  let runs = open.get(client);
  if (!runs) open.set(client, (runs = new Map()));
  return runs;
}

/**
 * Takes up the stream of a run that had ended and was reopened by a retry. Does nothing when nobody follows it, nor when
 * `generation` is the one that ended: then the word that it runs is only late. It stands apart from what follows a run,
 * so that the frame of every page need not bring all that folds one.
 */
export function restartRunStream(client: QueryClient, runId: string, generation?: number): void {
  const run = openRunsOf(client).get(runId);
  const known = client.getQueryData<LiveRun>(keys.runs.live(runId))?.state.generation;
  if (generation !== undefined && known !== undefined && generation <= known) return;
  if (run?.stream.state.getState().connection === 'ended') run.stream.restart();
}

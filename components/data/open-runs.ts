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

/** How long a stream outlives the last one who held it: React mounts twice in development, and a page may be left and entered again. */
const GRACE_MS = 1_000;

/** Holds the stream of a run open. Whoever comes first opens it; when the last one has let go it is closed. @returns lets go */
export function holdRun(client: QueryClient, runId: string, open: () => RunStream): () => void {
  const runs = openRunsOf(client);
  let run = runs.get(runId);
  if (!run) runs.set(runId, (run = { stream: open(), users: 0, closing: null }));
  if (run.closing) clearTimeout(run.closing);
  run.closing = null;
  run.users += 1;
  const held = run;
  return () => {
    held.users -= 1;
    if (held.users > 0) return;
    held.closing = setTimeout(() => {
      held.stream.close();
      runs.delete(runId);
    }, GRACE_MS);
  };
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

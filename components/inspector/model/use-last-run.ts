'use client';
import { keepPreviousData, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { hand } from '@/components/canvas/hand.ts';
import { api } from '@/components/data/api.ts';
import { useRunDefinition } from '@/components/data/hooks.ts';
import { keys } from '@/components/data/query-keys.ts';
import { usePacedLiveRun } from '@/components/data/use-run-stream.ts';
import { definitionOf, useEditor, useEditorSetting, watchingOf } from '@/components/editor/store.ts';
import { compileDefinition, type ApiEvent, type Catalogue, type Definition, type ExpressionScope, type Plan, type RunListItem } from '@/engine/index.ts';
import { foldRun, scopeOf, valuesOf, type LastRun } from './last-run.ts';
import { NO_VALUES, type ValueOf } from './completion.ts';

const PAGE = 1_000;
/** A history longer than this is not folded in the editor; its steps can still be looked at. */
const MOST_EVENTS = 30_000;
/** So many runs are looked into for what a run of a part does not tell. */
const MOST_RUNS = 10;
const NONE: readonly LastRun[] = [];
/** Values are read, and each look at them goes through all steps: twice a second is often enough. */
const LOOK_MS = 500;
const handIsDown = (): boolean => hand.isDown;

const latest = (workflow: string) => ({ workflow, limit: MOST_RUNS });
const latestKey = (workflow: string) => [...keys.runs.list(latest(workflow)), 'latest'] as const;

/** Several may ask for the same run at once: one of them that asks no more does not take it from the others. */
async function foldOne(client: QueryClient, item: RunListItem, catalogue: Catalogue): Promise<LastRun> {
  return client.fetchQuery({
    queryKey: [...keys.runs.one(item.id), 'folded', item.lastSeq],
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const definition = await api.runs.definition(item.id, signal);
      const events: ApiEvent[] = [];
      for (let after: number | null = 0; after !== null; ) {
        const page = await api.runs.events(item.id, after, PAGE, signal);
        events.push(...page.events);
        after = page.nextAfter;
      }
      return foldRun(item.id, definition, events, catalogue);
    },
  });
}

/** The latest runs, newest first: back to the first that is of the whole workflow, which tells of every step. */
async function foldLatest(client: QueryClient, items: readonly RunListItem[], catalogue: Catalogue, signal?: AbortSignal): Promise<LastRun[]> {
  const runs: LastRun[] = [];
  for (const item of items) {
    signal?.throwIfAborted();
    if (item.lastSeq > MOST_EVENTS) break;
    const run = await foldOne(client, item, catalogue);
    runs.push(run);
    if (run.state.part === null) break;
  }
  return runs;
}

/**
 * The latest runs as they are now, for a command that cannot wait for a part of the page to be drawn.
 * The list is asked for anew: the one that is kept, or on its way, may have been made before the run that is meant came to its end.
 */
export async function readLastRuns(client: QueryClient, workflow: string, catalogue: Catalogue): Promise<LastRun[]> {
  return foldLatest(client, (await api.runs.list(latest(workflow))).items, catalogue);
}

/** The runs that results are read from, newest first; the one on the canvas comes first, as far as it is. */
export function useLastRuns(): readonly LastRun[] {
  const client = useQueryClient();
  const { workflowId, catalogue } = useEditorSetting();
  const items = useQuery({ queryKey: latestKey(workflowId), queryFn: async ({ signal }) => (await api.runs.list(latest(workflowId), signal)).items, staleTime: 5_000, retry: 1 });
  const watched = useWatchedRun();
  // The one that is watched is told by its stream: to fold it here too, with each event that the list hears of, would be work for nothing.
  const others = items.data?.filter(({ id }) => id !== watched?.id) ?? [];
  const known = others.map(({ id, lastSeq }) => `${id} ${lastSeq}`);
  const folded = useQuery<readonly LastRun[]>({
    queryKey: keys.lastResults(workflowId, known),
    enabled: known.length > 0,
    staleTime: Infinity,
    retry: 1,
    structuralSharing: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => foldLatest(client, others, catalogue, signal),
  });
  const runs = folded.data ?? NONE;
  return useMemo(() => (watched === null ? runs : [watched, ...runs.filter(({ id }) => id !== watched.id)]), [watched, runs]);
}

/** The test run that lies over the canvas, as its stream tells it. */
function useWatchedRun(): LastRun | null {
  const { catalogue } = useEditorSetting();
  const id = useEditor(watchingOf);
  const live = usePacedLiveRun(id, LOOK_MS, handIsDown);
  const { data: definition } = useRunDefinition(id);
  return useMemo(() => {
    const plan = live === undefined || live.seq === 0 || definition === undefined ? null : planOf(definition, catalogue);
    return id === null || plan === null || live === undefined || definition === undefined ? null : { id, startedAt: live.state.startedAt, definition, plan, state: live.state };
  }, [id, live, definition, catalogue]);
}

const plans = new WeakMap<Definition, Plan | null>();

/** Compiled once, however many parts of the page ask; null when it is of another build. */
function planOf(definition: Definition, catalogue: Catalogue): Plan | null {
  let plan = plans.get(definition);
  if (plan === undefined) {
    try {
      plan = compileDefinition(definition, catalogue);
    } catch {
      plan = null;
    }
    plans.set(definition, plan);
  }
  return plan;
}

export type Seen = { run: LastRun; scope: ExpressionScope } | null;

/** What expressions of a node saw in the last run, and the values for completion. */
export function useSeen(node: string | null): { seen: Seen; valueOf: ValueOf } {
  const runs = useLastRuns();
  const definition = useEditor(definitionOf);
  const seen = useMemo(() => {
    const [run, ...earlier] = runs;
    return run === undefined ? null : { run, scope: scopeOf(run, definition, node, earlier) };
  }, [runs, definition, node]);
  const valueOf = useMemo(() => (seen === null ? NO_VALUES : valuesOf(seen.scope, definition)), [seen, definition]);
  return { seen, valueOf };
}

'use client';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '@/components/data/api.ts';
import { keys } from '@/components/data/query-keys.ts';
import { definitionOf, useEditor, useEditorSetting } from '@/components/editor/store.ts';
import type { ApiEvent, ExpressionScope, RunListItem } from '@/engine/index.ts';
import { foldRun, scopeOf, valuesOf, type LastRun } from './last-run.ts';
import { NO_VALUES, type ValueOf } from './completion.ts';

const PAGE = 1_000;
/** A history longer than this is not folded in the editor; its steps can still be looked at. */
const MOST_EVENTS = 30_000;

/** The last run of the workflow that is open, if there is one. */
export function useLastRunItem(): RunListItem | null {
  const { workflowId } = useEditorSetting();
  const query = { workflow: workflowId, limit: 1 };
  const runs = useQuery({ queryKey: [...keys.runs.list(query), 'last'], queryFn: async ({ signal }) => (await api.runs.list(query, signal)).items[0] ?? null, staleTime: 5_000, retry: 1 });
  return runs.data ?? null;
}

/** The same, folded; null while there is none, it is being read, or it is too long. */
export function useLastRun(): LastRun | null {
  const { catalogue } = useEditorSetting();
  const item = useLastRunItem();
  const folded = useQuery({
    queryKey: [...keys.runs.one(item?.id ?? ''), 'folded', item?.lastSeq ?? 0],
    enabled: item !== null && item.lastSeq <= MOST_EVENTS,
    staleTime: Infinity,
    retry: 1,
    queryFn: async ({ signal }) => {
      const definition = await api.runs.definition(item!.id, signal);
      const events: ApiEvent[] = [];
      for (let after: number | null = 0; after !== null; ) {
        const page = await api.runs.events(item!.id, after, PAGE, signal);
        events.push(...page.events);
        after = page.nextAfter;
      }
      return foldRun(item!.id, definition, events, catalogue);
    },
  });
  return folded.data ?? null;
}

export type Seen = { run: LastRun; scope: ExpressionScope } | null;

/** What expressions of a node saw in the last run, and the values for completion. */
export function useSeen(node: string | null): { seen: Seen; valueOf: ValueOf } {
  const run = useLastRun();
  const definition = useEditor(definitionOf);
  const seen = useMemo(() => (run === null ? null : { run, scope: scopeOf(run, definition, node) }), [run, definition, node]);
  const valueOf = useMemo(() => (seen === null ? NO_VALUES : valuesOf(seen.scope, definition)), [seen, definition]);
  return { seen, valueOf };
}

'use client';
import { useCallback, useMemo } from 'react';
import { staleResults, type StaleReason } from '@/engine/index.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { resultOf, type LastRun } from '../../inspector/model/last-run.ts';
import { nodeById } from '../document/graph.ts';
import { definitionOf, useEditor, useEditorSetting } from '../store.ts';
import { staleWords } from './stale-words.ts';

const NO_RUNS: readonly LastRun[] = [];
const NONE: ReadonlyMap<string, StaleReason> = new Map();

/** Which results of a run the drawing would not give any more. @param runs newest first, the run among them */
export function useStale(run: LastRun | null, runs: readonly LastRun[]): ReadonlyMap<string, StaleReason> {
  const { catalogue } = useEditorSetting();
  const draft = useEditor(definitionOf);
  const of = run?.definition ?? null;
  const { part = null, pinned = null } = run?.state ?? {};
  const at = run === null ? 0 : runs.findIndex(({ id }) => id === run.id);
  // The list is another with every event of a run that is followed; what is newer than that run is not.
  const newer = useMemo(() => (at <= 0 ? NO_RUNS : runs.slice(0, at)), [runs, at]);
  return useMemo(
    () => (of === null ? NONE : staleResults({ definition: of, part, pinned }, draft, catalogue, (node) => {
      const step = resultOf(newer, node)?.step;
      return step?.status === 'completed' ? step.output : undefined;
    })),
    [of, part, pinned, draft, catalogue, newer],
  );
}

/** The sentence for a node's reason. */
export function useStaleWords(): (reason: StaleReason, of: string) => string {
  const t = useDesignT();
  const { store } = useEditorSetting();
  return useCallback((reason, of) => staleWords(reason, of, (id) => nodeById(definitionOf(store.getState()), id)?.name || id, t), [store, t]);
}

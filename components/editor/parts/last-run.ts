import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { holdsLargeValue } from '@/components/ui/large-value-of.ts';
import { catalogue, type Json } from '@/engine/index.ts';
import { resultOf } from '../../inspector/model/last-run.ts';
import { readLastRuns } from '../../inspector/model/use-last-run.ts';

/** A function that reads what a node gave in the latest run in which it ran; undefined when it gave nothing. */
export function useReadLastOutput(workflow: string): (node: string) => Promise<Json | undefined> {
  const client = useQueryClient();
  return useCallback(async (node) => {
    const runs = await readLastRuns(client, workflow, catalogue).catch(() => []);
    const step = resultOf(runs, node)?.step;
    // A large value is only told of: that is nothing to go on with.
    return step?.status === 'completed' && !holdsLargeValue(step.output) ? step.output : undefined;
  }, [client, workflow]);
}

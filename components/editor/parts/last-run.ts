import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { holdsLargeValue } from '@/components/ui/large-value-of.ts';
import type { Json, Run, StepDetail } from '@/engine/index.ts';
import { api } from '../../data/api.ts';

/** The last run of this workflow, for values to write expressions with. */
const lastRunKey = (workflow: string) => ['editor', 'last-run', workflow] as const;
const stepKey = (run: string, path: string) => ['editor', 'last-step', run, path] as const;

async function readLastRun(workflow: string): Promise<Run | null> {
  const page = await api.runs.list({ workflow, limit: 1 });
  const last = page.items[0];
  return last ? api.runs.get(last.id) : null;
}

/** The first step of a node in a run: with iterations, that of the first. Null when it never opened. */
function pathOf(run: Run, node: string): string | null {
  return run.steps.find((step) => step.node === node && step.status !== 'skipped' && step.status !== 'pending')?.path ?? null;
}

/** Reads a step of the last run now, through the same cache. */
async function readStep(client: QueryClient, workflow: string, node: string): Promise<StepDetail | null> {
  const run = await client.ensureQueryData({ queryKey: lastRunKey(workflow), queryFn: () => readLastRun(workflow) });
  const path = run && pathOf(run, node);
  return path ? client.ensureQueryData({ queryKey: stepKey(run.id, path), queryFn: () => api.runs.step(run.id, path) }) : null;
}

/** A function that reads what a node gave in the last run; undefined when it gave nothing. */
export function useReadLastOutput(workflow: string): (node: string) => Promise<Json | undefined> {
  const client = useQueryClient();
  return useCallback(async (node) => {
    const step = await readStep(client, workflow, node).catch(() => null);
    // A large value is only told of: that is nothing to go on with.
    return step?.status === 'completed' && !holdsLargeValue(step.output) ? step.output : undefined;
  }, [client, workflow]);
}

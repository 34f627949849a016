import type { WorkflowTemplate } from '@/engine/index.ts';

/** The examples that ship with Heddle. */
export async function templates(): Promise<WorkflowTemplate[]> {
  return [];
}

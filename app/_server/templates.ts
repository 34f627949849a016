import { loadExamples } from '@/examples/index.ts';
import type { WorkflowTemplate } from '@/engine/index.ts';

/** The examples that ship with Heddle, in the order of the gallery; a workflow that another one runs comes before it. */
export async function templates(): Promise<WorkflowTemplate[]> {
  const examples = await loadExamples();
  return examples.map(({ slug, definition, sampleInput, page }) => ({ slug, name: definition.name, description: definition.description ?? '', definition, sampleInput, page }));
}

import type { Definition } from '@/engine/index.ts';
import { withoutUndefined, type Outcome } from './outcome.ts';

export type WorkflowPatch = Partial<Pick<Definition, 'name' | 'description' | 'input' | 'output' | 'settings' | 'queries' | 'updates'>>;

/** Changes what the workflow says of itself. A member that is `undefined` is taken away. */
export function setWorkflow(definition: Definition, patch: WorkflowPatch): Outcome {
  const same = Object.entries(patch).every(([key, value]) => Object.is(definition[key as keyof WorkflowPatch], value));
  return { definition: same ? definition : withoutUndefined({ ...definition, ...patch } as Definition) };
}

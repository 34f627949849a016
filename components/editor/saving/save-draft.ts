import { readDefinition, type Definition, type Workflow } from '@/engine/index.ts';
import { api } from '../../data/api.ts';
import { ApiError } from '../../data/api-error.ts';
import type { SaveAnswer, Theirs } from './draft-saver.ts';

/** One save over the revision that was read, and what became of it. Never throws. @param onSaved hears what the server has now */
export async function saveDraft(id: string, definition: Definition, revision: number, onSaved: (workflow: Workflow) => void): Promise<SaveAnswer> {
  try {
    const workflow = await api.workflows.save(id, revision, { definition });
    onSaved(workflow);
    return { kind: 'saved', revision: workflow.draftRevision };
  } catch (error) {
    if (!(error instanceof ApiError)) return { kind: 'refused', error };
    if (error.isTransient) return { kind: 'unreachable' };
    const theirs = error.status === 409 ? theirsOf(error.problem?.context) : null;
    return theirs ? { kind: 'conflict', theirs } : { kind: 'refused', error };
  }
}

function theirsOf(context: Readonly<Record<string, unknown>> | undefined): Theirs | null {
  const { definition } = readDefinition(context?.['theirs']);
  const { revision, updatedAt } = context ?? {};
  return definition !== null && typeof revision === 'number' && typeof updatedAt === 'string' ? { definition, revision, updatedAt } : null;
}

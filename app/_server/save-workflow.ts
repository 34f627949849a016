import type { z } from 'zod';
import { toInstant, type Json, type saveWorkflowSchema } from '@/engine/index.ts';
import type { VersionRow, WorkflowRecord } from '@/engine/server.ts';
import { allFindings } from './composition.ts';
import { requireDefinitionSize } from './definition-size.ts';
import { requireExecutable } from './engine-problems.ts';
import { ProblemError } from './problem-error.ts';
import type { Server } from './server.ts';
import { requireWorkflow, requireWorkflowBrief, workflowNotFound } from './workflow-views.ts';

/** Saves over the revision that the caller read. @throws ProblemError workflow_not_found, body_too_large; revision_conflict with both sides */
export async function saveDraft({ workflows, engine }: Server, idOrSlug: string, revision: number, draft: z.infer<typeof saveWorkflowSchema>): Promise<WorkflowRecord> {
  requireDefinitionSize(draft.definition);
  const result = await workflows.saveDraft(idOrSlug, revision, draft, engine.now());
  if (result === null) throw workflowNotFound(idOrSlug);
  const { saved, workflow } = result;
  if (saved) return workflow;
  throw new ProblemError('revision_conflict', `The draft was changed at ${toInstant(workflow.updatedAt)}, after you read it. Look at both sides, then save over revision ${workflow.revision}.`, {
    context: { revision: workflow.revision, updatedAt: toInstant(workflow.updatedAt), theirs: workflow.draft as Json, yours: draft.definition as Json },
  });
}

/** @throws ProblemError workflow_not_found, workflow_busy */
export async function removeWorkflow(server: Server, idOrSlug: string): Promise<void> {
  const { id, name } = await requireWorkflowBrief(server, idOrSlug);
  const { removed, openRuns } = await server.workflows.remove(id);
  if (removed) server.engine.tellTriggersChanged(id);
  if (removed || openRuns === 0) return;
  throw new ProblemError('workflow_busy', `“${name}” has ${openRuns} open run${openRuns === 1 ? '' : 's'}. Wait for them, or cancel them, and delete it then.`, { context: { openRuns } });
}

/** @throws ProblemError workflow_not_found, invalid_definition */
export async function publishDraft(server: Server, idOrSlug: string, note: string): Promise<{ created: boolean; version: VersionRow }> {
  const workflow = await requireWorkflow(server, idOrSlug);
  requireExecutable(await allFindings(server, workflow.draft, workflow));
  const published = await server.workflows.publish(workflow.id, note, server.engine.now());
  if (published === null) throw workflowNotFound(idOrSlug);
  if (published.triggersChanged) server.engine.tellTriggersChanged(workflow.id);
  return published;
}

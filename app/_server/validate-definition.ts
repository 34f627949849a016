import { catalogue, checkDefinition, hasErrors, type Finding } from '@/engine/index.ts';
import { compositionOf } from './composition.ts';
import { requireDefinitionSize } from './definition-size.ts';
import type { Server } from './server.ts';
import { requireWorkflowBrief } from './workflow-views.ts';

/** Every finding of anything at all: what is no definition is told as findings too. @throws ProblemError workflow_not_found, body_too_large */
export async function validateDocument(server: Server, document: unknown, workflow: string | undefined): Promise<{ ok: boolean; findings: Finding[] }> {
  requireDefinitionSize(document);
  const owner = workflow === undefined ? null : await requireWorkflowBrief(server, workflow);
  const { definition, findings } = checkDefinition(document, catalogue);
  const all = definition === null ? findings : [...findings, ...(await compositionOf(server, definition, owner))];
  return { ok: !hasErrors(all), findings: all };
}

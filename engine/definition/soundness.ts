import type { Catalogue } from './catalogue.ts';
import { CheckContext } from './checks/context.ts';
import { stepsWithoutUndo } from './checks/sagas.ts';
import { hasErrors } from './findings.ts';
import { isFlow, levelsOf, scopesOf } from './graph.ts';
import type { Definition, Finding } from './schema.ts';

/** What can be proven of a definition from its drawing alone. */
export type Soundness = {
  /** Every scope is free of circles and every loop has a hard maximum, so every way comes to an end. */
  everyPathEnds: boolean;
  /** Joins are resolved by dead-path elimination; what waits for people or signals has an end to its waiting. */
  nothingWaitsForEver: boolean;
  /** Every step of a saga that changes something outside has its undo. True when there is no saga. */
  everySagaStepHasUndo: boolean;
  /** What is missing to say all three: why, the node it is about, and a sentence. */
  missing: { code: 'circle' | 'errors' | 'may_wait' | 'no_undo'; node: string | null; message: string }[];
};

/** @param findings those of `checkDefinition`, and of `checkComposition` where sub-workflows are known; a definition with errors proves nothing */
export function soundness(definition: Definition, catalogue: Catalogue, findings: readonly Finding[] = []): Soundness {
  const context = new CheckContext(definition, catalogue, new Set(), { nodes: [], edges: [] });
  const missing: Soundness['missing'] = [];
  const acyclic = [...scopesOf(definition).values()].every((scope) => levelsOf(scope.nodes, scope.arcs.filter(isFlow)).rest.length === 0);
  if (!acyclic) missing.push({ code: 'circle', node: null, message: 'Some steps wait for each other in a circle.' });
  if (hasErrors(findings)) missing.push({ code: 'errors', node: null, message: 'The definition has errors.' });

  const waiting = definition.nodes.filter((node) => !node.disabled && waitsWithoutEnd(context, node.id));
  for (const node of waiting) missing.push({ code: 'may_wait', node: node.id, message: `${context.label(node)} may wait for ever.` });
  const children = findings.filter(({ code }) => code === 'child_may_wait');
  for (const { node, message } of children) missing.push({ code: 'may_wait', node: node ?? null, message });
  const open = stepsWithoutUndo(context);
  for (const node of open) missing.push({ code: 'no_undo', node: node.id, message: `${context.label(node)} has no undo.` });
  const clean = acyclic && !hasErrors(findings);
  return { everyPathEnds: clean, nothingWaitsForEver: clean && waiting.length + children.length === 0, everySagaStepHasUndo: !hasErrors(findings) && open.length === 0, missing };
}

function waitsWithoutEnd(context: CheckContext, id: string): boolean {
  const node = context.nodes.get(id)!;
  const blank = (value: unknown) => value === undefined || value === null || value === '';
  if (context.kind(node) === 'approval') return blank(node.params.due);
  if (context.spec(node)?.external === true) return blank(node.timeouts?.scheduleToStart) && blank(node.timeouts?.scheduleToClose);
  return context.kind(node) === 'signal' && blank(node.params.timeout);
}

import type { Catalogue } from './catalogue.ts';
import { CheckContext } from './checks/context.ts';
import { checkEdges } from './checks/edges.ts';
import { checkFlow } from './checks/flow.ts';
import { checkNodes } from './checks/nodes.ts';
import { checkExpressions } from './checks/references.ts';
import { checkSagas } from './checks/sagas.ts';
import { checkSchemas } from './checks/schemas.ts';
import { readShape } from './checks/shape.ts';
import { checkKinds, checkStructure } from './checks/structure.ts';
import { LIMITS, type Definition, type Finding } from './schema.ts';
import { upgradeDefinition } from './upgrade.ts';

export type CheckedDefinition = {
  /** The document as it was read, in the current format; null when its shape is wrong somewhere. */
  definition: Definition | null;
  /** Every finding at once, in the order of the document's parts. */
  findings: Finding[];
};

/**
 * Checks a document from its shape to the last reference, and reports everything at once. Errors stop publishing and
 * running; warnings do not. It never throws for what it is given.
 */
export function checkDefinition(document: unknown, catalogue: Catalogue): CheckedDefinition {
  const upgraded = upgradeDefinition(document);
  if (!upgraded.ok) return refuse('unsupported_format', upgraded.message, '/heddle');
  const size = sizeOf(upgraded.document);
  if (size === null) return refuse('not_json', 'A definition is JSON: it cannot contain itself.', '');
  if (size > LIMITS.definitionBytes) return refuse('too_large', `A definition has at most ${LIMITS.definitionBytes} bytes; this one has ${size}.`, '');
  const shape = readShape(upgraded.document);
  if (shape.readable === null) return { definition: null, findings: shape.findings };

  const context = new CheckContext(shape.readable, catalogue, shape.unreadable, shape.places);
  context.findings.push(...shape.findings);
  checkStructure(context);
  checkNodes(context, checkKinds(context));
  checkEdges(context);
  const flow = checkFlow(context);
  checkSagas(context);
  checkSchemas(context);
  checkExpressions(context, flow);
  return { definition: shape.findings.length === 0 ? shape.readable : null, findings: context.findings };
}

function refuse(code: string, message: string, pointer: string): CheckedDefinition {
  return { definition: null, findings: [{ severity: 'error', code, message, pointer }] };
}

/** Bytes as JSON, roughly (UTF-16 units count as one); null when it cannot be written. */
function sizeOf(document: unknown): number | null {
  try {
    return JSON.stringify(document)?.length ?? 0;
  } catch {
    return null;
  }
}

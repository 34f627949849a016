import { z } from 'zod';
import { readShape } from './checks/shape.ts';
import { definitionSchema, type Definition, type Finding } from './schema.ts';
import { upgradeDefinition, type UpgradeSteps } from './upgrade.ts';

/**
 * Reads a stored or imported document as a draft: older formats are brought to the current one, the shape must be right,
 * and what only an executable definition must keep is not asked.
 */
export function readDefinition(document: unknown, steps?: UpgradeSteps): { definition: Definition | null; findings: Finding[]; upgradedFrom: number | null } {
  const upgraded = upgradeDefinition(document, steps);
  if (!upgraded.ok) return { definition: null, findings: [{ severity: 'error', code: 'unsupported_format', message: upgraded.message, pointer: '/heddle' }], upgradedFrom: null };
  const shape = readShape(upgraded.document);
  return { definition: shape.findings.length === 0 ? shape.readable : null, findings: shape.findings, upgradedFrom: upgraded.upgradedFrom };
}

/** @see documentSchema */
export function documentSchemaOf(steps?: UpgradeSteps) {
  return z.preprocess((document, context) => {
    const upgraded = upgradeDefinition(document, steps);
    if (upgraded.ok) return upgraded.document;
    context.addIssue({ code: 'custom', path: ['heddle'], message: upgraded.message, input: document });
    return z.NEVER;
  }, definitionSchema);
}

/** The same where a document comes in and must be one: from a request, from the database, from a file. */
export const documentSchema = documentSchemaOf();

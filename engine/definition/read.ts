import { readShape } from './checks/shape.ts';
import type { Definition, Finding } from './schema.ts';
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

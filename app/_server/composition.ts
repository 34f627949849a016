import { catalogue, checkComposition, partKey, partsOf, type Definition, type Finding, type Part, type PartReference } from '@/engine/index.ts';
import { requireExecutable } from './engine-problems.ts';
import { findingsOf } from './findings.ts';
import type { Server } from './server.ts';

/** Sub-workflows that are looked into, at all depths together; what lies beyond is found out when it runs. */
const MOST_PARTS = 200;

type Owner = { id: string; slug: string };

/**
 * What the sub-workflows of a definition say to it.
 * @param owner whose draft or version it is: it is a sub-workflow of its own that need not be published
 */
export async function compositionOf(server: Pick<Server, 'engine' | 'workflows'>, definition: Definition, owner: Owner | null): Promise<Finding[]> {
  const parts = new Map<string, Part>();
  for (const workflow of owner === null ? [] : [owner.id, owner.slug]) parts.set(partKey({ workflow, version: null }), { status: 'found', name: definition.name, definition });
  let wanted = partsOf(definition, catalogue);
  while (wanted.length > 0) {
    const fresh = new Map(wanted.map((reference) => [partKey(reference), reference]));
    for (const key of parts.keys()) fresh.delete(key);
    const asked = [...fresh].slice(0, MOST_PARTS - parts.size);
    const found = await Promise.all(asked.map(async ([key, reference]) => [key, await findPart(server, reference)] as const));
    for (const [key, part] of found) parts.set(key, part);
    wanted = found.flatMap(([, part]) => (part.status === 'found' ? partsOf(part.definition, catalogue) : []));
  }
  return checkComposition(definition, catalogue, parts);
}

async function findPart({ engine, workflows }: Pick<Server, 'engine' | 'workflows'>, { workflow, version }: PartReference): Promise<Part> {
  const row = await engine.findWorkflow(workflow);
  if (row === null) return { status: 'missing' };
  if (row.latestVersion === null) return { status: 'unpublished', name: row.name };
  const definition = await workflows.definitionOf(row.id, version ?? row.latestVersion);
  return definition === null ? { status: 'no-version', name: row.name, latest: row.latestVersion } : { status: 'found', name: row.name, definition };
}

/** Everything that can be said of a definition before it runs. */
export async function allFindings(server: Pick<Server, 'engine' | 'workflows'>, definition: Definition, owner: Owner | null): Promise<Finding[]> {
  return [...findingsOf(definition), ...(await compositionOf(server, definition, owner))];
}

/** @throws ProblemError invalid_definition when a sub-workflow is missing, without a version or cannot run */
export async function requireParts(server: Pick<Server, 'engine' | 'workflows'>, definition: Definition, owner: Owner | null, prefix = ''): Promise<void> {
  const findings = await compositionOf(server, definition, owner);
  // A draft may name what will be published; a run needs it now.
  requireExecutable(findings.map((finding) => (finding.code === 'child_unpublished' ? { ...finding, severity: 'error' } : finding)), prefix);
}

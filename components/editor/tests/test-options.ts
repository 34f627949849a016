import { isBoolean, useStored } from '../../ui/use-stored.ts';
import type { Catalogue, Definition, Json, NodeDefinition } from '@/engine/index.ts';
import { branchesOf } from '../../canvas/branches.ts';

/** How a person tests a workflow, kept in this browser: what is waited for, and what approvals are taken to say. */
export type TestOptions = { skipWaits: boolean; decide: Readonly<Record<string, string>> };
const ASK_ALL: TestOptions = { skipWaits: false, decide: {} };

function isOptions(value: unknown): value is TestOptions {
  return typeof value === 'object' && value !== null && 'skipWaits' in value && isBoolean(value.skipWaits) && 'decide' in value && typeof value.decide === 'object' && value.decide !== null && Object.values(value.decide).every((outcome) => typeof outcome === 'string');
}

export function useTestOptions(workflow: string): [TestOptions, (next: TestOptions) => void] {
  return useStored(`test-options.${workflow}`, ASK_ALL, isOptions);
}

/** An input that was kept, with the start it enters by where there are several. */
export type KeptInput = { input: Json; entry?: string };
const isKept = (value: unknown): value is KeptInput | null => value === null || (typeof value === 'object' && 'input' in value);

export function useTestInput(workflow: string): [KeptInput | null, (next: KeptInput) => void] {
  return useStored<KeptInput | null>(`test-input.${workflow}`, null, isKept);
}

export function approvalsOf(definition: Definition, catalogue: Catalogue): NodeDefinition[] {
  return definition.nodes.filter((node) => catalogue.get(node.type)?.kind === 'approval' && !node.disabled);
}

export function outcomesOf(node: NodeDefinition, catalogue: Catalogue): string[] {
  return branchesOf(node, catalogue.get(node.type)).filter((branch) => branch !== 'error');
}

export function hasWaits(definition: Definition, catalogue: Catalogue): boolean {
  return definition.nodes.some((node) => catalogue.get(node.type)?.kind === 'wait' && !node.disabled);
}

/** What was kept, as far as the drawing still has it. */
export function optionsFor(kept: TestOptions, definition: Definition, catalogue: Catalogue): TestOptions {
  const decide = Object.fromEntries(approvalsOf(definition, catalogue).flatMap((node) => {
    const outcome = kept.decide[node.id];
    return outcome !== undefined && outcomesOf(node, catalogue).includes(outcome) ? [[node.id, outcome]] : [];
  }));
  return { skipWaits: kept.skipWaits && hasWaits(definition, catalogue), decide };
}

import type { Definition, Finding } from '@/engine/index.ts';
import type { Language } from './language.ts';
import { FINDINGS_ZH } from './messages/findings.ts';

/** What a person reads of a finding: what is wrong, and what to do when that is not in it. */
export type FindingWords = { message: string; fix: string | null };

/** @param name of the step it is about, as people see it */
export function findingWords(finding: Pick<Finding, 'code' | 'message' | 'fix'>, name: string, language: Language): FindingWords {
  const text = language === 'zh' ? FINDINGS_ZH[finding.code] : undefined;
  if (text === undefined) return { message: finding.message, fix: finding.fix ?? null };
  return { message: text.replace('{node}', () => name).replace('{message}', () => finding.message), fix: null };
}

/** The step that a finding is about: its own, or the one its edge leaves. */
export function nodeOfFinding(finding: Finding, definition: Pick<Definition, 'nodes' | 'edges'>): Definition['nodes'][number] | undefined {
  const id = finding.node ?? (finding.edge === undefined ? undefined : definition.edges.find((edge) => edge.id === finding.edge)?.source);
  return id === undefined ? undefined : definition.nodes.find((node) => node.id === id);
}

import { createContext, useContext, useDeferredValue, useMemo } from 'react';
import { definitionOf, useEditor, useEditorSetting } from '@/components/editor/store.ts';
import { checkDefinition, type Finding } from '@/engine/index.ts';

/** What validation found of the draft, when the page computes it anyway; else the inspector does. */
export const FindingsContext = createContext<readonly Finding[] | null>(null);

/** A finding seen from its node or from the workflow: `at` is the pointer below it, `/params/url` say. */
export type LocalFinding = Finding & { at: string };

const NONE: readonly LocalFinding[] = [];

function useFindings(): readonly Finding[] {
  const { catalogue } = useEditorSetting();
  const given = useContext(FindingsContext);
  const definition = useDeferredValue(useEditor(definitionOf));
  return useMemo(() => given ?? checkDefinition(definition, catalogue).findings, [given, definition, catalogue]);
}

/** Findings of one node; of what is no node's and no edge's when `node` is null. */
export function useFindingsOf(node: string | null): readonly LocalFinding[] {
  const all = useFindings();
  return useMemo(() => (all.length === 0 ? NONE : localFindings(all, node)), [all, node]);
}

export function useEdgeFindings(edge: string): readonly LocalFinding[] {
  const all = useFindings();
  return useMemo(() => all.filter((finding) => finding.edge === edge).map((finding) => ({ ...finding, at: finding.pointer })), [all, edge]);
}

export function localFindings(all: readonly Finding[], node: string | null): LocalFinding[] {
  return all.flatMap((finding) => {
    if (node === null) return finding.node === undefined && finding.edge === undefined ? [{ ...finding, at: finding.pointer }] : [];
    return finding.node === node ? [{ ...finding, at: finding.pointer.replace(/^\/nodes\/\d+/, '') }] : [];
  });
}

/** Findings that belong to the field at a pointer, or to something in it. */
export function findingsAt(findings: readonly LocalFinding[], pointer: string): readonly LocalFinding[] {
  if (findings.length === 0) return NONE;
  const found = findings.filter(({ at }) => at === pointer || at.startsWith(`${pointer}/`));
  return found.length === 0 ? NONE : found;
}

'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { partsOf, type Catalogue, type Definition, type Finding } from '@/engine/index.ts';
import { api } from '../../data/api.ts';
import { keys } from '../../data/query-keys.ts';

const NONE: readonly Finding[] = [];

/** What the server is asked about: the steps that start workflows, and nothing else of the document. Null when there are none. */
export function composedPart(definition: Definition, catalogue: Catalogue): Definition | null {
  if (partsOf(definition, catalogue).length === 0) return null;
  const nodes = definition.nodes.filter((node) => catalogue.get(node.type)?.kind === 'child').map(({ id, type, typeVersion, name, params, disabled }) => ({ id, type, typeVersion, name, params, position: { x: 0, y: 0 }, ...(disabled ? { disabled } : {}) }));
  return { heddle: 1, name: definition.name, nodes, edges: [] };
}

/**
 * What the sub-workflows of a draft say to it, which only the server knows. Asked when a step that starts one changes, and
 * when the window is come back to: what was wrong may have been mended in another.
 */
export function useComposition(part: Definition | null, workflow: string): readonly Finding[] {
  const said = JSON.stringify(part);
  const { data } = useQuery({
    queryKey: keys.composition(workflow, said),
    queryFn: ({ signal }) => api.definitions.validate(part, workflow, signal),
    enabled: part !== null,
    staleTime: 0,
    refetchOnWindowFocus: true,
    placeholderData: keepPreviousData,
  });
  const asked = part !== null;
  return useMemo(() => (asked && data ? data.findings.filter(({ code }) => code.startsWith('child_')) : NONE), [asked, data]);
}

/** Findings of steps that are still there, at their place in the document. */
export function placed(findings: readonly Finding[], definition: Definition): Finding[] {
  return findings.flatMap((finding) => {
    const index = definition.nodes.findIndex(({ id }) => id === finding.node);
    return index === -1 ? [] : [{ ...finding, pointer: finding.pointer.replace(/^\/nodes\/\d+/, `/nodes/${index}`) }];
  });
}

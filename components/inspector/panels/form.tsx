'use client';
import { useMemo, type ReactNode } from 'react';
import { definitionOf, useEditor, useEditorSetting } from '@/components/editor/store.ts';
import { FieldContext } from '../fields/field-context.ts';
import type { LocalFinding } from '../model/findings.ts';
import { sightOf } from '../model/sight.ts';
import { useSeen } from '../model/use-last-run.ts';

/** Gives the fields of one node, or of the workflow, what they share. */
export function Form({ node, findings, children }: { node: string | null; findings: readonly LocalFinding[]; children: ReactNode }) {
  const { catalogue, readOnly } = useEditorSetting();
  const definition = useEditor(definitionOf);
  const sight = useMemo(() => sightOf(definition, catalogue, node), [definition, catalogue, node]);
  const { seen, valueOf } = useSeen(node);
  const setting = useMemo(() => ({ scope: node ?? 'workflow', readOnly, sight, seen, valueOf, findings }), [node, readOnly, sight, seen, valueOf, findings]);
  return <FieldContext value={setting}>{children}</FieldContext>;
}


'use client';
import { useEffect, useState } from 'react';
import { checkDefinition, soundness, type Catalogue, type Definition, type Finding, type Soundness } from '@/engine/index.ts';
import { KeyedStore } from '../../canvas/keyed-store.ts';
import type { NodeMarks } from '../../canvas/overlay.ts';
import { findingWords, nodeOfFinding } from '../../i18n/finding-words.ts';
import type { Language } from '../../i18n/language.ts';
import { useLanguage } from '../../i18n/use-t.tsx';
import { definitionOf, type EditorStore } from '../store.ts';
import { composedPart, placed, useComposition } from './use-composition.ts';

export type Checks = { findings: readonly Finding[]; errors: readonly Finding[]; warnings: readonly Finding[]; proof: Soundness; /** Nothing is known of the document yet. */ pending?: true };

/** Up to so many nodes a document is checked before it is first shown; a larger one is drawn first. */
const AT_ONCE = 200;
const UNKNOWN: Checks = { findings: [], errors: [], warnings: [], proof: { everyPathEnds: false, nothingWaitsForEver: false, everySagaStepHasUndo: false, missing: [] }, pending: true };
const NONE: readonly Finding[] = [];

/** Checks right after a pause in drawing: a check walks the whole document, and nobody reads findings while dragging. */
const PAUSE_MS = 180;

/** What is wrong with the document, kept up to date. Marks go to the canvas one node at a time. */
export function useChecks(store: EditorStore, catalogue: Catalogue, workflow: string): { checks: Checks; marks: KeyedStore<NodeMarks> } {
  const [marks] = useState(() => new KeyedStore<NodeMarks>());
  const language = useLanguage();
  const [first] = useState(() => {
    const definition = definitionOf(store.getState());
    return { definition, checks: definition.nodes.length > AT_ONCE ? UNKNOWN : check(definition, catalogue) };
  });
  const [checks, setChecks] = useState(first.checks);
  const [composed, setComposed] = useState(() => composedPart(definitionOf(store.getState()), catalogue));
  const composition = useComposition(composed, workflow);

  useEffect(() => {
    let checked: Definition | null = null;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const run = (): void => {
      timer = null;
      checked = definitionOf(store.getState());
      const known = checked === first.definition && composition.length === 0 && !first.checks.pending;
      const next = known ? first.checks : check(checked, catalogue, composition);
      setComposed(composedPart(checked, catalogue));
      marks.replace(marksOf(next.findings, checked, language), (left, right) => left.errors === right.errors && left.warnings === right.warnings && left.first === right.first);
      setChecks(next);
    };
    // The document is painted before it is looked through.
    if (first.checks.pending) timer = setTimeout(run, PAUSE_MS);
    else run();
    const stop = store.subscribe((state) => {
      if (definitionOf(state) === checked) return;
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(run, PAUSE_MS);
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [store, catalogue, marks, language, composition, first]);

  return { checks, marks };
}

/** One check, now. @param composition what the sub-workflows say to the document */
export function check(definition: Definition, catalogue: Catalogue, composition: readonly Finding[] = NONE): Checks {
  const findings = [...checkDefinition(definition, catalogue).findings, ...placed(composition, definition)];
  const of = (severity: Finding['severity']): Finding[] => findings.filter((finding) => finding.severity === severity);
  return { findings, errors: of('error'), warnings: of('warning'), proof: soundness(definition, catalogue, findings) };
}

function marksOf(findings: readonly Finding[], definition: Definition, language: Language): Map<string, NodeMarks> {
  const marks = new Map<string, NodeMarks>();
  const firstWords = (finding: Finding): string => {
    const node = nodeOfFinding(finding, definition);
    return findingWords(finding, node?.name || (node?.id ?? ''), language, node?.type).message;
  };
  for (const finding of findings) {
    if (finding.node === undefined) continue;
    const mark = marks.get(finding.node) ?? { errors: 0, warnings: 0, first: firstWords(finding) };
    marks.set(finding.node, { ...mark, errors: mark.errors + Number(finding.severity === 'error'), warnings: mark.warnings + Number(finding.severity === 'warning') });
  }
  return marks;
}

'use client';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { Finding } from '@/engine/index.ts';
import { findingWords, nodeOfFinding } from '../../i18n/finding-words.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { useLanguage } from '../../i18n/use-t.tsx';
import { nodeById } from '../document/graph.ts';
import { useKit } from '../kit.ts';
import { reveal } from '../parts/reveal.ts';
import { definitionOf, useEditor } from '../store.ts';

/** Findings, errors first. A press goes to the step and to the field. @param onGo is told, so that a dialog can make way */
export function FindingList({ findings, onGo, limit = 200 }: { findings: readonly Finding[]; onGo?: () => void; limit?: number }) {
  const t = useDesignT();
  const kit = useKit();
  const language = useLanguage();
  const definition = useEditor(definitionOf);
  const sorted = [...findings].sort((left, right) => Number(left.severity === 'warning') - Number(right.severity === 'warning'));
  const go = (finding: Finding): void => {
    onGo?.();
    const state = kit.state();
    const edge = finding.edge === undefined ? undefined : definition.edges.find((one) => one.id === finding.edge);
    const node = finding.node ?? edge?.source;
    if (node !== undefined && nodeById(definition, node)) reveal(kit, node, finding.pointer);
    else state.lookAt(null, finding.pointer);
    if (edge && finding.node === undefined) state.select([edge.id]);
    else if (node === undefined) state.select([]);
    kit.openInspector();
  };
  return (
    <ul className="divide-y divide-line">
      {sorted.slice(0, limit).map((finding, index) => {
        const node = nodeOfFinding(finding, definition);
        const name = node ? node.name || node.id : t('designer.ofWorkflow');
        const words = findingWords(finding, name, language, node?.type);
        return (
          <li key={`${finding.pointer}-${finding.code}-${index}`}>
            <button type="button" onClick={() => go(finding)} className="flex w-full items-start gap-2.5 px-3.5 py-2 text-left outline-offset-[-2px] hover:bg-hover" data-testid="finding" data-severity={finding.severity}>
              {finding.severity === 'error' ? <CircleAlert className="mt-0.5 size-4 shrink-0 text-bad" aria-label={t('designer.errors', { count: 1 })} /> : <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warn" aria-label={t('designer.warnings', { count: 1 })} />}
              <span className="min-w-0 flex-1">
                <span className="block break-words">{words.message}</span>
                <span className="block break-words text-xs text-ink-3">
                  {name}
                  {words.fix && ` · ${words.fix}`}
                </span>
              </span>
            </button>
          </li>
        );
      })}
      {sorted.length > limit && <li className="px-3.5 py-2 text-ink-3">+ {sorted.length - limit}</li>}
    </ul>
  );
}

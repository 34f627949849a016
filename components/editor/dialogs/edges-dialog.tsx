'use client';
import { Command } from 'cmdk';
import { ArrowLeft, ArrowRight, Undo2 } from 'lucide-react';
import { useNodeTexts } from '../../canvas/node-texts.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { edgesOf, UNDO, type NearEdge } from '../commands/wires.ts';
import { nodeById } from '../document/graph.ts';
import { useKit } from '../kit.ts';
import { definitionOf, useEditor } from '../store.ts';
import { ChoiceDialog } from './choice-dialog.tsx';

const WAYS = [['out', 'gestures.edgesOut'], ['in', 'gestures.edgesIn']] as const;

/** The edges of a step, to go to one, or to insert a step on it. */
export function EdgesDialog({ node, insert, onClose }: { node: string; insert: boolean; onClose: () => void }) {
  const t = useDesignT();
  const kit = useKit();
  const definition = useEditor(definitionOf);
  const edges = edgesOf(definition, kit.catalogue, node).filter((edge) => edge.flow || !insert);
  const title = t(insert ? 'gestures.insertAt' : 'gestures.edgeOf', { name: nodeById(definition, node)?.name || node });
  const choose = (edge: string): void => {
    if (insert) return kit.state().open({ kind: 'palette', purpose: { kind: 'insert', edge } });
    onClose();
    kit.state().lookAt(edge);
  };
  return (
    <ChoiceDialog title={title} none={t('gestures.edgesNone')} onClose={onClose}>
      {WAYS.map(([way, heading]) => {
        const some = edges.filter((edge) => edge.way === way);
        return some.length > 0 && (
          <Command.Group key={way} heading={t(heading)} className="he-group">
            {some.map((edge) => <EdgeItem key={edge.id} edge={edge} onChoose={choose} />)}
          </Command.Group>
        );
      })}
    </ChoiceDialog>
  );
}

function EdgeItem({ edge, onChoose }: { edge: NearEdge; onChoose: (edge: string) => void }) {
  const t = useDesignT();
  const kit = useKit();
  const texts = useNodeTexts();
  const other = nodeById(useEditor(definitionOf), edge.other);
  const type = texts(`node.${other?.type}.label`, kit.catalogue.get(other?.type ?? '')?.face.label ?? other?.type ?? '');
  const branch = edge.branch === UNDO ? t('designer.connectUndo') : texts(`branch.${edge.branch}`, edge.branch);
  const Icon = edge.flow ? (edge.way === 'out' ? ArrowRight : ArrowLeft) : Undo2;
  return (
    <Command.Item value={edge.id} data-testid={`edge-${edge.way}-${edge.branch}-${edge.other}`} keywords={[other?.name ?? '', edge.other, type, branch]} onSelect={() => onChoose(edge.id)} className="he-item min-h-8">
      <span className={edge.flow ? 'text-ink-3' : 'text-undo'}><Icon size={15} aria-hidden /></span>
      <span className="min-w-0 flex-1 truncate">{other?.name || type}</span>
      <span className="truncate text-xs text-ink-3">{branch}</span>
    </Command.Item>
  );
}

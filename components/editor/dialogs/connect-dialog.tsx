'use client';
import { Command } from 'cmdk';
import { Unplug } from 'lucide-react';
import { useState } from 'react';
import { FaceIcon } from '../../canvas/icon.tsx';
import { useNodeTexts } from '../../canvas/node-texts.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { connect } from '../commands/connect.ts';
import { remove } from '../commands/remove.ts';
import { UNDO, wiresOf, type Wire } from '../commands/wires.ts';
import { nodeById } from '../document/graph.ts';
import { useKit } from '../kit.ts';
import { definitionOf, useEditor } from '../store.ts';
import { ChoiceDialog } from './choice-dialog.tsx';
import { everyWord } from './every-word.ts';

/** So many are listed at a time; a search looks through all of them. */
const MOST = 200;

/** Edges by keyboard: the branches of a step with the steps that each may lead to, and the edges that are there. */
export function ConnectDialog({ source, onClose }: { source: string; onClose: () => void }) {
  const t = useDesignT();
  const kit = useKit();
  const texts = useNodeTexts();
  const definition = useEditor(definitionOf);
  const from = nodeById(definition, source);
  const wires = wiresOf(definition, kit.catalogue, source);
  const [search, setSearch] = useState('');
  const branchName = (branch: string): string => (branch === UNDO ? t('designer.connectUndo') : texts(`branch.${branch}`, branch));
  const byId = new Map(definition.nodes.map((node) => [node.id, node]));
  const wordsOf = ({ target, branch }: Wire): string[] => {
    const node = byId.get(target);
    return [node?.name ?? '', target, texts(`node.${node?.type}.label`, kit.catalogue.get(node?.type ?? '')?.face.label ?? node?.type ?? ''), branchName(branch)];
  };
  const drawable = wires.filter((wire) => wire.kind === 'draw' && everyWord(wordsOf(wire).join(' '), search) > 0).slice(0, MOST);
  const groups = [...new Set(drawable.map(({ branch }) => branch))].map((branch) => [branch, drawable.filter((wire) => wire.branch === branch)] as const);
  const cuts = wires.filter(({ kind }) => kind === 'cut');
  const title = t('designer.connectFrom', { name: from?.name || source });
  const choose = (wire: Wire): void => {
    kit.state().do(wire.kind === 'draw' ? 'editor.cmdConnect' : 'editor.cmdDelete', (input) => (wire.kind === 'draw' ? connect(input, kit.catalogue, wire.edge) : remove(input, kit.catalogue, [wire.edge])));
    kit.state().select([wire.kind === 'draw' ? wire.target : source]);
    onClose();
  };
  return (
    <ChoiceDialog title={title} none={t('designer.connectNone')} search={search} onSearch={setSearch} onClose={onClose}>
      {groups.map(([branch, some]) => (
        <Command.Group key={branch} heading={t('designer.connectBranch', { branch: branchName(branch) })} className="he-group">
          {some.map((wire) => <WireItem key={wire.target} wire={wire} words={[branchName(branch)]} onChoose={choose} />)}
        </Command.Group>
      ))}
      {cuts.length > 0 && (
        <Command.Group heading={t('designer.connectCut')} className="he-group">
          {cuts.map((wire) => <WireItem key={String(wire.edge)} wire={wire} words={[t('designer.connectCut'), branchName(wire.branch)]} onChoose={choose} />)}
        </Command.Group>
      )}
    </ChoiceDialog>
  );
}

function WireItem({ wire, words, onChoose }: { wire: Wire; words: readonly string[]; onChoose: (wire: Wire) => void }) {
  const kit = useKit();
  const texts = useNodeTexts();
  const node = nodeById(useEditor(definitionOf), wire.target);
  const spec = node && kit.catalogue.get(node.type);
  const type = texts(`node.${node?.type}.label`, spec?.face.label ?? node?.type ?? '');
  const key = wire.kind === 'draw' ? `${wire.branch}-${wire.target}` : wire.edge;
  return (
    <Command.Item value={`${wire.kind}-${key}`} data-testid={`wire-${wire.kind}-${wire.branch}-${wire.target}`} keywords={[node?.name ?? '', wire.target, type, ...words]} data-family={spec?.face.family} onSelect={() => onChoose(wire)} className="he-item min-h-8">
      <span className="text-(--family)">{wire.kind === 'cut' ? <Unplug size={15} aria-hidden /> : <FaceIcon name={spec?.face.icon ?? 'box'} size={15} />}</span>
      <span className="min-w-0 flex-1 truncate">{node?.name || type}</span>
      <span className="truncate text-xs text-ink-3">{wire.kind === 'cut' ? words.at(-1) : type}</span>
    </Command.Item>
  );
}

/* oxlint-disable jsx-a11y/no-autofocus -- it is opened by a key, to be written in at once */
'use client';
import { Command } from 'cmdk';
import { Unplug } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
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
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Radix.Content aria-describedby={undefined} onCloseAutoFocus={(event) => event.preventDefault()} className="fixed inset-x-0 top-[12dvh] z-40 mx-auto w-[calc(100%-24px)] max-w-[600px] animate-in overflow-hidden rounded-xl border border-line bg-surface shadow-float outline-none">
          <Radix.Title className="sr-only">{title}</Radix.Title>
          <Command label={title} loop vimBindings={false} filter={(value, search, keywords) => everyWord(keywords?.join(' ') ?? value, search)} className="flex max-h-[62dvh] flex-col">
            <Command.Input autoFocus value={search} onValueChange={setSearch} placeholder={title} aria-label={title} className="h-12 w-full shrink-0 border-b border-line bg-transparent px-4 text-md outline-none" />
            <Command.List label={title} className="min-h-0 flex-1 overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-8 text-center text-ink-2">{t('designer.connectNone')}</Command.Empty>
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
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
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

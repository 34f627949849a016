/* oxlint-disable jsx-a11y/no-autofocus -- it is opened by a key or a press, to be written in at once */
'use client';
import { Command } from 'cmdk';
import { Dialog as Radix } from 'radix-ui';
import { useState } from 'react';
import type { NodeDefinition } from '@/engine/index.ts';
import { FaceIcon } from '../../canvas/icon.tsx';
import { useNodeTexts } from '../../canvas/node-texts.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { COMMANDS, isEnabled } from '../keyboard/registry.ts';
import { useKit } from '../kit.ts';
import { reveal } from '../parts/reveal.ts';
import { definitionOf, useEditor } from '../store.ts';
import { everyWord } from './every-word.ts';
import { GROUPS, shown } from './help-dialog.tsx';

/** So many steps are listed at a time; a search looks through all of them. */
const MOST = 100;

/** Everything that can be done now, and every step to go to, by a few letters. */
export function CommandDialog({ onClose }: { onClose: () => void }) {
  const t = useDesignT();
  const kit = useKit();
  const texts = useNodeTexts();
  const definition = useEditor(definitionOf);
  const [search, setSearch] = useState('');
  const typeOf = (node: NodeDefinition): string => texts(`node.${node.type}.label`, kit.catalogue.get(node.type)?.face.label ?? node.type);
  const found = definition.nodes.filter((node) => everyWord([node.name, node.id, typeOf(node)].join(' '), search) > 0);
  // The palette makes way first, so that what a command opens is not closed with it.
  const then = (act: () => void) => (): void => {
    onClose();
    requestAnimationFrame(act);
  };
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Radix.Content aria-describedby={undefined} onCloseAutoFocus={(event) => event.preventDefault()} className="fixed inset-x-0 top-[12dvh] z-40 mx-auto w-[calc(100%-24px)] max-w-[600px] animate-in overflow-hidden rounded-xl border border-line bg-surface shadow-float outline-none">
          <Radix.Title className="sr-only">{t('editor.cmdPalette')}</Radix.Title>
          <Command label={t('designer.searchCommands')} loop vimBindings={false} filter={(value, search, keywords) => everyWord(keywords?.join(' ') ?? value, search)} className="flex max-h-[62dvh] flex-col">
            <Command.Input autoFocus value={search} onValueChange={setSearch} placeholder={t('designer.searchCommands')} aria-label={t('designer.searchCommands')} className="h-12 w-full shrink-0 border-b border-line bg-transparent px-4 text-md outline-none" />
            <Command.List label={t('editor.cmdPalette')} className="min-h-0 flex-1 overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-8 text-center text-ink-2">{t('designer.noCommands')}</Command.Empty>
              {GROUPS.map(([group, label]) => {
                const commands = COMMANDS.filter((command) => command.group === group && !command.hidden && isEnabled(command, kit));
                if (commands.length === 0) return null;
                return (
                  <Command.Group key={group} heading={t(label)} className="he-group">
                    {commands.map((command) => {
                      const name = t(command.label as 'editor.cmdRun');
                      return (
                        <Command.Item key={command.id} value={`command-${command.id}`} keywords={[name, command.id, t(label)]} onSelect={then(() => command.run(kit))} className="he-item min-h-8">
                          <span className="min-w-0 flex-1 truncate">{name}</span>
                          {command.keys[0] && <Kbd keys={shown(command.keys[0])} />}
                        </Command.Item>
                      );
                    })}
                  </Command.Group>
                );
              })}
              <Command.Group heading={t('designer.goTo')} className="he-group">
                {found.slice(0, MOST).map((node) => {
                  const spec = kit.catalogue.get(node.type);
                  const type = typeOf(node);
                  return (
                    <Command.Item key={node.id} value={`node-${node.id}`} keywords={[node.name, node.id, type]} data-family={spec?.face.family} onSelect={then(() => reveal(kit.state(), node.id))} className="he-item min-h-8">
                      <span className="text-(--family)"><FaceIcon name={spec?.face.icon ?? 'box'} size={15} /></span>
                      <span className="min-w-0 flex-1 truncate">{node.name || type}</span>
                      <span className="truncate text-xs text-ink-3">{type}</span>
                    </Command.Item>
                  );
                })}
              </Command.Group>
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

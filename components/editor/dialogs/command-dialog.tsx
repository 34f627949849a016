'use client';
import { Command } from 'cmdk';
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
import { ChoiceDialog } from './choice-dialog.tsx';
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
    <ChoiceDialog title={t('designer.searchCommands')} none={t('designer.noCommands')} search={search} onSearch={setSearch} onClose={onClose}>
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
            <Command.Item key={node.id} value={`node-${node.id}`} keywords={[node.name, node.id, type]} data-family={spec?.face.family} onSelect={then(() => reveal(kit, node.id))} className="he-item min-h-8">
              <span className="text-(--family)"><FaceIcon name={spec?.face.icon ?? 'box'} size={15} /></span>
              <span className="min-w-0 flex-1 truncate">{node.name || type}</span>
              <span className="truncate text-xs text-ink-3">{type}</span>
            </Command.Item>
          );
        })}
      </Command.Group>
    </ChoiceDialog>
  );
}

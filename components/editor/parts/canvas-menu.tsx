import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { COMMANDS, isEnabled, type CommandGroup } from '../keyboard/registry.ts';
import { useKit } from '../kit.ts';

export type MenuAt = { x: number; y: number; kind: 'node' | 'edge' | 'pane' | 'note' };

/** The context menu: the commands of the registry that are about what was clicked. */
export function CanvasMenu({ at, onClose }: { at: MenuAt; onClose: () => void }) {
  const kit = useKit();
  const items: (MenuItem | null)[] = [];
  let last: CommandGroup | null = null;
  for (const command of COMMANDS) {
    if (!command.menus?.includes(at.kind) || !isEnabled(command, kit)) continue;
    if (last !== null && last !== command.group) items.push(null);
    last = command.group;
    items.push({ id: command.id, label: kit.t(command.label as 'editor.cmdRun'), shortcut: command.keys[0], danger: command.danger, onSelect: () => command.run(kit) } as MenuItem);
  }
  if (items.length === 0) return null;
  return (
    <Menu items={items} align="start" open onOpenChange={(open) => !open && (onClose(), kit.focusBack())}>
      <span className="pointer-events-none fixed size-px" style={{ left: at.x, top: at.y }} />
    </Menu>
  );
}

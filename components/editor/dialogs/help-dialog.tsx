/* oxlint-disable jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by the keyboard */
'use client';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { COMMANDS, type CommandGroup } from '../keyboard/registry.ts';

export const GROUPS = [
  ['run', 'designer.groupRun'], ['edit', 'designer.groupEdit'], ['node', 'designer.groupNode'],
  ['select', 'designer.groupSelect'], ['arrange', 'designer.groupArrange'], ['view', 'designer.groupView'],
] as const satisfies readonly (readonly [CommandGroup, `designer.${string}`])[];

const MOUSE = ['designer.mousePan', 'designer.mouseSelect', 'designer.mouseConnect', 'designer.mouseContain'] as const;

/** Every key, from the registry that also takes them. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const t = useDesignT();
  return (
    <Dialog open onClose={onClose} size="xl" title={t('designer.helpTitle')} description={t('designer.helpText')}>
      <div role="group" aria-label={t('designer.helpTitle')} tabIndex={0} className="columns-1 gap-8 sm:columns-2 lg:columns-3">
        {GROUPS.map(([group, label]) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1.5 text-xs font-semibold text-ink-3">{t(label)}</h3>
            <dl>
              {rowsOf(group).map(({ label: name, keys }) => (
                <div key={name} className="flex items-baseline gap-3 border-b border-line py-1">
                  <dt className="min-w-0 flex-1">{t(name as 'editor.cmdRun')}</dt>
                  <dd className="flex shrink-0 flex-wrap justify-end gap-1">{keys.map((one, at) => <Kbd key={one} keys={shown(at === 0 ? one : one.replace(/^.*\+(?=Arrow)/, ''))} />)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <section className="mb-5 break-inside-avoid">
          <h3 className="mb-1.5 text-xs font-semibold text-ink-3">{t('designer.mouseTitle')}</h3>
          <ul>{MOUSE.map((key) => <li key={key} className="border-b border-line py-1 text-ink-2">{t(key)}</li>)}</ul>
        </section>
      </div>
    </Dialog>
  );
}

/** Commands of one name stand in one row; of the four arrows the first alone names what is held with it. */
function rowsOf(group: CommandGroup): { label: string; keys: string[] }[] {
  const rows = new Map<string, string[]>();
  for (const command of COMMANDS) if (command.group === group && command.keys.length > 0) rows.set(command.label, [...(rows.get(command.label) ?? []), ...command.keys]);
  return [...rows].map(([label, keys]) => ({ label, keys }));
}

const ARROWS: Readonly<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' };

/** Arrows as they stand on the key. */
export function shown(keys: string): string {
  return keys.replace(/Arrow(Left|Right|Up|Down)/, (arrow) => ARROWS[arrow]!);
}

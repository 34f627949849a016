'use client';
import { CHANGE_ICONS } from '../../canvas/change-stamp.tsx';
import { CHANGE_KEYS } from '../../canvas/change-words.ts';
import { type DesignTranslate, useDesignT } from '../../i18n/use-design-t.ts';
import { Pill, type Tone } from '../../ui/badge.tsx';
import type { ChangeMark } from '../../canvas/changes.ts';
import type { ChangeEntry } from './change-entries.ts';

export const CHANGE_TONES: Readonly<Record<ChangeMark, Tone>> = { added: 'ok', changed: 'warn', removed: 'bad', moved: 'neutral', drawn: 'neutral', onlyA: 'bad', onlyB: 'ok', differs: 'warn' };

/** What differs in a few words, each with a sign and a word beside its colour. */
export function ChangePills({ entries, className, atMost = 40 }: { entries: readonly ChangeEntry[]; className?: string; atMost?: number }) {
  const t = useDesignT();
  if (entries.length === 0) return <p className={className}><span className="text-ink-2">{t('editor.diffNone')}</span></p>;
  return (
    <ul className={className} data-testid="changes">
      {entries.slice(0, atMost).map((entry) => {
        const Icon = CHANGE_ICONS[entry.mark];
        return (
          <li key={entry.key} className="mb-1 mr-1.5 inline-block">
            <Pill tone={CHANGE_TONES[entry.mark]} icon={<Icon aria-hidden />}>{nameOf(entry, t)} <span className="font-normal opacity-85">{t(CHANGE_KEYS[entry.mark])}</span></Pill>
          </li>
        );
      })}
      {entries.length > atMost && <li className="inline-block text-ink-3">+ {entries.length - atMost}</li>}
    </ul>
  );
}

function nameOf({ subject }: ChangeEntry, t: DesignTranslate): string {
  switch (subject.kind) {
    case 'node':
      return subject.node.name || subject.node.id;
    case 'edge':
      return `${subject.from} → ${subject.to}`;
    case 'note':
      return t('designer.note');
    case 'workflow':
      return t('designer.ofWorkflow');
    case 'inherits':
      return t('designer.inherits', { count: subject.nodes.length });
  }
}

'use client';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { shapes, type ChangeEffect } from '@/engine/index.ts';
import { CHANGE_ICONS } from '../../canvas/change-stamp.tsx';
import { CHANGE_KEYS } from '../../canvas/change-words.ts';
import type { ChangeMark } from '../../canvas/changes.ts';
import { useNodeTexts } from '../../canvas/node-texts.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { Pill } from '../../ui/badge.tsx';
import { cx } from '../../ui/class-names.ts';
import type { ChangeEntry } from './change-entries.ts';
import { CHANGE_TONES } from './change-pills.tsx';
import { MemberChangeView } from './member-change-view.tsx';

function ChangePill({ mark }: { mark: ChangeMark }) {
  const t = useDesignT();
  const Icon = CHANGE_ICONS[mark];
  return <Pill tone={CHANGE_TONES[mark]} icon={<Icon aria-hidden />}>{t(CHANGE_KEYS[mark])}</Pill>;
}

type ChangeListProps = {
  entries: readonly ChangeEntry[];
  /** The line that is open. */
  open: string | null;
  onOpen: (entry: ChangeEntry | null) => void;
  /** Goes to a step without opening a line. */
  onGo: (nodeId: string) => void;
};

/** All changes, what runs before what is drawn. A line opens what differs, and shows where. */
export function ChangeGroups({ entries, ...rest }: ChangeListProps) {
  const t = useDesignT();
  const group = (effect: ChangeEffect, title: string) => {
    const some = entries.filter((entry) => entry.effect === effect);
    if (some.length === 0) return null;
    return (
      <section aria-label={title} data-testid={`changes-${effect}`}>
        <h2 className="sticky top-0 z-10 flex items-center justify-between border-b border-line bg-surface px-4 pb-1.5 pt-3 text-xs font-semibold text-ink-3">
          {title}
          <span className="tabular">{some.length}</span>
        </h2>
        <ul>{some.map((entry) => <ChangeLine key={entry.key} entry={entry} {...rest} />)}</ul>
      </section>
    );
  };
  return (
    <>
      {group('behaviour', t('designer.changesBehaviour'))}
      {group('layout', t('designer.changesLayout'))}
    </>
  );
}

function ChangeLine({ entry, open, onOpen, onGo }: { entry: ChangeEntry } & Omit<ChangeListProps, 'entries'>) {
  const t = useDesignT();
  const isOpen = open === entry.key;
  const line = useRef<HTMLLIElement>(null);
  const opens = entry.members.length > 0 || entry.subject.kind === 'inherits';
  useEffect(() => {
    // It may have been chosen on the canvas.
    if (isOpen) line.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  return (
    <li ref={line} className={cx('border-b border-line', isOpen && 'bg-accent-soft')} data-change={entry.key}>
      <button type="button" aria-expanded={opens ? isOpen : undefined} aria-current={isOpen || undefined} onClick={() => onOpen(isOpen ? null : entry)} className={cx('flex min-h-11 w-full items-center gap-2 px-4 py-2 text-left outline-offset-[-2px]', !isOpen && 'hover:bg-hover')}>
        <span className="min-w-0 flex-1"><Subject entry={entry} /></span>
        <ChangePill mark={entry.mark} />
        <span className="w-3.5 text-ink-3">{opens && (isOpen ? <ChevronDown className="size-3.5" aria-hidden /> : <ChevronRight className="size-3.5" aria-hidden />)}</span>
      </button>
      {isOpen && opens && (
        <div className="space-y-3 px-4 pb-3">
          {entry.subject.kind === 'inherits' ? (
            <ul className="flex flex-wrap gap-1.5" aria-label={t('designer.inheritsText')}>
              {entry.subject.nodes.slice(0, 60).map(({ id, name }) => (
                <li key={id}><button type="button" className="rounded-md border border-line bg-surface px-2 py-0.5 text-sm hover:bg-hover" onClick={() => onGo(id)}>{name}</button></li>
              ))}
              {entry.subject.nodes.length > 60 && <li className="text-ink-3">+ {entry.subject.nodes.length - 60}</li>}
            </ul>
          ) : (
            <dl className="space-y-3">{entry.members.map((member) => <MemberChangeView key={`${member.pointer} ${member.saidBy}`} member={member} />)}</dl>
          )}
        </div>
      )}
    </li>
  );
}

function Subject({ entry: { subject, members } }: { entry: ChangeEntry }) {
  const t = useDesignT();
  const texts = useNodeTexts();
  const two = (title: ReactNode, below: ReactNode) => (
    <>
      <span className="block truncate font-medium">{title}</span>
      <span className="block truncate text-xs text-ink-2">{below}</span>
    </>
  );
  const count = t('designer.memberCount', { count: members.length });
  switch (subject.kind) {
    case 'node': {
      const type = texts(`node.${subject.node.type}.label`, shapes.get(subject.node.type)?.face.label ?? subject.node.type);
      return two(subject.node.name || subject.node.id, members.length > 0 ? `${type} · ${count}` : type);
    }
    case 'edge': {
      const branch = subject.edge.kind === 'compensate' ? t('designer.undoEdge') : subject.edge.branch !== undefined && subject.edge.branch !== 'out' ? t('designer.edgeBranch', { branch: texts(`branch.${subject.edge.branch}`, subject.edge.branch) }) : t('designer.edge');
      return two(`${subject.from} → ${subject.to}`, branch);
    }
    case 'note':
      return two(t('designer.note'), subject.text.slice(0, 80));
    case 'workflow':
      return two(t('designer.ofWorkflow'), count);
    case 'inherits':
      return two(t('designer.inherits', { count: subject.nodes.length }), t('designer.inheritsText'));
  }
}

'use client';
import type { Json, MemberChange } from '@/engine/index.ts';
import type { DesignKey } from '../../i18n/design-catalogue.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { JsonView } from '../../ui/json-view.tsx';
import { changedLines } from './changed-lines.ts';

/** Members whose name in the document says little to a reader. */
const NAMES = {
  '/position': 'designer.memberPosition', '/ui/size': 'designer.memberSize', '/size': 'designer.memberSize', '/parent': 'designer.memberParent', '/name': 'designer.memberName',
  '/description': 'designer.memberDescription', '/undo': 'designer.memberUndo', '/isUndo': 'designer.memberIsUndo', '/nodes': 'designer.memberNodes', '/edges': 'designer.memberEdges',
} as const satisfies Record<string, DesignKey>;

/** It scrolls then, and the keyboard has to get there. */
const LONG = 300;

const isNamed = (pointer: string): pointer is keyof typeof NAMES => Object.hasOwn(NAMES, pointer);

/** `/params/cases/0/when` as `params.cases[0].when`. */
export function pathOf(pointer: string): string {
  return pointer.slice(1).split('/').map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~')).reduce((path, token) => (path === '' ? token : /^\d+$/.test(token) ? `${path}[${token}]` : `${path}.${token}`), '');
}

/** One member: its name, and what it said before and says now. */
export function MemberChangeView({ member, words }: { member: Pick<MemberChange, 'pointer' | 'before' | 'after'> & Partial<Pick<MemberChange, 'saidBy'>>; /** What the two sides are called, when it is not before and now. */ words?: { before: string; after: string } }) {
  const t = useDesignT();
  const { before, after } = member;
  const lines = typeof before === 'string' && typeof after === 'string' && (before.includes('\n') || after.includes('\n')) ? changedLines(before, after) : null;
  return (
    <div data-pointer={member.pointer}>
      <dt className="mb-1 flex items-baseline gap-2 text-xs">
        {isNamed(member.pointer) ? <span className="font-medium">{t(NAMES[member.pointer])}</span> : <code className="break-all font-mono text-ink">{member.pointer === '' ? '/' : pathOf(member.pointer)}</code>}
        {member.saidBy === 'settings' && <span className="text-ink-2">{t('designer.fromSettings')}</span>}
        {lines && lines.above + lines.below > 0 && <span className="text-ink-2">{t('designer.sameLines', { count: lines.above + lines.below })}</span>}
      </dt>
      <Side word={words?.before ?? t('designer.before')} sign="−" tone="border-bad" value={lines ? lines.before : before} />
      <Side word={words?.after ?? t('designer.after')} sign="+" tone="border-ok" value={lines ? lines.after : after} />
    </div>
  );
}

function Side({ word, sign, tone, value }: { word: string; sign: string; tone: string; value: Json | undefined }) {
  const t = useDesignT();
  return (
    <dd className={`mt-1 flex gap-2 rounded-sm border-l-2 bg-surface py-1 pl-2 pr-1 ${tone}`}>
      <span className="w-14 shrink-0 text-xs leading-[19px] text-ink-2"><span aria-hidden>{sign} </span>{word}</span>
      <span className="max-h-60 min-w-0 flex-1 overflow-y-auto break-words font-mono text-sm leading-[19px]" {...(typeof value === 'string' && value.length > LONG ? { tabIndex: 0, role: 'group', 'aria-label': word } : {})}>
        {value === undefined ? <span className="text-ink-2">{t('designer.saysNothing')}</span> : typeof value === 'string' ? <span className="whitespace-pre-wrap">{value === '' ? '""' : value}</span> : typeof value === 'object' && value !== null ? <JsonView value={value} bare openTo={1} /> : String(value)}
      </span>
    </dd>
  );
}

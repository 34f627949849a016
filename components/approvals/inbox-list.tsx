'use client';
import { useEffect, useRef } from 'react';
import type { Approval } from '@/engine/index.ts';
import { useT } from '../i18n/use-t.tsx';
import { cx } from '../ui/class-names.ts';
import { Time } from '../ui/time.tsx';
import { clocksOfApproval } from './clocks-of.ts';
import { DuePill } from './due-pill.tsx';
import { Happened } from './request-clocks.tsx';

/** The requests, most pressing first. `marked` is the one that the keys act on. */
export function InboxList({ items, marked, onOpen }: { items: readonly Approval[]; marked: string | null; onOpen: (id: string) => void }) {
  const t = useT();
  const here = useRef<HTMLLIElement>(null);
  useEffect(() => {
    here.current?.scrollIntoView({ block: 'nearest' });
  }, [marked]);
  return (
    <ul aria-label={t('approvals.inbox')}>
      {items.map((approval) => (
        <li key={approval.id} ref={approval.id === marked ? here : null}>
          <a
            href={`/approvals/${encodeURIComponent(approval.id)}`}
            aria-current={approval.id === marked || undefined}
            data-approval={approval.id}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              onOpen(approval.id);
            }}
            className={cx('block border-b border-line px-4 py-3.5 outline-offset-[-2px] transition-colors duration-(--fast)', approval.id === marked ? 'md:bg-accent-soft' : 'hover:bg-hover')}
          >
            <span className="flex items-start gap-2">
              <span className="min-w-0 flex-1 truncate font-semibold">{approval.title}</span>
              <DuePill approval={approval} />
            </span>
            <span className="mt-0.5 flex gap-1.5 text-ink-3">
              <span className="truncate">
                {approval.workflow.name}
                {approval.assignees.length > 0 && ` · ${approval.assignees.join(', ')}`}
              </span>
              <span className="flex-1" />
              <Time at={approval.closedAt ?? approval.openedAt} className="shrink-0" />
            </span>
            {approval.status === 'open' && <Happened clocks={clocksOfApproval(approval)} className="mt-1 text-wait" />}
          </a>
        </li>
      ))}
    </ul>
  );
}

'use client';
import { CircleStop, GitCompare, OctagonX, Pause, Play, RotateCw, X, type LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import type { RunListItem } from '@/engine/index.ts';
import { useRunCount } from '../data/hooks.ts';
import type { RunListQuery } from '../data/api.ts';
import { useT } from '../i18n/use-t.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { BatchDialog } from './batch-dialog.tsx';
import { filtersOf, LIST_OPERATIONS, type BatchScope, type ListOperation } from './batch-scope.ts';

const ICONS: Readonly<Record<ListOperation, LucideIcon>> = { pause: Pause, resume: Play, retry: RotateCw, cancel: CircleStop, terminate: OctagonX };

export type BulkBarProps = {
  selected: readonly RunListItem[];
  /** What the list is narrowed to now. */
  query: RunListQuery;
  /** Everything that is shown is ticked, and there is more than is shown. */
  offersAll: boolean;
  all: boolean;
  onAll: (all: boolean) => void;
  onClear: () => void;
};

/** The earlier one is what the other is held against. */
function compareAddress(selected: readonly RunListItem[]): string {
  const [a, b] = selected.toSorted((one, other) => (one.startedAt < other.startedAt ? -1 : 1));
  return `/runs/compare?a=${encodeURIComponent(a!.id)}&b=${encodeURIComponent(b!.id)}`;
}

/** What can be done with several runs at once: those that are ticked, or every one that the filter finds. */
export function BulkBar({ selected, query, offersAll, all, onAll, onClear }: BulkBarProps) {
  const t = useT();
  const [operation, setOperation] = useState<ListOperation | null>(null);
  const found = useRunCount(query, all || offersAll);
  const scope: BatchScope = all ? { kind: 'all', query } : { kind: 'selection', runs: selected };
  const total = found.data === undefined ? null : found.data.more ? t('list.orMore', { count: found.data.count }) : t('list.plainCount', { count: found.data.count });
  const label = all ? (total === null ? t('list.allMatching') : t('list.allMatchingCount', { count: total })) : t('common.selected', { count: selected.length });
  const comparable = !all && selected.length === 2;
  const nothing = LIST_OPERATIONS.every((one) => filtersOf(scope, one).length === 0);

  return (
    <>
      {(selected.length > 0 || all) && (
        <div className="pointer-events-none sticky bottom-4 z-10 mt-4 flex justify-center">
          <div role="toolbar" aria-label={t('list.bulk')} className="pointer-events-auto flex max-w-full animate-in flex-wrap items-center justify-center gap-x-1.5 gap-y-2 rounded-xl border border-line bg-surface px-2.5 py-2 shadow-float">
            <span role="status" className={cx('tabular px-1.5 font-medium', all && 'text-accent')}>{label}</span>
            {offersAll && !all && (
              <button type="button" className="rounded-sm px-1.5 py-0.5 font-medium text-accent hover:underline" onClick={() => onAll(true)}>
                {total === null ? t('list.selectAllMatching') : t('list.selectAllMatchingCount', { count: total })}
              </button>
            )}
            <span className="mx-1 hidden h-5 w-px bg-line sm:block" aria-hidden />
            {nothing && comparable ? null : nothing ? (
              <span className="px-1 text-ink-3 max-sm:order-last max-sm:w-full max-sm:text-center">{t('list.nothingToDo')}</span>
            ) : (
              <span className="flex flex-wrap justify-center gap-1.5 max-sm:order-last max-sm:w-full">
                {LIST_OPERATIONS.map((one) => {
                  const Icon = ICONS[one];
                  const idle = filtersOf(scope, one).length === 0;
                  return (
                    <Button key={one} size="sm" variant={one === 'terminate' ? 'danger' : 'default'} icon={<Icon aria-hidden />} disabled={idle} className={idle ? 'max-sm:hidden' : ''} onClick={() => setOperation(one)}>
                      {t(`list.${one}`)}
                    </Button>
                  );
                })}
              </span>
            )}
            {comparable && (
              <Button asChild size="sm">
                <Link href={compareAddress(selected)} data-testid="compare-runs"><GitCompare aria-hidden /> {t('compare.compare')}</Link>
              </Button>
            )}
            <IconButton label={t('list.clearSelection')} size="sm" onClick={onClear}>
              <X aria-hidden />
            </IconButton>
          </div>
        </div>
      )}
      {operation !== null && (
        <BatchDialog
          operation={operation}
          scope={scope}
          onClose={(told) => {
            setOperation(null);
            if (told) onClear();
          }}
        />
      )}
    </>
  );
}

'use client';
import { ArrowLeftRight } from 'lucide-react';
import { useEffect } from 'react';
import { useVersions } from '../../data/hooks.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { IconButton } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import type { Side } from './sides.ts';

/** More versions than this nobody looks through in a list; an address still compares any two. */
const AT_MOST = 500;

/** The two sides of a comparison: each version that was published, and the draft. */
export function VersionChoice({ address, from, to, onChange }: { address: string; from: Side; to: Side; onChange: (from: Side, to: Side) => void }) {
  const t = useDesignT();
  const versions = useVersions(address);
  const numbers = versions.data?.pages.flatMap((page) => page.items.map(({ number }) => number)) ?? [];
  const { hasNextPage, isFetching, fetchNextPage } = versions;
  const more = hasNextPage && !isFetching && numbers.length < AT_MOST && !versions.isError;
  useEffect(() => {
    if (more) void fetchNextPage();
  }, [more, fetchNextPage]);

  const sides: Side[] = ['draft', ...[...new Set([...numbers, ...[from, to].filter((side) => side !== 'draft')])].sort((a, b) => b - a)];
  const options = sides.map((side) => ({ value: String(side), label: side === 'draft' ? t('designer.draft') : t('designer.version', { version: side }) }));
  const side = (text: string): Side => (text === 'draft' ? 'draft' : Number(text));
  return (
    <div className="flex items-end gap-2 border-b border-line px-4 pb-3 pt-2.5">
      <div className="min-w-0 flex-1">
        <span className="mb-1 block text-xs text-ink-2">{t('designer.before')}</span>
        <Select className="w-full" label={t('designer.compareFrom')} value={String(from)} options={options} onChange={(value) => onChange(side(value), to)} />
      </div>
      <IconButton label={t('designer.compareSwap')} onClick={() => onChange(to, from)}><ArrowLeftRight aria-hidden /></IconButton>
      <div className="min-w-0 flex-1">
        <span className="mb-1 block text-xs text-ink-2">{t('designer.after')}</span>
        <Select className="w-full" label={t('designer.compareTo')} value={String(to)} options={options} onChange={(value) => onChange(from, side(value))} />
      </div>
    </div>
  );
}

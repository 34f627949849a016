'use client';
import { Check, ChevronRight, Copy } from 'lucide-react';
import { useState } from 'react';
import { refsTold, type Json } from '@/engine/index.ts';
import { useT } from '../i18n/use-t.tsx';
import { IconButton } from './button.tsx';
import { cx } from './class-names.ts';
import { LargeValueNote } from './large-value.tsx';
import { largeValueOf } from './large-value-of.ts';
import { useCopy } from './use-copy.ts';

/** So many members are drawn at once; a list of a hundred thousand stays as quick as one of ten. */
const PAGE = 100;
const LONG_TEXT = 600;

export function CopyButton({ text, label, size = 'sm' }: { text: () => string; label?: string; size?: 'sm' | 'md' }) {
  const t = useT();
  const { copied, copy } = useCopy();
  return (
    <IconButton
      label={copied ? t('common.copied') : (label ?? t('common.copy'))}
      size={size}
      onClick={() => copy(text())}
    >
      {copied ? <Check className="text-ok" aria-hidden /> : <Copy aria-hidden />}
    </IconButton>
  );
}

/** Any JSON, to be read: collapsible, copied as a whole. `openTo` levels are open at first. */
export function JsonView({ value, openTo = 2, className, bare = false }: { value: Json | undefined; openTo?: number; className?: string; /** Without its frame. */ bare?: boolean }) {
  return (
    <div className={cx('group relative', !bare && 'rounded-md border border-line bg-sunken', className)}>
      <div className="absolute right-1 top-1 z-10 opacity-0 transition-opacity focus-within:opacity-100 group-hover:opacity-100 [@media(pointer:coarse)]:opacity-100">
        <CopyButton text={() => JSON.stringify(refsTold(value ?? null), null, 2)} />
      </div>
      <div className={cx('overflow-x-auto font-mono text-sm leading-[19px]', !bare && 'p-2.5 pr-9')}>
        <JsonNode value={value ?? null} depth={0} openTo={openTo} />
      </div>
    </div>
  );
}

function JsonNode({ name, value, depth, openTo }: { name?: string | number; value: Json; depth: number; openTo: number }) {
  const t = useT();
  const container = typeof value === 'object' && value !== null;
  const size = container ? (Array.isArray(value) ? value.length : Object.keys(value).length) : 0;
  const [open, setOpen] = useState(depth < openTo && size <= 200);
  const [shown, setShown] = useState(PAGE);
  const label = name === undefined ? null : <span className={typeof name === 'number' ? 'text-ink-3' : 'text-ink-2'}>{name}: </span>;
  const large = largeValueOf(value);
  if (large !== null) {
    return (
      <div className="pl-4">
        {label}
        <LargeValueNote value={large} />
      </div>
    );
  }
  if (!container || size === 0) {
    return (
      <div className="whitespace-pre-wrap break-words pl-4">
        {label}
        <Scalar value={value} />
      </div>
    );
  }
  const isArray = Array.isArray(value);
  const entries: [string | number, Json][] = !open ? [] : isArray ? value.slice(0, shown).map((item, index) => [index, item]) : Object.entries(value).slice(0, shown);
  return (
    <div>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)} className="flex min-h-6 w-full items-center rounded-xs text-left hover:bg-hover">
        <ChevronRight className={cx('size-3.5 shrink-0 text-ink-3 transition-transform duration-(--fast)', open && 'rotate-90')} aria-hidden />
        <span className="truncate pl-0.5">
          {label}
          <span className="text-ink-3">
            {isArray ? `[ ${t('common.items', { count: size })} ]` : open ? `{ ${t('common.keys', { count: size })} }` : `{ ${Object.keys(value).slice(0, 4).join(', ')}${size > 4 ? ', …' : ''} }`}
          </span>
        </span>
      </button>
      {open && (
        <div className="ml-[6px] border-l border-line pl-1.5">
          {entries.map(([key, item]) => (
            <JsonNode key={key} name={key} value={item} depth={depth + 1} openTo={openTo} />
          ))}
          {size > shown && (
            <button type="button" className="ml-4 text-accent hover:underline" onClick={() => setShown(shown + 10 * PAGE)}>
              {t('common.loadMore')} ({size - shown})
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function Scalar({ value }: { value: Json }) {
  const t = useT();
  const [whole, setWhole] = useState(false);
  if (typeof value === 'string') {
    const cut = !whole && value.length > LONG_TEXT;
    return (
      <span className="text-ok">
        {`“${cut ? `${value.slice(0, LONG_TEXT)}…` : value}”`}
        {value.length > LONG_TEXT && (
          <button type="button" className="ml-1.5 text-accent hover:underline" onClick={() => setWhole(!whole)}>
            {whole ? t('common.showLess') : t('common.showAll')}
          </button>
        )}
      </span>
    );
  }
  if (typeof value === 'number') return <span className="text-run">{String(value)}</span>;
  if (typeof value === 'boolean') return <span className="text-undo">{String(value)}</span>;
  return <span className="text-ink-3">{value === null ? 'null' : Array.isArray(value) ? '[]' : '{}'}</span>;
}

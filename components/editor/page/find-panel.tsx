/* oxlint-disable jsx-a11y/no-autofocus -- it is opened by a key or a press, to be written in at once */
'use client';
import { ChevronDown, Search, StickyNote, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { FaceIcon } from '../../canvas/icon.tsx';
import { useNodeTexts } from '../../canvas/node-texts.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { findIn } from '../document/find-in.ts';
import { useKit } from '../kit.ts';
import { reveal } from '../parts/reveal.ts';
import { definitionOf, useEditor } from '../store.ts';

/** Looks through names, types, settings and notes. Enter goes on to the next place, Shift+Enter back. */
export function FindPanel() {
  const t = useDesignT();
  const kit = useKit();
  const texts = useNodeTexts();
  const definition = useEditor(definitionOf);
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(-1);
  const typeName = (type: string): string => texts(`node.${type}.label`, kit.catalogue.get(type)?.face.label ?? type);
  const places = useMemo(() => findIn(definition, search, typeName), [definition, search, texts]); // eslint-disable-line react-hooks/exhaustive-deps -- the words change with the texts
  const go = (index: number): void => {
    const place = places[index];
    if (!place) return;
    setAt(index);
    reveal(kit, place.id, place.pointer);
  };
  const step = (by: number): void => places.length > 0 ? go((at + by + places.length) % places.length) : undefined;
  const close = (): void => kit.state().open(null);
  return (
    <section aria-label={t('designer.findLabel')} data-testid="find" className="absolute right-3.5 top-3.5 z-20 flex max-h-[60%] w-[min(320px,calc(100%-28px))] animate-in flex-col overflow-hidden rounded-xl border border-line bg-surface shadow-float">
      <div className="flex items-center gap-1 border-b border-line py-1 pl-3 pr-1">
        <Search className="size-4 shrink-0 text-ink-3" aria-hidden />
        <input
          autoFocus
          role="searchbox"
          data-keeps-focus
          aria-label={t('designer.findLabel')}
          placeholder={t('designer.findLabel')}
          value={search}
          onChange={(event) => {
            setSearch(event.target.value);
            setAt(-1);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' || event.key === 'ArrowDown' || event.key === 'ArrowUp') {
              event.preventDefault();
              step(event.key === 'ArrowUp' || event.shiftKey ? -1 : 1);
            }
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            close();
          }}
          className="h-8 min-w-0 flex-1 bg-transparent px-1.5 outline-none"
        />
        <span role="status" className="tabular shrink-0 text-xs text-ink-3">{search.trim() === '' ? '' : places.length === 0 ? t('designer.foundNothing') : at < 0 ? t('designer.found', { count: places.length }) : `${at + 1}/${places.length}`}</span>
        <IconButton size="sm" label={t('designer.findNext')} disabled={places.length === 0} onClick={() => step(1)}><ChevronDown aria-hidden /></IconButton>
        <IconButton size="sm" label={t('common.close')} onClick={close}><X aria-hidden /></IconButton>
      </div>
      {places.length > 0 && (
        <ul className="min-h-0 flex-1 overflow-y-auto p-1">
          {places.slice(0, 200).map((place, index) => (
            <li key={`${place.id}-${place.pointer ?? ''}`}>
              <button type="button" onClick={() => go(index)} aria-current={index === at} data-family={place.type === null ? undefined : kit.catalogue.get(place.type)?.face.family} className={cx('flex w-full items-center gap-2.5 rounded-sm px-2 py-1 text-left', index === at ? 'bg-accent-soft' : 'hover:bg-hover')}>
                <span className="shrink-0 text-(--family)">{place.type === null ? <StickyNote className="size-4 text-wait" aria-hidden /> : <FaceIcon name={kit.catalogue.get(place.type)?.face.icon ?? 'box'} size={16} />}</span>
                <span className="min-w-0 flex-1">
                  <span className="block truncate">{place.name || (place.type === null ? t('designer.inNote') : typeName(place.type))}</span>
                  {place.excerpt && <span className="block truncate font-mono text-xs text-ink-3">{place.excerpt}</span>}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

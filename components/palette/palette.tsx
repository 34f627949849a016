/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- the keys of what stands inside bubble up to here */
'use client';
import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { useMemo, useRef, useState, type CSSProperties } from 'react';
import { FaceIcon } from '../canvas/icon.tsx';
import { useNodeTexts } from '../canvas/node-texts.ts';
import { nodeById } from '../editor/document/graph.ts';
import { useKit } from '../editor/kit.ts';
import { addFromPalette, PALETTE_MIME } from '../editor/parts/place-new.ts';
import { definitionOf, useEditor, type PalettePurpose } from '../editor/store.ts';
import { useDesignT } from '../i18n/use-design-t.ts';
import { found, offersFor } from './match.ts';

/** Every type of step, grouped by what it is for. It sorts by itself: cmdk finds the groups not again that it means to sort. Enter adds, the pointer adds or drags. */
export function Palette({ purpose, style, className }: { purpose: PalettePurpose; style?: CSSProperties; className?: string }) {
  const t = useDesignT();
  const kit = useKit();
  const texts = useNodeTexts();
  const definition = useEditor(definitionOf);
  const offers = useMemo(() => offersFor(purpose, definition, kit.catalogue, texts), [purpose, definition, kit.catalogue, texts]);
  const [search, setSearch] = useState('');
  const families = useMemo(() => found(offers, search), [offers, search]);
  const title = useTitle(purpose);
  const list = useRef<HTMLDivElement>(null);
  const close = (): void => kit.state().open(null);

  return (
    <div
      role="dialog"
      aria-label={t('designer.palette')}
      data-testid="palette"
      style={style}
      className={className}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <Command label={t('designer.searchSteps')} loop vimBindings={false} shouldFilter={false} className="flex max-h-full min-h-0 flex-col">
        <div className="relative border-b border-line">
          <Search className="pointer-events-none absolute left-3 top-3 size-4 text-ink-3" aria-hidden />
          <Command.Input
            autoFocus
            placeholder={t('designer.searchSteps')}
            aria-label={t('designer.searchSteps')}
            onValueChange={(next) => {
              setSearch(next);
              requestAnimationFrame(() => list.current?.scrollTo({ top: 0 }));
            }}
            className="h-10 w-full bg-transparent pl-9 pr-3 outline-none"
          />
        </div>
        <p className="border-b border-line bg-sunken px-3 py-1.5 text-xs text-ink-3">{title}</p>
        <Command.List ref={list} label={t('designer.palette')} className="min-h-0 flex-1 overflow-y-auto p-1.5">
          <Command.Empty className="px-3 py-6 text-center text-ink-2">{t('designer.noSteps')}</Command.Empty>
          {families.map(({ family, offers: shown }) => (
            <Command.Group key={family} heading={texts(`family.${family}`, family)} className="he-group">
              {shown.map(({ spec, label, summary }) => (
                <Command.Item
                  key={spec.type}
                  value={spec.type}
                  data-testid={`palette-${spec.type}`}
                  data-family={family}
                  draggable={purpose.kind === 'add'}
                  onDragStart={(event) => {
                    event.dataTransfer.setData(PALETTE_MIME, spec.type);
                    event.dataTransfer.effectAllowed = 'copy';
                  }}
                  onSelect={() => {
                    addFromPalette(kit, spec.type, purpose);
                    close();
                  }}
                  className="he-item"
                >
                  <span className="hc-tile"><FaceIcon name={spec.face.icon} /></span>
                  <span className="min-w-0 flex-1">
                    <span className="block truncate font-medium">{label}</span>
                    <span className="block text-xs text-ink-3" data-summary>{summary}</span>
                  </span>
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </div>
  );
}

function useTitle(purpose: PalettePurpose): string {
  const t = useDesignT();
  const definition = useEditor(definitionOf);
  const name = (id: string | undefined): string => (id === undefined ? '' : nodeById(definition, id)?.name || id);
  switch (purpose.kind) {
    case 'add': return purpose.parent === undefined ? t('designer.paletteAdd') : t('gestures.paletteInto', { name: name(purpose.parent) });
    case 'after': return purpose.branch === 'compensate' ? t('designer.paletteUndo', { name: name(purpose.node) }) : t('designer.paletteAfter', { name: name(purpose.node) });
    case 'insert': {
      const edge = definition.edges.find((one) => one.id === purpose.edge);
      return t('designer.paletteInsert', { from: name(edge?.source), to: name(edge?.target) });
    }
    case 'replace': return t('designer.paletteReplace', { name: name(purpose.node) });
  }
}

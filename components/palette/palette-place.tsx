'use client';
import { useLayoutEffect, useRef, useState, type CSSProperties } from 'react';
import { useIsPhone } from '../runs/use-is-phone.ts';
import { panelOf, useEditor, type PalettePurpose } from '../editor/store.ts';
import { Palette } from './palette.tsx';

const WIDTH = 312;
const HEIGHT = 420;
const MARGIN = 12;

/** Puts the palette where it was asked for: beside the handle, under the tool bar, or as a sheet on a phone. */
export function PalettePlace() {
  const panel = useEditor(panelOf);
  const phone = useIsPhone();
  const anchor = useRef<HTMLDivElement>(null);
  const [style, setStyle] = useState<CSSProperties | null>(null);
  const purpose = panel?.kind === 'palette' ? panel.purpose : null;

  useLayoutEffect(() => {
    const box = anchor.current?.getBoundingClientRect();
    setStyle(purpose && box ? placeOf(purpose, box) : null);
  }, [purpose]);

  return (
    <div ref={anchor} className="pointer-events-none absolute inset-0 z-20">
      {purpose && phone && <Palette purpose={purpose} className="pointer-events-auto absolute inset-x-0 bottom-0 flex max-h-[70%] animate-in flex-col overflow-hidden rounded-t-xl border border-line bg-surface shadow-float" />}
      {purpose && !phone && style && <Palette key={JSON.stringify(purpose)} purpose={purpose} style={style} className="pointer-events-auto absolute flex animate-in flex-col overflow-hidden rounded-xl border border-line bg-surface shadow-float" />}
    </div>
  );
}

function placeOf(purpose: PalettePurpose, box: DOMRect): CSSProperties {
  const at = 'at' in purpose ? purpose.at : undefined;
  if (!at) return { left: 14, top: 60, width: WIDTH, maxHeight: `calc(100% - 124px)` };
  const height = Math.min(HEIGHT, box.height - 2 * MARGIN);
  const clamp = (value: number, most: number): number => Math.max(MARGIN, Math.min(value, most - MARGIN));
  return { left: clamp(at.x - box.left + 14, box.width - WIDTH), top: clamp(at.y - box.top - 40, box.height - height), width: WIDTH, height };
}

'use client';
import { useMemo } from 'react';
import { shapes, type Definition } from '@/engine/index.ts';
import { useT } from '../i18n/use-t.tsx';
import { cx } from '../ui/class-names.ts';
import { miniature } from './miniature.ts';

/** A definition drawn small. */
export function MiniatureView({ definition, className }: { definition: Definition; className?: string }) {
  const t = useT();
  const { boxes, wires, view } = useMemo(() => miniature(definition, shapes), [definition]);
  return (
    <svg viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`} preserveAspectRatio="xMidYMid meet" role="img" aria-label={t('workflows.previewOf', { name: definition.name })} className={cx('dots rounded-md border border-line', className)}>
      {boxes.filter((box) => box.container).map((box) => (
        <rect key={box.id} x={box.x} y={box.y} width={box.width} height={box.height} rx={14} fill={`color-mix(in srgb, var(--fam-${box.family}) 6%, transparent)`} stroke={`color-mix(in srgb, var(--fam-${box.family}) 45%, var(--line))`} strokeWidth={3} />
      ))}
      {wires.map((wire) => {
        const reach = wire.undo ? 0 : Math.max(30, Math.abs(wire.to.x - wire.from.x) / 2);
        return <path key={wire.id} d={`M${wire.from.x} ${wire.from.y}C${wire.from.x + reach} ${wire.from.y} ${wire.to.x - reach} ${wire.to.y} ${wire.to.x} ${wire.to.y}`} fill="none" stroke={wire.undo ? 'var(--undo)' : 'var(--line-strong)'} strokeWidth={4} strokeDasharray={wire.undo ? '4 8' : undefined} />;
      })}
      {boxes.filter((box) => !box.container).map((box) => (
        <g key={box.id}>
          <rect x={box.x} y={box.y} width={box.width} height={box.height} rx={12} fill="var(--surface)" stroke="var(--line-strong)" strokeWidth={3} />
          <rect x={box.x + 12} y={box.y + 15} width={32} height={32} rx={8} fill={`color-mix(in srgb, var(--fam-${box.family}) 30%, var(--surface))`} />
          <rect x={box.x + 56} y={box.y + 19} width={box.width - 84} height={9} rx={4} fill="var(--line-strong)" />
          <rect x={box.x + 56} y={box.y + 36} width={(box.width - 84) * 0.6} height={7} rx={3} fill="var(--line)" />
        </g>
      ))}
    </svg>
  );
}

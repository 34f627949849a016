'use client';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useT } from '../i18n/use-t.tsx';
import { Pill, TONE } from './badge.tsx';
import { cx } from './class-names.ts';
import { STATUS_FACE, type AnyStatus } from './status-face.ts';

export type StatusIconProps = { status: AnyStatus; size?: 'sm' | 'md'; /** Another icon for the same colour: a person for a wait. */ icon?: LucideIcon; /** The word stands beside it: do not read it twice. */ decorative?: boolean; className?: string };

/**
 * A status as a disc: icon and colour, and the word for those who cannot see it. The small one stands in lists and keeps
 * still: forty that turn are restless, and each is a layer that the browser draws sixty times a second.
 */
export function StatusIcon({ status, size = 'md', icon, decorative = false, className }: StatusIconProps) {
  const t = useT();
  const face = STATUS_FACE[status];
  const Icon = icon ?? face.icon;
  const word = t(`status.${status}`);
  return (
    <span
      {...(decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': word, title: word })}
      data-status={status}
      className={cx('inline-grid shrink-0 place-items-center rounded-full', size === 'md' ? 'size-5' : 'size-4', face.dashed ? 'border-[1.5px] border-dashed border-idle text-ink-3' : TONE[face.tone], className)}
    >
      <Icon className={cx(size === 'md' ? 'size-3' : 'size-2.5', size === 'md' && face.moving && status === 'running' && 'animate-spin-slow')} strokeWidth={2.4} aria-hidden />
    </span>
  );
}

/** A status as words: icon, colour, word, and since when or until when as `children`. */
export function StatusPill({ status, icon, children, className }: { status: AnyStatus; icon?: LucideIcon; children?: ReactNode; className?: string }) {
  const t = useT();
  const face = STATUS_FACE[status];
  const Icon = icon ?? face.icon;
  return (
    <Pill tone={face.tone} className={className} icon={<Icon className={face.moving && status === 'running' ? 'animate-spin-slow' : ''} strokeWidth={2.2} aria-hidden />}>
      <span data-status={status}>{t(`status.${status}`)}</span>
      {children}
    </Pill>
  );
}

import { Check, Clock, GitFork, LoaderCircle, Pause, Radio, RotateCw, TriangleAlert, Undo2, User, X, type LucideIcon } from 'lucide-react';
import { memo } from 'react';
import type { NodeOverlay } from './overlay.ts';

/** How a step looks: a tone (colour) and an icon, always together. */
export type Look = 'pending' | 'scheduled' | 'running' | 'waiting' | 'retrying' | 'completed' | 'handled' | 'failed' | 'skipped' | 'cancelled' | 'compensating' | 'compensated';

export function lookOf(overlay: Pick<NodeOverlay, 'status' | 'handled'>): Look {
  return overlay.handled && (overlay.status === 'failed' || overlay.status === 'completed') ? 'handled' : overlay.status;
}

const ICONS: Readonly<Record<Look, LucideIcon | null>> = {
  pending: null, skipped: null, scheduled: Clock, running: LoaderCircle, waiting: Clock, retrying: RotateCw, completed: Check, handled: TriangleAlert,
  failed: X, cancelled: X, compensating: Undo2, compensated: Undo2,
};
const WAITS: Readonly<Record<string, LucideIcon>> = { approval: User, timer: Clock, signal: Radio, child: GitFork };

/** The round mark at the right of a card. */
export function StatusMark({ overlay, label, size = 20 }: { overlay: Pick<NodeOverlay, 'status' | 'handled' | 'waitingFor' | 'paused'>; label: string; size?: number }) {
  const look = lookOf(overlay);
  const Icon = overlay.paused && look !== 'completed' ? Pause : look === 'waiting' && overlay.waitingFor ? WAITS[overlay.waitingFor] : ICONS[look];
  return <Mark look={look} Icon={Icon ?? null} label={label} size={size} />;
}

// A step that goes round is told anew each time, and mostly looks the same.
const Mark = memo(function Mark({ look, Icon, label, size }: { look: Look; Icon: LucideIcon | null; label: string; size: number }) {
  return (
    <span className="hc-mark" data-look={look} role="img" aria-label={label} title={label} style={{ width: size, height: size }}>
      {Icon && <Icon size={Math.round(size * 0.6)} strokeWidth={2.4} aria-hidden />}
    </span>
  );
});

/** In the place of the round mark: the result is not what the drawing would give now. */
export function StaleMark({ reason, size = 20 }: { reason: string; size?: number }) {
  return (
    <span className="hc-stale" role="img" aria-label={reason} title={reason} style={{ width: size, height: size }}>
      <TriangleAlert size={Math.round(size * 0.8)} strokeWidth={2} aria-hidden />
    </span>
  );
}

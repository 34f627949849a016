import { cx } from '@/components/ui/class-names.ts';
import type { Segment } from '@/engine/index.ts';
import type { TimeScale } from '../model/time-scale.ts';

const OUTCOME: Readonly<Record<string, string>> = { completed: 'bg-ok', failed: 'bg-bad', handled: 'bg-warn', cancelled: 'bg-idle', skipped: 'bg-idle', compensated: 'bg-undo', compensating: 'bg-undo' };
const HATCH = 'bg-[repeating-linear-gradient(135deg,var(--hatch)_0_3px,transparent_3px_6px)] rounded-xs';

/** One stretch on the axis: hatched while held back or queued, outlined while waiting, full while something works. */
export function SegmentBar({ segment, scale, now, title, faint }: { segment: Segment; scale: TimeScale; now: number; title: string; faint: boolean }) {
  const endAt = segment.endAt ?? now;
  if (endAt < scale.startAt || segment.startAt > scale.endAt) return null;
  const left = scale.place(segment.startAt);
  const width = scale.place(endAt) - left;
  return (
    <span
      title={title}
      data-kind={segment.kind}
      data-outcome={segment.outcome ?? undefined}
      className={cx(
        'absolute top-[7px] h-[13px] min-w-[3px] rounded-xs',
        segment.kind === 'queued' && `${HATCH} [--hatch:var(--line-strong)]`,
        segment.kind === 'retrying' && `${HATCH} [--hatch:var(--warn)] opacity-70`,
        segment.kind === 'waiting' && (segment.endAt === null ? 'border border-wait bg-wait-soft' : 'border border-wait/45 bg-wait-soft/60'),
        segment.kind === 'compensating' && 'bg-undo',
        segment.kind === 'running' && (segment.outcome === null ? 'bg-run' : (OUTCOME[segment.outcome] ?? 'bg-ok')),
        segment.endAt === null && segment.kind !== 'waiting' && 'rounded-r-none',
        faint && 'opacity-30',
      )}
      // What happened at the very end stays in sight.
      style={{ left: `min(${left * 100}%, calc(100% - 3px))`, width: `${width * 100}%` }}
    />
  );
}

import { Ban, Check, CircleDashed, CircleDot, Clock, Ellipsis, Hourglass, LoaderCircle, OctagonX, Pause, RotateCcw, SkipForward, TimerOff, TriangleAlert, Undo2, User, X, type LucideIcon } from 'lucide-react';
import type { RunStatus, StepStatus } from '@/engine/index.ts';
import type { Tone } from './badge.tsx';

/** `handled` is a failed step whose error the run went on from. */
export type AnyStatus = RunStatus | StepStatus | 'handled';

export type StatusFace = { icon: LucideIcon; tone: Tone; /** Turns while it lives. */ moving?: true; /** Drawn faint and dashed: not started, or never will. */ dashed?: true };

/** One face per status: icon and colour always together, the words in messages/status.ts. */
export const STATUS_FACE: Readonly<Record<AnyStatus, StatusFace>> = {
  queued: { icon: Ellipsis, tone: 'neutral', dashed: true },
  pending: { icon: CircleDashed, tone: 'neutral', dashed: true },
  scheduled: { icon: Hourglass, tone: 'run' },
  running: { icon: LoaderCircle, tone: 'run', moving: true },
  waiting: { icon: Clock, tone: 'wait' },
  retrying: { icon: RotateCcw, tone: 'warn' },
  paused: { icon: Pause, tone: 'wait' },
  completed: { icon: Check, tone: 'ok' },
  failed: { icon: X, tone: 'bad' },
  handled: { icon: TriangleAlert, tone: 'warn' },
  skipped: { icon: SkipForward, tone: 'neutral', dashed: true },
  cancelled: { icon: Ban, tone: 'neutral' },
  terminated: { icon: OctagonX, tone: 'bad' },
  timed_out: { icon: TimerOff, tone: 'bad' },
  compensating: { icon: Undo2, tone: 'undo', moving: true },
  compensated: { icon: Undo2, tone: 'undo' },
};

/** A wait for a person and a wait for the clock look different. */
export function waitingIcon(kind: 'timer' | 'signal' | 'approval' | 'child' | null): LucideIcon {
  return kind === 'approval' ? User : kind === 'child' ? CircleDot : Clock;
}

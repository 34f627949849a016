import type { StepFrames } from '@/components/data/frame-store.ts';
import { type AttemptLogs, endedAttempts, isLogLevel, logsOfAttempt, type RunEvent, type StepState } from '@/engine/index.ts';

/** Logs by the number of the attempt's task. */
export function logsByTask(events: readonly RunEvent[], step: StepState): Map<number, AttemptLogs> {
  const found = new Map<number, AttemptLogs>();
  for (const span of endedAttempts(step)) {
    const logs = logsOfAttempt(events, step.path, span);
    if (logs !== null) found.set(span.task, logs);
  }
  return found;
}

/** What the open attempt has logged so far, as far as the page has heard of it. */
export function liveLogs(frames: StepFrames | undefined, step: StepState): AttemptLogs | null {
  if (frames === undefined || step.task === null || frames.attempt !== step.attempt) return null;
  const lines = frames.lines.flatMap((line) => (line.kind === 'log' ? [{ level: isLogLevel(line.level) ? line.level : ('log' as const), message: line.message }] : []));
  const { cut } = frames;
  return lines.length === 0 && cut === undefined ? null : { lines, ...(cut === undefined ? {} : { cut }) };
}

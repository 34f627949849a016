import type { CanvasWords } from './canvas-context.ts';
import type { NodeOverlay } from './overlay.ts';

export type FootLine = { text: string; tone: 'plain' | 'run' | 'wait' | 'warn' | 'bad' | 'ok' | 'undo'; pill?: boolean; mono?: boolean; extra?: string };

/** The foot of a card while a run is watched: since when it is so, and what ends it. Null leaves the foot of the design away. */
export function footOf(overlay: NodeOverlay, now: number, words: CanvasWords): FootLine | null {
  const since = overlay.since ? words.span(now - overlay.since, false) : null;
  const due = overlay.dueAt ? words.due(overlay.dueAt, now) : null;
  switch (overlay.status) {
    case 'waiting':
      return { text: [since ? words.waiting(since) : words.status('waiting'), overlay.waitingFor === 'signal' ? overlay.waitingName : null, due].filter(Boolean).join(' · '), tone: 'wait', pill: true };
    case 'retrying':
      return { text: [words.attempt((overlay.attempt ?? 1) + 1, overlay.maximumAttempts), due].filter(Boolean).join(' · '), tone: 'warn', pill: true };
    case 'running':
    case 'scheduled': {
      if (overlay.words) return { text: `“${overlay.words}`, tone: 'run' };
      const parts = [overlay.progress ? progressWords(overlay.progress) : since, (overlay.attempt ?? 1) > 1 ? words.attempt(overlay.attempt!, overlay.maximumAttempts) : null];
      const text = parts.filter(Boolean).join(' · ');
      return text ? { text, tone: overlay.status === 'running' ? 'run' : 'plain' } : null;
    }
    case 'completed':
    case 'compensated': {
      const extra = [
        overlay.cached ? words.cached : overlay.durationMs !== null && overlay.durationMs !== undefined ? words.span(overlay.durationMs) : null,
        (overlay.attempt ?? 1) > 1 ? words.attempts(overlay.attempt!) : null,
      ].filter(Boolean).join(' · ');
      if (overlay.fact) return { text: overlay.fact, tone: overlay.handled ? 'warn' : 'plain', mono: true, extra };
      return extra ? { text: extra, tone: overlay.status === 'compensated' ? 'undo' : 'plain' } : null;
    }
    case 'failed':
      return overlay.fact ? { text: overlay.fact, tone: overlay.handled ? 'warn' : 'bad' } : null;
    case 'skipped':
      return overlay.fact ? { text: overlay.fact, tone: 'plain' } : null;
    case 'compensating':
      return { text: words.status('compensating'), tone: 'undo', pill: true };
    default:
      return null;
  }
}

function progressWords(progress: { done: number; total: number | null }): string {
  return progress.total === null ? String(progress.done) : `${progress.done} / ${progress.total}`;
}

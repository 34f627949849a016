import type { JsonObject } from '@/engine/index.ts';

/** Parameters of which a step takes exactly one. Its form asks which, and shows that one. */
const ALTERNATIVES: Readonly<Record<string, readonly string[]>> = { loop: ['count', 'while', 'until'], wait: ['for', 'until'], start: ['cron', 'every'] };

export function alternativesOf(type: string): readonly string[] {
  return ALTERNATIVES[type] ?? [];
}

/** Which of them to show: those that are said, however many; else the one that was picked, or the first. */
export function saidOf(alternatives: readonly string[], params: JsonObject, picked: string | null): readonly string[] {
  const said = alternatives.filter((param) => params[param] !== undefined && params[param] !== null);
  // Two at once contradict each other: both are shown, so that one can be taken away.
  if (said.length > 0) return said;
  return alternatives.slice(0, 1).map((first) => picked ?? first);
}

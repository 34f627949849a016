const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const FORM = /^(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+$/;
const PART = /(\d+(?:\.\d+)?)(ms|[smhdw])/g;

/** Longest duration accepted: ten years. A longer one is a slip of the unit, and would overflow due times. */
export const MAXIMUM_DURATION_MS = 10 * 366 * UNIT_MS.d!;

/**
 * Reads a duration such as `500ms`, `1h30m` or `2d`.
 * @returns milliseconds, or null when the text is not a duration or is longer than ten years
 */
export function parseDuration(text: string): number | null {
  if (!FORM.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(PART)) total += Number(amount) * UNIT_MS[unit!]!;
  const rounded = Math.round(total);
  return rounded <= MAXIMUM_DURATION_MS ? rounded : null;
}

/** Writes milliseconds in the largest units that fit: 5_400_000 → `1h30m`. */
export function formatDuration(durationMs: number): string {
  let rest = Math.max(0, Math.round(durationMs));
  if (rest === 0) return '0s';
  let text = '';
  for (const unit of ['d', 'h', 'm', 's', 'ms']) {
    const size = UNIT_MS[unit]!;
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}

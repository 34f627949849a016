const UNITS = [['d', 86_400_000], ['h', 3_600_000], ['m', 60_000], ['s', 1_000]] as const;

/** What a unit is called behind a number. */
export type UnitNames = Readonly<Record<'d' | 'h' | 'm' | 's' | 'ms', string>>;
const SHORT: UnitNames = { d: 'd', h: 'h', m: 'm', s: 's', ms: 'ms' };

/** A span in at most two units, e.g. `412 ms`, `1.9 s`, `4 m 12 s`, `2 d`. */
export function spanWords(milliseconds: number, exact = true, names: UnitNames = SHORT): string {
  const span = Math.max(0, Math.round(milliseconds));
  if (span < 1_000) return exact ? `${span} ${names.ms}` : `0 ${names.s}`;
  if (span < 10_000 && exact) return `${(span / 1_000).toFixed(1)} ${names.s}`;
  for (let at = 0; at < UNITS.length; at++) {
    const [unit, size] = UNITS[at]!;
    if (span < size) continue;
    const whole = Math.floor(span / size);
    const next = UNITS[at + 1];
    const rest = next ? Math.floor((span % size) / next[1]) : 0;
    return rest > 0 && whole < 10 ? `${whole} ${names[unit]} ${rest} ${names[next![0]]}` : `${whole} ${names[unit]}`;
  }
  return `0 ${names.s}`;
}

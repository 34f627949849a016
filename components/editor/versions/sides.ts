/** One side of a comparison: a version by its number, or the draft. */
export type Side = number | 'draft';

/**
 * The sides that an address names, `?from=3&to=draft`; null when it names none. What it leaves out is the latest version
 * before, the draft after; what nobody can read is left out.
 */
export function sidesOf(from: string, to: string, latest: number | null): { from: Side; to: Side } | null {
  if (from === '' && to === '') return null;
  return { from: sideOf(from) ?? latest ?? 'draft', to: sideOf(to) ?? 'draft' };
}

function sideOf(text: string): Side | null {
  if (text === 'draft') return 'draft';
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}

/** The lines of two texts that differ, from the first to the last of them. */
export type ChangedLines = { before: string; after: string; /** Lines that are the same, before and behind. */ above: number; below: number };

export function changedLines(before: string, after: string): ChangedLines {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const shorter = Math.min(old.length, now.length);
  let above = 0;
  while (above < shorter && old[above] === now[above]) above += 1;
  let below = 0;
  while (below < shorter - above && old[old.length - 1 - below] === now[now.length - 1 - below]) below += 1;
  return { before: old.slice(above, old.length - below).join('\n'), after: now.slice(above, now.length - below).join('\n'), above, below };
}

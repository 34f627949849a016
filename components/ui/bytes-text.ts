const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

/** A size as people read it: `812 B`, `300 KB`, `1.2 MB`. */
export function bytesText(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${unit < 2 || size >= 10 ? Math.round(size) : Number(size.toFixed(1))} ${UNITS[unit]}`;
}

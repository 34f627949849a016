/** Keyset cursors: the sort key of the last row of a page, unreadable enough that nobody builds one by hand. */
export function writeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @returns null when the text is not a cursor of this shape */
export function readCursor<const Shape extends readonly ('string' | 'number')[]>(text: string, shape: Shape): { [I in keyof Shape]: Shape[I] extends 'number' ? number : string } | null {
  try {
    const key: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (!Array.isArray(key) || key.length !== shape.length || key.some((value, index) => typeof value !== shape[index])) return null;
    return key as { [I in keyof Shape]: Shape[I] extends 'number' ? number : string };
  } catch {
    return null;
  }
}

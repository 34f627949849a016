/** Where a page ended: the values of its order, as opaque text. */
export function writeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The values of a cursor, or null when it is not one of ours. */
export function readCursor(cursor: string | null | undefined, kinds: readonly ('string' | 'number')[]): (string | number)[] | null {
  if (cursor === null || cursor === undefined || cursor === '') return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(values) || values.length !== kinds.length) return null;
    return values.every((value, index) => typeof value === kinds[index]) ? (values as (string | number)[]) : null;
  } catch {
    return null;
  }
}

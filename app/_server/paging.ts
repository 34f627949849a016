import { readCursor, writeCursor } from '@/engine/server.ts';
import { ProblemError } from './problem-error.ts';

export const USUAL_PAGE = 50;

export function invalidCursor(): ProblemError {
  return new ProblemError('invalid_cursor', 'The cursor is not one that this list gave. Begin again without it.');
}

/**
 * The values of a cursor; null when there is none.
 * @param kinds what the list is ordered by
 * @param greatest the greatest number it is ordered by
 * @throws ProblemError invalid_cursor
 */
export function requireCursor(cursor: string | undefined, kinds: readonly ('number' | 'string')[], greatest = Number.MAX_SAFE_INTEGER): (string | number)[] | null {
  if (cursor === undefined) return null;
  const values = readCursor(cursor, kinds);
  if (values === null || !values.every((value) => (typeof value === 'number' ? Number.isInteger(value) && Math.abs(value) <= greatest : !value.includes('\0')))) throw invalidCursor();
  return values;
}

/** The page that the engine is asked for; it orders by `kinds`. @throws ProblemError invalid_cursor */
export function pageRequest({ limit, cursor }: { limit?: number | undefined; cursor?: string | undefined }, kinds: readonly ('number' | 'string')[]): { limit: number; cursor: string | null } {
  requireCursor(cursor, kinds);
  return { limit: limit ?? USUAL_PAGE, cursor: cursor ?? null };
}

/** Cuts one page out of a list that is ordered by a number and a text, after the place that the cursor names. */
export function pageOfList<T>(items: readonly T[], keyOf: (item: T) => readonly [number, string], page: { limit?: number | undefined; cursor?: string | undefined }): { items: T[]; nextCursor: string | null } {
  const after = requireCursor(page.cursor, ['number', 'string']);
  const rest = after === null ? items : items.filter((item) => isAfter(keyOf(item), [Number(after[0]), String(after[1])]));
  const limit = page.limit ?? USUAL_PAGE;
  const cut = rest.slice(0, limit);
  const last = cut.at(-1);
  return { items: cut, nextCursor: rest.length > limit && last !== undefined ? writeCursor(keyOf(last)) : null };
}

function isAfter(key: readonly [number, string], after: readonly [number, string]): boolean {
  return key[0] > after[0] || (key[0] === after[0] && key[1] > after[1]);
}

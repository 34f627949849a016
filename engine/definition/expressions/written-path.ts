const IDENTIFIER = /^[A-Za-z_]\w*$/;

/** A member as it is written behind a path: a key that is no name stands in brackets. */
export function member(base: string, key: string): string {
  if (IDENTIFIER.test(key)) return `${base}.${key}`;
  return /^\d+$/.test(key) ? `${base}[${key}]` : `${base}["${key}"]`;
}

/** A path as it is written in an expression. */
export function writtenPath(root: string, path: readonly string[]): string {
  return path.reduce(member, root);
}

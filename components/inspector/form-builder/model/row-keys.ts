/** A key for each row, which stays with it while others come, go and move, and while it gets another name. */
export type RowKeys = { names: readonly string[]; keys: readonly number[]; next: number };

export function startKeys(names: readonly string[]): RowKeys {
  return { names, keys: names.map((_, at) => at), next: names.length };
}

/** Rows of the same name are the same. Where just one name differs, its row was renamed. */
export function followKeys(before: RowKeys, names: readonly string[]): RowKeys {
  if (before.names.length === names.length) {
    const changed = names.flatMap((name, at) => (name === before.names[at] ? [] : [at]));
    if (changed.length === 0) return before;
    const [only] = changed;
    if (changed.length === 1 && only !== undefined && !before.names.includes(names[only] ?? '')) return { ...before, names };
  }
  let next = before.next;
  const keys = names.map((name) => {
    const at = before.names.indexOf(name);
    return before.keys[at] ?? next++;
  });
  return { names, keys, next };
}

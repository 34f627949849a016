type Loose = Record<string, unknown>;

/**
 * What only the editor needs may stand under `ui` of the definition, as it does under `ui` of a node: notes and the
 * viewport are brought to where they are kept. A viewport that says nothing is none. Nothing is lost: what would meet
 * another list of notes, or is not known, stays where it is, for the check of the shape to name.
 */
export function withEditorPlaces(document: unknown): unknown {
  if (!isRecord(document)) return document;
  const next: Loose = { ...document };
  if (isRecord(next.ui)) {
    const rest: Loose = { ...next.ui };
    for (const member of ['notes', 'viewport'] as const) {
      if (rest[member] === undefined || (!isEmpty(next[member]) && !isEmpty(rest[member]))) continue;
      if (isEmpty(next[member])) next[member] = rest[member];
      delete rest[member];
    }
    if (Object.keys(rest).length === 0) delete next.ui;
    else next.ui = rest;
  }
  if (isRecord(next.viewport) && isEmpty(next.viewport)) delete next.viewport;
  return next;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0);
}

function isRecord(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

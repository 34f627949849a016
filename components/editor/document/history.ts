import type { Definition } from '@/engine/index.ts';
import type { Outcome } from '../commands/outcome.ts';

export type Selection = ReadonlySet<string>;

/** One gesture. Documents share all that did not change, so an entry costs about as much as its change. */
export type Entry = {
  /** Key of the message that names it, for the menu and for people who listen. */
  label: string;
  before: Definition;
  after: Definition;
  selectionBefore: Selection;
  selectionAfter: Selection;
  /** Gestures with the same key on the same things that follow each other within `MERGE_MS` are one (writing in a field, holding an arrow key). */
  merge: string | null;
  at: number;
};

export type History = { definition: Definition; selection: Selection; past: readonly Entry[]; future: readonly Entry[] };

export const MERGE_MS = 1_200;

export function startHistory(definition: Definition): History {
  return { definition, selection: new Set(), past: [], future: [] };
}

/** Does one gesture. A command that changed nothing leaves no entry, but may select. @param now epoch ms */
export function apply(history: History, label: string, outcome: Outcome, now: number, merge: string | null = null): History {
  const selection = outcome.select === undefined ? stillThere(outcome.definition, history.selection) : new Set(outcome.select);
  if (outcome.definition === history.definition) return outcome.select === undefined ? history : { ...history, selection };
  const last = history.past.at(-1);
  const joins = merge !== null && last?.merge === merge && now - last.at <= MERGE_MS && history.future.length === 0 && isSame(last.selectionAfter, history.selection);
  const entry: Entry = {
    label, merge, at: now,
    before: joins ? last.before : history.definition,
    after: outcome.definition,
    selectionBefore: joins ? last.selectionBefore : history.selection,
    selectionAfter: selection,
  };
  return { definition: outcome.definition, selection, past: [...(joins ? history.past.slice(0, -1) : history.past), entry], future: [] };
}

export function undo(history: History): History {
  const entry = history.past.at(-1);
  if (!entry) return history;
  return { definition: entry.before, selection: entry.selectionBefore, past: history.past.slice(0, -1), future: [entry, ...history.future] };
}

export function redo(history: History): History {
  const entry = history.future[0];
  if (!entry) return history;
  return { definition: entry.after, selection: entry.selectionAfter, past: [...history.past, { ...entry, merge: null }], future: history.future.slice(1) };
}

export function select(history: History, ids: Iterable<string>): History {
  const next = new Set(ids);
  return isSame(next, history.selection) ? history : { ...history, selection: next };
}

function isSame(a: Selection, b: Selection): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id));
}

function stillThere(definition: Definition, selection: Selection): Selection {
  const ids = new Set([...definition.nodes, ...definition.edges, ...(definition.notes ?? [])].map((item) => item.id));
  return [...selection].every((id) => ids.has(id)) ? selection : new Set([...selection].filter((id) => ids.has(id)));
}

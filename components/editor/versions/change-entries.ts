import { type ChangeEffect, type Definition, type DefinitionDiff, type EdgeDefinition, type MemberChange, type NodeDefinition } from '@/engine/index.ts';
import type { ChangeMark } from '../../canvas/changes.ts';

/** One line of the list of changes. A step that runs otherwise and is drawn otherwise has two: one in each group. */
export type ChangeEntry = {
  key: string;
  effect: ChangeEffect;
  mark: ChangeMark;
  subject:
    | { kind: 'node'; node: NodeDefinition }
    | { kind: 'edge'; edge: EdgeDefinition; from: string; to: string }
    | { kind: 'note'; text: string }
    | { kind: 'workflow' }
    /** Steps that do something else because the settings of the workflow do, and for no other reason. */
    | { kind: 'inherits'; nodes: { id: string; name: string }[] };
  /** The node or note that is to be looked at. */
  goTo: string | null;
  /** What differs, when something was there before and is now. */
  members: MemberChange[];
};

/** The list of changes, in the order of the document: the workflow, its steps, its edges, its notes. */
export function entriesOf(diff: DefinitionDiff, before: Definition, after: Definition): ChangeEntry[] {
  const nodes = new Map([...before.nodes, ...after.nodes].map((node) => [node.id, node]));
  const nameOf = (id: string): string => nodes.get(id)?.name || id;
  const inherits: { id: string; name: string }[] = [];
  const entries: ChangeEntry[] = [];
  const members = (key: string, subject: ChangeEntry['subject'], goTo: string | null, all: readonly MemberChange[]): void => {
    for (const effect of ['behaviour', 'layout'] as const) {
      const some = all.filter((member) => member.effect === effect);
      if (some.length > 0) entries.push({ key: `${key}:${effect}`, effect, mark: effect === 'behaviour' ? 'changed' : drawnMark(some), subject, goTo, members: some });
    }
  };

  members('workflow', { kind: 'workflow' }, null, diff.workflow);
  for (const [index, each] of diff.nodes.entries()) {
    if (each.change !== 'changed') entries.push({ key: `node:${each.id}:${index}`, effect: 'behaviour', mark: each.change, subject: { kind: 'node', node: each.node }, goTo: each.id, members: [] });
    else if (each.members.every(({ saidBy }) => saidBy === 'settings')) inherits.push({ id: each.id, name: nameOf(each.id) });
    else members(`node:${each.id}:${index}`, { kind: 'node', node: each.after }, each.id, each.members);
  }
  if (inherits.length > 0) entries.push({ key: 'inherits', effect: 'behaviour', mark: 'changed', subject: { kind: 'inherits', nodes: inherits }, goTo: inherits[0]!.id, members: [] });
  for (const [index, { change, edge }] of diff.edges.entries()) {
    entries.push({ key: `edge:${index}`, effect: 'behaviour', mark: change, subject: { kind: 'edge', edge, from: nameOf(edge.source), to: nameOf(edge.target) }, goTo: edge.source, members: [] });
  }
  const texts = new Map([...(before.notes ?? []), ...(after.notes ?? [])].map((note) => [note.id, note.text]));
  for (const [index, each] of diff.notes.entries()) {
    const subject = { kind: 'note', text: texts.get(each.id) ?? '' } as const;
    if (each.change === 'changed') members(`note:${index}`, subject, each.id, each.members);
    else entries.push({ key: `note:${index}`, effect: 'layout', mark: each.change, subject, goTo: each.change === 'added' ? each.id : null, members: [] });
  }
  return entries;
}

const PLACES: ReadonlySet<string> = new Set(['/position', '/ui/size', '/size']);

/** What became of something that does the same as before. */
export function drawnMark(members: readonly MemberChange[]): ChangeMark {
  return members.every(({ pointer }) => PLACES.has(pointer)) ? 'moved' : 'drawn';
}

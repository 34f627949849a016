import { shapes, triggerKind, type Definition, type NodeDefinition } from '@/engine/index.ts';

/** By which a run can enter: a disabled start is none. */
export function entriesOf(definition: Pick<Definition, 'nodes'>): NodeDefinition[] {
  return definition.nodes.filter((node) => shapes.get(node.type)?.kind === 'start' && !node.disabled);
}

/** The entry to offer first: the one that is wanted, while there is one of that id; else the one a run takes without a word, which is rather no schedule's. '' without any. */
export function entryAmong(entries: readonly NodeDefinition[], wanted: string | null | undefined): string {
  return (entries.find(({ id }) => id === wanted) ?? entries.find(({ params }) => triggerKind(params) === 'manual') ?? entries[0])?.id ?? '';
}

/** What a start says of its entry. Nothing where there is no choice. */
export function entryToSend(entries: readonly NodeDefinition[], entry: string): { entry?: string } {
  return entries.length > 1 ? { entry } : {};
}

import { isJsonObject, type Catalogue, type Definition } from '@/engine/index.ts';

/** Ends of the workflow that answer with a member of this name, or with a value of which nothing says what is in it. */
export function endsThatWrite(definition: Definition, catalogue: Catalogue, name: string): string[] {
  return definition.nodes.filter((node) => {
    if (catalogue.get(node.type)?.kind !== 'end' || (node.parent ?? null) !== null) return false;
    const output = node.params['output'];
    return isJsonObject(output) ? Object.hasOwn(output, name) : typeof output === 'string' && output.includes('{{');
  }).map(({ id }) => id);
}

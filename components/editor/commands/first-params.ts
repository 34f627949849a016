import { isJsonObject, modeOf, rewriteValue, type Catalogue, type Definition, type Json, type JsonObject } from '@/engine/index.ts';
import { outputSchemaOf, sightOf } from '../../inspector/model/sight.ts';
import { nodeById } from '../document/graph.ts';
import { nearestValue, type NearestValue, type Standing } from '../document/nearest-value.ts';

/**
 * What a new node of a type starts with at its place. The defaults of a type speak of the input of the workflow, which is
 * what the first step works on; within a map that is the item, and behind another step what that one gives.
 * @param definition with the node in it
 */
export function firstParams(definition: Definition, catalogue: Catalogue, id: string, standing: Standing): JsonObject {
  const node = nodeById(definition, id);
  const shape = node && catalogue.get(node.type);
  if (node === undefined || shape === undefined) return {};
  const defaults = structuredClone(shape.defaults);
  const value = nearestValue(definition, catalogue, standing);
  if (value === null) return defaults;
  const schema = schemaOf(definition, catalogue, id, standing, value);
  return Object.fromEntries(Object.entries(defaults).map(([param, first]) => [param, modeOf(shape, param) === 'template' ? reading(first, value, schema) : first]));
}

function schemaOf(definition: Definition, catalogue: Catalogue, id: string, { after }: Standing, { root, path }: NearestValue): Json | undefined {
  // The edge to what it undoes is not drawn yet for all who ask.
  if (root === 'compensated' && path.length === 1) return outputSchemaOf(nodeById(definition, after?.node ?? ''), definition, catalogue);
  return sightOf(definition, catalogue, id).schemaOf(root, path);
}

/** A default that reads the input, reading the value instead. A member of the input is looked for in it only where it may be there. */
function reading(first: Json, { root, written }: NearestValue, schema: Json | undefined): Json {
  const known = isJsonObject(schema) ? schema : {};
  const members = isJsonObject(known['properties']) ? known['properties'] : null;
  const mayHave = (member: string): boolean => (members === null ? root === 'item' && (known['type'] === undefined || known['type'] === 'object') : Object.hasOwn(members, member));
  const read = rewriteValue(first, ({ root: from, path: [member] }) => (from === 'input' && (member === undefined || mayHave(member)) ? { members: 0, to: written } : null));
  // Text needs no quotes round it.
  return known['type'] === 'string' && typeof read === 'string' ? read.replaceAll(`toJson(${written})`, written) : read;
}

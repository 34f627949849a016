import { member } from '../expressions/written-path.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { nearest } from './context.ts';

/** What is wrong with a path that leaves what is declared of the value it reads. */
export type Astray = { code: 'unknown_member' | 'always_null'; message: string; fix?: string };

/** With these a schema says more than its properties do, and what they leave open nobody can tell from here. */
const OPEN = ['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'patternProperties', 'not', 'dependentSchemas', 'prefixItems'] as const;
/** More names than these are not read in one sentence. */
const MOST_NAMES = 12;

/**
 * Follows a path through a schema until it names what is not declared there. Nothing is said where a schema leaves open
 * what else there may be.
 * @param base how the value that the schema is of is written, such as `nodes.ask.output`
 */
export function astray(base: string, schema: Json | undefined, path: readonly string[]): Astray | null {
  let at = schema;
  let written = base;
  for (const key of path) {
    if (!isJsonObject(at) || OPEN.some((keyword) => keyword in (at as JsonObject))) return null;
    const types = typesOf(at);
    if (types.includes('object')) {
      const properties = isJsonObject(at.properties) ? at.properties : {};
      if (!Object.hasOwn(properties, key)) return types.includes('array') ? null : undeclared(written, at, properties, key);
      at = properties[key];
    } else if (types.includes('array')) {
      if (!/^\d+$/.test(key)) return { code: 'unknown_member', message: `${written} is a list; take an item of it before "${key}", as in ${written}[0].` };
      at = at.items;
    } else {
      if (types.length === 0) return null;
      if (types.every((type) => type === 'null')) return alwaysNull(written, at);
      return { code: 'unknown_member', message: `${written} is a ${TYPE_NAMES[types.find((type) => type !== 'null')!] ?? 'value'}; it has no "${key}".` };
    }
    written = member(written, key);
  }
  return path.length > 0 && isJsonObject(at) && at.type === 'null' ? alwaysNull(written, at) : null;
}

const TYPE_NAMES: Readonly<Record<string, string>> = { boolean: 'bool', integer: 'number', number: 'number', string: 'string' };

function typesOf(schema: JsonObject): string[] {
  if (typeof schema.type === 'string') return [schema.type];
  if (Array.isArray(schema.type)) return schema.type.filter((type): type is string => typeof type === 'string');
  if (isJsonObject(schema.properties)) return ['object'];
  return isJsonObject(schema.items) ? ['array'] : [];
}

function undeclared(written: string, schema: JsonObject, properties: JsonObject, key: string): Astray | null {
  const names = Object.keys(properties);
  const more = schema.additionalProperties;
  if (more !== undefined && more !== false) return null;
  // An object of which nothing at all is declared may hold anything.
  if (names.length === 0) return null;
  const told = `${names.slice(0, MOST_NAMES).join(', ')}${names.length > MOST_NAMES ? ' …' : ''}`;
  const inner = names.find((name) => {
    const one = properties[name];
    return isJsonObject(one) && isJsonObject(one.properties) && Object.hasOwn(one.properties, key);
  });
  const near = nearest(key, names);
  const fix = inner !== undefined ? `Write ${member(member(written, inner), key)}.` : near !== undefined ? `Did you mean "${near}"?` : undefined;
  return { code: 'unknown_member', message: `${written} has no "${key}"; it has ${told}.`, ...(fix === undefined ? {} : { fix }) };
}

function alwaysNull(written: string, schema: JsonObject): Astray {
  return { code: 'always_null', message: `${written} is always null.`, ...(typeof schema.description === 'string' ? { fix: schema.description } : {}) };
}

import { format as formats, Validator, type OutputUnit, type Schema } from '@cfworker/json-schema';
import { isJsonObject, pointerToken, type Json, type JsonObject } from './json.ts';
import { linearRegex, RegexError } from './linear-regex/regex.ts';

/** A value that does not fit its schema. `pointer` leads into the value. */
export type SchemaProblem = { pointer: string; keyword: string; message: string };

export type SchemaValidator = { validate: (value: Json) => SchemaProblem[] };

const MOST_PROBLEMS = 50;
const MOST_SUBSCHEMAS = 5_000;
const MOST_EXPANDED = 50_000;
const DEEPEST = 60;
/** `uniqueItems` compares every pair. */
const LONGEST_UNIQUE = 2_000;
/** A pattern costs its states times the length of the text. */
const PATTERN_STEPS = 4_000_000;
const LONGEST_FORMATTED = 2_048;

const KNOWN_TYPES = new Set(['null', 'boolean', 'object', 'array', 'number', 'integer', 'string']);
const SCHEMA_KEYWORDS = ['additionalProperties', 'unevaluatedProperties', 'propertyNames', 'items', 'unevaluatedItems', 'contains', 'not', 'if', 'then', 'else'];
const LIST_KEYWORDS = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const MAP_KEYWORDS = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'];
const COUNT_KEYWORDS = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties', 'minContains', 'maxContains'];
const NUMBER_KEYWORDS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'];

/** Formats as we offer them: those of the package, for texts of a length at which none of their expressions is slow. */
const OFFERED = ['date', 'time', 'date-time', 'duration', 'uri', 'uri-reference', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid', 'json-pointer'];
for (const name of OFFERED) {
  const test = formats[name]!;
  formats[`heddle:${name}`] = (text) => text.length <= LONGEST_FORMATTED && test(text);
}

/** Patterns live in the package's table of formats while a validator uses them. */
const released = new FinalizationRegistry<string[]>((names) => {
  for (const name of names) delete formats[name];
});
let patternCount = 0;

/**
 * Finds what is wrong with a JSON Schema document (draft 2020-12) itself, pattern by pattern; empty when it can be used.
 * `pointer` leads into the schema.
 */
export function checkSchemaDocument(schema: Json): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  let count = 0;
  const add = (pointer: string, keyword: string, message: string) => problems.push({ pointer, keyword, message });
  const visit = (at: Json, pointer: string, depth: number): void => {
    if (typeof at === 'boolean') return;
    if (!isJsonObject(at)) return void add(pointer, '', 'A schema is an object, or true or false.');
    if (++count > MOST_SUBSCHEMAS || depth > DEEPEST) {
      if (count === MOST_SUBSCHEMAS + 1 || depth > DEEPEST) add(pointer, '', `A schema has at most ${MOST_SUBSCHEMAS} parts, ${DEEPEST} deep.`);
      return;
    }
    checkKeywords(at, pointer, schema, add);
    for (const keyword of SCHEMA_KEYWORDS) if (at[keyword] !== undefined) visit(at[keyword], `${pointer}/${keyword}`, depth + 1);
    for (const keyword of LIST_KEYWORDS) {
      const list = at[keyword];
      if (list === undefined) continue;
      if (!Array.isArray(list) || (list.length === 0 && keyword !== 'prefixItems')) add(`${pointer}/${keyword}`, keyword, `"${keyword}" is a list of schemas.`);
      else list.forEach((item, index) => visit(item, `${pointer}/${keyword}/${index}`, depth + 1));
    }
    for (const keyword of MAP_KEYWORDS) {
      const map = at[keyword];
      if (map === undefined) continue;
      if (!isJsonObject(map)) add(`${pointer}/${keyword}`, keyword, `"${keyword}" maps names to schemas.`);
      else for (const [key, value] of Object.entries(map)) visit(value, `${pointer}/${keyword}/${pointerToken(key)}`, depth + 1);
    }
  };
  visit(schema, '', 0);
  if (problems.length === 0 && expandedSize(schema) > MOST_EXPANDED) add('', '$ref', 'The references of this schema multiply beyond what can be checked.');
  return problems.slice(0, MOST_PROBLEMS);
}

function checkKeywords(at: JsonObject, pointer: string, root: Json, add: (pointer: string, keyword: string, message: string) => void): void {
  const { type, pattern, $ref, required, enum: choices } = at;
  const types = Array.isArray(type) ? type : type === undefined ? [] : [type];
  for (const each of types) if (typeof each !== 'string' || !KNOWN_TYPES.has(each)) add(`${pointer}/type`, 'type', `${JSON.stringify(each)} is no type; there are ${[...KNOWN_TYPES].join(', ')}.`);
  if (required !== undefined && !(Array.isArray(required) && required.every((each) => typeof each === 'string'))) add(`${pointer}/required`, 'required', '"required" is a list of names.');
  if (choices !== undefined && !Array.isArray(choices)) add(`${pointer}/enum`, 'enum', '"enum" is a list of values.');
  for (const keyword of COUNT_KEYWORDS) {
    const value = at[keyword];
    if (value !== undefined && !(typeof value === 'number' && Number.isInteger(value) && value >= 0)) add(`${pointer}/${keyword}`, keyword, `"${keyword}" is a whole number from 0.`);
  }
  for (const keyword of NUMBER_KEYWORDS) if (at[keyword] !== undefined && typeof at[keyword] !== 'number') add(`${pointer}/${keyword}`, keyword, `"${keyword}" is a number.`);
  if (at.multipleOf !== undefined && !(typeof at.multipleOf === 'number' && at.multipleOf > 0)) add(`${pointer}/multipleOf`, 'multipleOf', '"multipleOf" is a number above 0.');
  if (pattern !== undefined) checkPattern(pattern, `${pointer}/pattern`, add);
  if (isJsonObject(at.patternProperties)) for (const key of Object.keys(at.patternProperties)) checkPropertyPattern(key, `${pointer}/patternProperties/${pointerToken(key)}`, add);
  if (at.$id !== undefined || at.$anchor !== undefined || at.$dynamicRef !== undefined) add(pointer, '$id', 'A schema here stands alone: $id, $anchor and $dynamicRef are not known; use "$ref": "#/$defs/…".');
  if ($ref !== undefined && (typeof $ref !== 'string' || resolve(root, $ref) === undefined)) add(`${pointer}/$ref`, '$ref', `${JSON.stringify($ref)} leads nowhere; write "#/$defs/…".`);
}

function checkPattern(pattern: Json, pointer: string, add: (pointer: string, keyword: string, message: string) => void): void {
  try {
    if (typeof pattern !== 'string') throw new RegexError('A pattern is text.');
    linearRegex(pattern);
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    add(pointer, 'pattern', error.message);
  }
}

/** Names are matched by the package itself, so only what needs no repetition over repetition may stand here. */
function checkPropertyPattern(pattern: string, pointer: string, add: (pointer: string, keyword: string, message: string) => void): void {
  checkPattern(pattern, pointer, add);
  const repeats = pattern.replace(/\\./g, '').match(/[*+]|\{\d+,\d*\}/g)?.length ?? 0;
  if (repeats > 1 || /\)[*+{]/.test(pattern)) add(pointer, 'patternProperties', 'A pattern of names may repeat one set of characters, once.');
}

function resolve(root: Json, ref: string): Json | undefined {
  if (ref === '#') return root;
  if (!ref.startsWith('#/')) return undefined;
  let at: Json | undefined = root;
  for (const token of ref.slice(2).split('/')) {
    const key = decodeToken(token);
    if (Array.isArray(at)) at = at[Number(key)];
    else if (isJsonObject(at) && Object.hasOwn(at, key)) at = at[key];
    else return undefined;
  }
  return at;
}

function decodeToken(token: string): string {
  try {
    return decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return token;
  }
}

/** Parts of the schema with its references followed; a reference back into itself counts once. */
function expandedSize(root: Json): number {
  const known = new Map<Json, number>();
  const open = new Set<Json>();
  const size = (at: Json): number => {
    if (typeof at !== 'object' || at === null || open.has(at)) return 1;
    const before = known.get(at);
    if (before !== undefined) return before;
    open.add(at);
    let total = 1;
    for (const [key, value] of Object.entries(at)) total += key === '$ref' && typeof value === 'string' ? size(resolve(root, value) ?? null) : size(value);
    open.delete(at);
    known.set(at, total);
    return total;
  };
  return size(root);
}

/** Definitions stay in memory while they are used, and so do their compiled schemas. */
const validators = new WeakMap<JsonObject, SchemaValidator>();

/** The validator of a schema that is asked for again and again: compiled the first time. @throws as `compileSchema` */
export function validatorOf(schema: JsonObject): SchemaValidator {
  let validator = validators.get(schema);
  if (validator === undefined) validators.set(schema, (validator = compileSchema(schema)));
  return validator;
}

/**
 * Compiles a schema. Validation takes time bounded by the sizes of schema and value: patterns are matched in linear
 * time, formats only on short texts, unique items only in lists of up to 2,000.
 * @throws Error when `checkSchemaDocument` finds fault with the schema
 */
export function compileSchema(schema: JsonObject): SchemaValidator {
  const faults = checkSchemaDocument(schema);
  if (faults.length > 0) throw new Error(`Not a usable JSON Schema: ${faults[0]!.message} (${faults[0]!.pointer || 'at the top'})`);
  const names: string[] = [];
  const patterns = new Map<string, string>();
  const prepared = prepare(schema, names, patterns) as Schema;
  const unique = JSON.stringify(schema).includes('"uniqueItems":true');
  const validator = new Validator(prepared, '2020-12', false);
  const result: SchemaValidator = {
    validate: (value) => {
      if (unique && longestList(value) > LONGEST_UNIQUE) return [{ pointer: '', keyword: 'uniqueItems', message: `A list of more than ${LONGEST_UNIQUE} items cannot be checked for unique items.` }];
      try {
        const { valid, errors } = validator.validate(value);
        return valid ? [] : errors.filter(isTelling).slice(0, MOST_PROBLEMS).map((unit) => problemOf(unit, patterns));
      } catch (error) {
        if (error instanceof RangeError) return [{ pointer: '', keyword: '$ref', message: 'The value or the schema is nested too deeply to be checked.' }];
        throw error;
      }
    },
  };
  // The validator lives as long as its function does, even when only that is kept.
  if (names.length > 0) released.register(validator, names);
  return result;
}

/** Copies a schema with its patterns and formats replaced by ours. */
function prepare(at: Json, names: string[], patterns: Map<string, string>, isSchema = true): Json {
  if (Array.isArray(at)) return at.map((item) => prepare(item, names, patterns));
  if (!isJsonObject(at)) return at;
  const result: JsonObject = {};
  for (const [key, value] of Object.entries(at)) {
    if (!isSchema) result[key] = prepare(value, names, patterns);
    else if (key === 'pattern' || key === 'format') continue;
    else if (key === 'enum' || key === 'const' || key === 'default' || key === 'examples') result[key] = value;
    else result[key] = prepare(value, names, patterns, !MAP_KEYWORDS.includes(key));
  }
  if (!isSchema) return result;
  if (typeof at.format === 'string' && OFFERED.includes(at.format)) result.format = `heddle:${at.format}`;
  if (typeof at.pattern === 'string') {
    const regex = linearRegex(at.pattern);
    const name = `heddle:pattern:${patternCount++}`;
    formats[name] = (text) => text.length * regex.states <= PATTERN_STEPS && regex.test(text);
    names.push(name);
    patterns.set(name, at.pattern);
    const more: Json[] = Array.isArray(result.allOf) ? result.allOf : [];
    result.allOf = [...more, { format: name }];
  }
  return result;
}

function longestList(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  let longest = Array.isArray(value) ? value.length : 0;
  for (const member of Object.values(value)) longest = Math.max(longest, longestList(member));
  return longest;
}

/** Keywords that only repeat what a part of them said. */
const WRAPPERS = new Set(['properties', 'items', 'additionalProperties', 'allOf', '$ref', 'prefixItems', 'patternProperties', 'then', 'else', 'if', 'dependentSchemas', 'unevaluatedProperties', 'unevaluatedItems']);

function isTelling({ keyword, instanceLocation }: OutputUnit): boolean {
  return !WRAPPERS.has(keyword) || instanceLocation === undefined;
}

function problemOf(unit: OutputUnit, patterns: ReadonlyMap<string, string>): SchemaProblem {
  const pointer = unit.instanceLocation.replace(/^#/, '').split('/').map(decodeURIComponentSafely).join('/');
  const name = pointer === '' ? 'The value' : `"${pointer.slice(1).split('/').map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~')).join('.')}"`;
  const quoted = /"([^"]*)"/.exec(unit.error)?.[1] ?? '';
  const number = /(-?\d+(?:\.\d+)?)\.?$/.exec(unit.error)?.[1] ?? '';
  switch (unit.keyword) {
    case 'type':
      return { pointer, keyword: 'type', message: `${name} must be ${unit.error.replace(/^.*Expected /, '').replace(/\.$/, '').replaceAll('"', '')}.` };
    case 'required':
      return { pointer: `${pointer}/${pointerToken(quoted)}`, keyword: 'required', message: `${name} needs "${quoted}".` };
    case 'false':
      return { pointer, keyword: 'additionalProperties', message: `${name} is not expected here.` };
    case 'minimum': case 'exclusiveMinimum': case 'maximum': case 'exclusiveMaximum':
      return { pointer, keyword: unit.keyword, message: `${name} must be ${{ minimum: 'at least', exclusiveMinimum: 'more than', maximum: 'at most', exclusiveMaximum: 'less than' }[unit.keyword]} ${number}.` };
    case 'format': {
      const pattern = patterns.get(quoted);
      if (pattern !== undefined) return { pointer, keyword: 'pattern', message: `${name} does not look like ${pattern}.` };
      return { pointer, keyword: 'format', message: `${name} is no ${quoted.replace('heddle:', '')}.` };
    }
    case 'enum': case 'const':
      return { pointer, keyword: unit.keyword, message: `${name} must be ${unit.error.replace(/^.*?match (any of )?/, unit.keyword === 'enum' ? 'one of ' : '')}` };
    default:
      return { pointer, keyword: unit.keyword, message: `${name}: ${unit.error}` };
  }
}

function decodeURIComponentSafely(token: string): string {
  return decodeToken(token) === token ? token : pointerToken(decodeToken(token));
}

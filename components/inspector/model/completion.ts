import { FUNCTION_DOCS, isJsonObject, type FunctionDoc, type Json } from '@/engine/index.ts';
import type { Sight } from './sight.ts';

/** A proposal. `apply` stands in for the text from `from` on; `value` is what it gave in the last run. */
export type Proposal = {
  label: string;
  kind: 'root' | 'node' | 'member' | 'function';
  detail: string;
  apply: string;
  doc?: string;
  value?: Json;
  example?: FunctionDoc['example'];
  /** The cursor goes so far back after it was written: into the parentheses of a call. */
  back?: number;
  rank: number;
};
export type Proposals = { from: number; items: readonly Proposal[] };

/** What a path gave in the last run; undefined when it did not run or the path leads nowhere. */
export type ValueOf = (root: string, path: readonly string[]) => Json | undefined;
export const NO_VALUES: ValueOf = () => undefined;

const PATH = /(?:^|[^\w.\])"'])((?:[A-Za-z_]\w*)(?:\??\.\w*|\[(?:"[^"]*"|'[^']*'|\d+)\])*)$/;
const STEP_MEMBERS = ['output', 'status', 'error'];
const IDENTIFIER = /^[A-Za-z_]\w*$/;
const METHODS: Readonly<Record<string, readonly FunctionDoc['group'][]>> = { string: ['text', 'dates', 'encoding', 'values'], list: ['macros', 'lists', 'values'], map: ['maps', 'macros', 'values'], number: ['numbers', 'values'], any: ['macros', 'text', 'lists', 'maps', 'dates', 'numbers', 'encoding', 'values'] };

/**
 * Proposes how an expression may go on.
 * @param before the expression up to the cursor; `from` counts in it
 * @param quote what quotes a key that is no name: within JSON the double quote would end the text
 */
export function proposalsAt(before: string, sight: Sight, valueOf: ValueOf = NO_VALUES, quote: '"' | "'" = '"'): Proposals | null {
  if (insideText(before)) return null;
  const written = PATH.exec(before)?.[1] ?? '';
  const dot = Math.max(written.lastIndexOf('.'), -1);
  if (dot === -1) {
    if (/[\w\])."']$/.test(before) && written === '') return null;
    if (written.includes('[')) return null;
    return { from: before.length - written.length, items: roots(sight, valueOf) };
  }
  const path = segmentsOf(written.slice(0, dot).replace(/\?$/, ''));
  const root = path.shift()!;
  const from = before.length - (written.length - dot - 1);
  return { from, items: [...members(root, path, sight, valueOf, quote), ...methods(typeAt(root, path, sight, valueOf))] };
}

function roots(sight: Sight, valueOf: ValueOf): Proposal[] {
  const names: [string, string][] = [
    ['input', 'map'],
    ['nodes', 'map'],
    ...(sight.vars.length > 0 ? [['vars', 'map'] as [string, string]] : []),
    ...sight.locals.map((name): [string, string] => [name, name === 'index' || name === 'iteration' ? 'number' : '']),
    ['run', 'map'],
    ['now', 'string'],
  ];
  const calls = FUNCTION_DOCS.filter((doc) => doc.group !== 'macros' || doc.name === 'cel.bind').map((doc) => callOf(doc, 20));
  return [
    ...names.map(([label, type], at): Proposal => ({ label, kind: 'root', detail: type, apply: label, value: label === 'nodes' ? undefined : valueOf(label, []), rank: 100 - at })),
    ...calls,
  ];
}

function members(root: string, path: readonly string[], sight: Sight, valueOf: ValueOf, quote: string): Proposal[] {
  if (root === 'nodes' && path.length === 0) {
    return sight.nodes.map((node, at) => ({ label: node.id, kind: 'node', detail: node.name === node.id ? node.type : `${node.name} · ${node.type}`, apply: nameOrKey(node.id, quote), value: valueOf('nodes', [node.id, 'output']), rank: 90 - at / 100 - (node.before ? 0 : 30) }));
  }
  if (root === 'nodes' && path.length === 1) return STEP_MEMBERS.map((label, at) => member(label, [...path, label], 90 - at));
  if (root === 'run' && path.length === 0) return sight.run.map((label, at) => member(label, [label], 90 - at));
  if (root === 'compensated' && path.length === 0) return [member('output', ['output'], 90)];
  const schema = sight.schemaOf(root, path);
  const value = valueOf(root, path);
  const known = root === 'vars' && path.length === 0 ? sight.vars : [];
  const described = isJsonObject(schema) && isJsonObject(schema['properties']) ? Object.entries(schema['properties']).flatMap(([label, inner]) => (isNull(inner) ? [] : [label])) : [];
  const seen = isJsonObject(value) ? Object.keys(value).slice(0, 300).filter((label) => value[label] !== null || !isNull(sight.schemaOf(root, [...path, label]))) : [];
  return [...new Set([...known, ...described, ...seen])].map((label, at) => member(label, [...path, label], 90 - at / 1_000));

  function member(label: string, at: readonly string[], rank: number): Proposal {
    const inner = sight.schemaOf(root, at);
    const doc = isJsonObject(inner) && typeof inner['description'] === 'string' ? inner['description'] : undefined;
    return { label, kind: 'member', detail: typeAt(root, at, sight, valueOf), apply: nameOrKey(label, quote), value: valueOf(root, at), rank, ...(doc === undefined ? {} : { doc }) };
  }
}

/** A member that is null whatever happens is nothing to read, such as the value of an agent that answers with text. */
function isNull(schema: Json | undefined): boolean {
  return isJsonObject(schema) && schema['type'] === 'null';
}

function methods(type: string): Proposal[] {
  const groups = METHODS[type] ?? METHODS['any']!;
  return FUNCTION_DOCS.filter((doc) => groups.includes(doc.group) && !doc.name.includes('.') && doc.name !== 'has').map((doc) => callOf(doc, 10 - groups.indexOf(doc.group)));
}

function callOf(doc: FunctionDoc, rank: number): Proposal {
  return { label: doc.name, kind: 'function', detail: doc.signature, apply: `${doc.name}()`, back: 1, doc: doc.doc, example: doc.example, rank };
}

/** A key that is no name is reached by brackets; the marker tells the editor to take the dot away. */
function nameOrKey(label: string, quote: string): string {
  return IDENTIFIER.test(label) ? label : `[${quote}${label}${quote}]`;
}

/** The type of what a path leads to, in the words of the expression language; '' when nothing is known. */
function typeAt(root: string, path: readonly string[], sight: Sight, valueOf: ValueOf): string {
  if (root === 'now') return 'string';
  const schema = sight.schemaOf(root, path);
  const told = isJsonObject(schema) && typeof schema['type'] === 'string' ? NAMES[schema['type']] : undefined;
  return told ?? typeName(valueOf(root, path));
}

const NAMES: Readonly<Record<string, string>> = { null: 'null', boolean: 'bool', integer: 'number', number: 'number', string: 'string', array: 'list', object: 'map' };

export function typeName(value: Json | undefined): string {
  if (value === undefined) return '';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : NAMES[typeof value]!;
}

function segmentsOf(path: string): string[] {
  return [...path.matchAll(/([A-Za-z_]\w*|(?<=\.)\w+)|\[(?:"([^"]*)"|'([^']*)'|(\d+))\]/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? match[4] ?? '');
}

function insideText(before: string): boolean {
  let quote = '';
  for (let at = 0; at < before.length; at++) {
    const char = before[at]!;
    if (quote === '') quote = char === '"' || char === "'" ? char : '';
    else if (char === '\\') at++;
    else if (char === quote) quote = '';
  }
  return quote !== '';
}

import type { z } from 'zod';
import { pointerToken } from '../json.ts';
import { definitionSchema, edgeSchema, LIMITS, nodeSchema, type Definition, type Finding } from '../schema.ts';

/** What could be read of a document, and what could not. */
export type Shape = {
  /** The readable part: unreadable fields left out, unreadable nodes and edges too. Null when nothing can be checked. */
  readable: Definition | null;
  findings: Finding[];
  unreadable: Set<string>;
  /** Index in the document of each node and edge of the readable part. */
  places: { nodes: number[]; edges: number[] };
};

type Loose = Record<string, unknown>;

/**
 * Reads the shape of a document. What is malformed is reported, left out, and the rest is read all the same, so that
 * one slip does not hide the others.
 */
export function readShape(document: unknown): Shape {
  const findings: Finding[] = [];
  const places = { nodes: [] as number[], edges: [] as number[] };
  const unreadable = new Set<string>();
  const none: Shape = { readable: null, findings, unreadable, places };
  if (!isRecord(document)) {
    findings.push({ severity: 'error', code: 'not_an_object', message: 'A definition is a JSON object.', pointer: '' });
    return none;
  }
  const { nodes, edges, ...head } = document;
  const nodeList = listOf(nodes, '/nodes', LIMITS.nodes, 'nodes', findings);
  const edgeList = listOf(edges, '/edges', LIMITS.edges, 'edges', findings);
  const readHead = salvage(definitionSchema, { ...head, nodes: [], edges: [] }, '', findings, {});
  const readNodes = nodeList.flatMap((node, index) => {
    const read = salvage(nodeSchema, node, `/nodes/${index}`, findings, { node: idOf(node) });
    if (read) places.nodes.push(index);
    else if (idOf(node) !== undefined) unreadable.add(idOf(node)!);
    return read ? [read] : [];
  });
  const readEdges = edgeList.flatMap((edge, index) => {
    const read = salvage(edgeSchema, edge, `/edges/${index}`, findings, { edge: idOf(edge) });
    if (read) places.edges.push(index);
    return read ? [read] : [];
  });
  const base = readHead ?? { heddle: 1 as const, name: 'unreadable' };
  return { readable: { ...base, nodes: readNodes, edges: readEdges }, findings, unreadable, places };
}

function listOf(value: unknown, pointer: string, limit: number, what: string, findings: Finding[]): unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    findings.push({ severity: 'error', code: 'wrong_type', message: `"${what}" is a list.`, pointer });
    return [];
  }
  if (value.length > limit) findings.push({ severity: 'error', code: 'too_many', message: `A definition holds at most ${limit} ${what}; this one has ${value.length}.`, pointer });
  return value.slice(0, limit);
}

/** Parses; on failure reports, takes the offending fields away and tries once more. */
function salvage<T>(schema: z.ZodType<T>, value: unknown, pointer: string, findings: Finding[], subject: { node?: string; edge?: string }): T | null {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) findings.push(...findingsOf(issue, pointer, value, subject));
  if (!isRecord(value)) return null;
  const rest: Loose = { ...value };
  for (const issue of parsed.error.issues) {
    if (issue.code === 'unrecognized_keys' && issue.path.length === 0) for (const key of issue.keys) delete rest[key];
    else if (issue.path[0] !== undefined) delete rest[String(issue.path[0])];
  }
  const again = schema.safeParse(rest);
  return again.success ? again.data : null;
}

/** One zod issue as findings with our own codes and sentences. */
export function findingsOf(issue: z.core.$ZodIssue, pointer: string, value: unknown, subject: { node?: string; edge?: string }): Finding[] {
  const at = pointer + issue.path.map((key) => `/${pointerToken(String(key))}`).join('');
  const field = issue.path.length === 0 ? 'This' : `"${issue.path.map(String).join('.')}"`;
  const make = (code: string, message: string, where = at, fix?: string): Finding => {
    const finding: Finding = { severity: 'error', code, message, pointer: where };
    if (subject.node !== undefined) finding.node = subject.node;
    if (subject.edge !== undefined) finding.edge = subject.edge;
    if (fix !== undefined) finding.fix = fix;
    return finding;
  };
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => make('unknown_field', `There is no field "${key}" here.`, `${at}/${pointerToken(key)}`, `Remove "${key}".`));
    case 'invalid_type': {
      if (valueAt(value, issue.path) === undefined) return [make('missing_field', `${field} is missing.`)];
      return [make('wrong_type', `${field} must be ${article(issue.expected)}.`)];
    }
    case 'invalid_value':
      if (valueAt(value, issue.path) === undefined) return [make('missing_field', `${field} is missing.`)];
      return [make('invalid_value', `${field} must be ${issue.values.map((each) => JSON.stringify(each)).join(' or ')}.`)];
    case 'too_big':
      return [make('out_of_range', custom(issue.message) ?? `${field} is too ${issue.origin === 'number' || issue.origin === 'int' ? 'large' : 'long'}; the most is ${issue.maximum}.`)];
    case 'too_small':
      return [make('out_of_range', custom(issue.message) ?? `${field} is too ${issue.origin === 'number' || issue.origin === 'int' ? 'small' : 'short'}; the least is ${issue.minimum}.`)];
    case 'invalid_union': {
      if (valueAt(value, issue.path) === undefined) return [make('missing_field', `${field} is missing.`)];
      // Of several forms, the one that came furthest tells most.
      const best = issue.errors.flat().sort((a, b) => b.path.length - a.path.length)[0];
      if (best && best.path.length > 0) return findingsOf({ ...best, path: [...issue.path, ...best.path] } as z.core.$ZodIssue, pointer, value, subject);
      return [make('invalid_value', sentenceOfUnion(field, issue.errors.flat()))];
    }
    case 'invalid_key':
    case 'invalid_element':
      return [make('invalid_format', custom(issue.issues[0]?.message ?? '') ?? `${field} is not written as it must be.`)];
    default:
      return [make('invalid_format', custom(issue.message) ?? `${field} is not written as it must be.`)];
  }
}

function sentenceOfUnion(field: string, errors: readonly z.core.$ZodIssue[]): string {
  const own = errors.map((error) => custom(error.message)).find((message) => message !== null);
  if (own) return own;
  const forms = errors.flatMap((error) => (error.code === 'invalid_value' ? error.values.map((each) => JSON.stringify(each)) : error.code === 'invalid_type' ? [article(error.expected)] : []));
  return `${field} must be ${[...new Set(forms)].join(' or ') || 'of another kind'}.`;
}

/** Our own sentences end with a full stop; the library's do not. */
function custom(message: string): string | null {
  return message.endsWith('.') ? message : null;
}

function article(type: string): string {
  if (type === 'record' || type === 'object') return 'an object';
  if (type === 'array') return 'a list';
  if (type === 'string') return 'text';
  if (type === 'boolean') return 'true or false';
  return type === 'int' ? 'a whole number' : `a ${type}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const key of path) at = typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined;
  return at;
}

function isRecord(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function idOf(value: unknown): string | undefined {
  return isRecord(value) && typeof value.id === 'string' ? value.id : undefined;
}

import type { z } from 'zod';
import { pointerToken } from '@/engine/index.ts';
import { ProblemError, type ProblemItem } from './problem-error.ts';

type Part = NonNullable<ProblemItem['in']>;
type Issue = z.core.$ZodIssue;

const PART_NAMES: Readonly<Record<Part, string>> = { body: 'body', query: 'query', path: 'address', header: 'header' };
/** More than these help nobody, and an answer must stay small. */
const MOST = 100;

/**
 * Parses one part of a request.
 * @param prefix pointer of `value` within that part
 * @throws ProblemError invalid_request with every problem and where it stands
 */
export function parsePart<T extends z.ZodType>(part: Part, schema: T, value: unknown, prefix = ''): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const items = result.error.issues.flatMap((issue) => toItems(part, issue, value));
  throw invalidRequest(items.map((item) => ({ ...item, pointer: `${prefix}${item.pointer}` })));
}

export function invalidRequest(problems: readonly ProblemItem[]): ProblemError {
  const [first] = problems;
  if (first === undefined) return new ProblemError('invalid_request', 'The request is not valid.');
  const rest = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`;
  return new ProblemError('invalid_request', `${sentence(first)}${rest}`, { problems: problems.slice(0, MOST) });
}

function sentence(item: ProblemItem): string {
  const part = PART_NAMES[item.in ?? 'body'];
  return item.pointer === '' ? `The ${part}: ${item.message}` : `${item.pointer} in the ${part}: ${item.message}`;
}

function toItems(part: Part, issue: Issue, root: unknown): ProblemItem[] {
  const pointer = toPointer(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ in: part, pointer: `${pointer}/${pointerToken(key)}`, code: 'unknown_field', message: `There is no field "${key}" here. Leave it out, or look for a slip of the pen.` }));
    case 'invalid_type': {
      const missing = !has(root, issue.path);
      return [{ in: part, pointer, code: missing ? 'missing_field' : 'wrong_type', message: missing ? 'It is required.' : `It must be ${withArticle(issue.expected)}.` }];
    }
    case 'too_big':
    case 'too_small':
      return [{ in: part, pointer, code: issue.code, message: custom(issue) ?? boundary(issue) }];
    case 'invalid_format':
      return [{ in: part, pointer, code: 'invalid_format', message: custom(issue) ?? `It is not ${withArticle(FORMATS[issue.format] ?? issue.format)}.` }];
    case 'invalid_value': {
      const missing = !has(root, issue.path);
      return [{ in: part, pointer, code: missing ? 'missing_field' : 'invalid_value', message: `It must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map((value) => JSON.stringify(value)).join(', ')}.` }];
    }
    case 'invalid_union':
      return [{ in: part, pointer, code: 'no_variant', message: unionMessage(issue, root) }];
    default:
      return [{ in: part, pointer, code: 'invalid_value', message: issue.message }];
  }
}

const FORMATS: Readonly<Record<string, string>> = { datetime: 'instant such as 2026-01-31T12:00:00Z', regex: 'value of the right form' };

/** Messages of our own schemas say what is wanted; those of the library are told in our words. */
function custom(issue: Issue): string | undefined {
  return /^(Invalid|Too (big|small))/.test(issue.message) ? undefined : issue.message;
}

function boundary(issue: Extract<Issue, { code: 'too_big' | 'too_small' }>): string {
  const bound = issue.code === 'too_big' ? `at most ${issue.maximum}` : `at least ${issue.minimum}`;
  if (issue.origin === 'string') return `It must have ${bound} characters.`;
  if (issue.origin === 'array') return `It must have ${bound} entries.`;
  return `It must be ${bound}.`;
}

function unionMessage(issue: Extract<Issue, { code: 'invalid_union' }>, root: unknown): string {
  const options = new Set(issue.errors.flatMap((branch) => branch.slice(0, 1).flatMap((inner) => toItems('body', { ...inner, path: [...issue.path, ...inner.path] } as Issue, root).map((item) => item.message))));
  return options.size === 0 || options.size > 4 ? 'It has none of the forms that stand here.' : [...options].join(' Or: ');
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun === 'int' ? 'integer' : noun}`;
}

function toPointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${pointerToken(typeof key === 'symbol' ? String(key.description) : key)}`).join('');
}

function has(root: unknown, path: readonly PropertyKey[]): boolean {
  let value: unknown = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value !== undefined;
}

import type { z } from 'zod';
import type { ProblemCode } from './problems.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One good answer of a call. Without a schema the body is not JSON, and `contentType` says what it is. */
export type Answer = { readonly description: string; readonly schema?: z.ZodType; readonly contentType?: string; readonly headers?: Readonly<Record<string, string>> };

/**
 * One call of `/api/v1`, told once: the route parses with it, the OpenAPI document and its page are made of it.
 * `{name}` in `path` is one segment, `{name*}` the rest of the address.
 */
export type Operation<P extends z.ZodType = z.ZodType, Q extends z.ZodType = z.ZodType, B extends z.ZodType = z.ZodType> = {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** The body may be left out; an empty one reads as `{}`. */
  readonly bodyOptional?: boolean;
  /** The handler reads the body itself: it is needed byte for byte. */
  readonly rawBody?: boolean;
  /** The address holds a secret: neither a log nor an answer tells it. */
  readonly hiddenPath?: boolean;
  /** Bytes; 1 MB when nothing is said. */
  readonly limitBytes?: number;
  readonly headers?: Readonly<Record<string, { required: boolean; description: string }>>;
  readonly answers: Readonly<Record<number, Answer>>;
  readonly problems: readonly ProblemCode[];
};

/** Keeps the schemas' types, so that a handler gets exactly what was parsed. */
export function operation<P extends z.ZodType = z.ZodUndefined, Q extends z.ZodType = z.ZodUndefined, B extends z.ZodType = z.ZodUndefined>(spec: Operation<P, Q, B>): Operation<P, Q, B> {
  return spec;
}

const MB = 1024 * 1024;
/** Body limits in bytes, as the API documents them. */
export const BODY_LIMITS = { usual: MB, definition: 5 * MB, runInput: 8 * MB, import: 10 * MB } as const;

type Matcher = { readonly pattern: RegExp; readonly names: readonly string[] };
const MATCHERS = new Map<string, Matcher>();

/** Reads the parameters of an address. @returns null when the address is not of this form; values are decoded. */
export function matchPath(template: string, pathname: string): Record<string, string> | null {
  const matcher = MATCHERS.get(template) ?? compile(template);
  const match = matcher.pattern.exec(pathname);
  if (match === null) return null;
  const params: Record<string, string> = {};
  for (const [index, name] of matcher.names.entries()) {
    const decoded = decode(match[index + 1]!);
    if (decoded === null) return null;
    params[name] = decoded;
  }
  return params;
}

function compile(template: string): Matcher {
  const names: string[] = [];
  const source = template.replace(/[.]/g, '\\.').replace(/\{(\w+)(\*?)\}/g, (_, name: string, rest: string) => {
    names.push(name);
    return rest === '*' ? '(.+)' : '([^/]+)';
  });
  const matcher = { pattern: new RegExp(`^${source}/?$`), names };
  MATCHERS.set(template, matcher);
  return matcher;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

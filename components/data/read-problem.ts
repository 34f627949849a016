import { isJsonObject, type Json, type JsonObject, type Problem } from '@/engine/index.ts';

/**
 * What the server says no with (RFC 9457); null when this is something else. It is read by hand: every page asks the
 * server, and the library that reads schemas is as heavy as the rest of a light page. Members that are not ours are left out.
 */
export function readProblem(value: Json): Problem | null {
  if (!isJsonObject(value)) return null;
  const { type, title, status, code, detail, instance, problems, requestId, context } = value;
  if (typeof type !== 'string' || typeof title !== 'string' || typeof code !== 'string' || typeof detail !== 'string') return null;
  if (!Number.isInteger(status)) return null;
  if (!isTextOrNone(instance) || !isTextOrNone(requestId) || (context !== undefined && !isJsonObject(context))) return null;
  const listed = readProblems(problems);
  if (listed === null) return null;
  return {
    type, title, status: status as number, code, detail,
    ...(instance === undefined ? {} : { instance }),
    ...(listed === undefined ? {} : { problems: listed }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(context === undefined ? {} : { context }),
  };
}

type Listed = NonNullable<Problem['problems']>;

/** @returns null when the list is not one of ours */
function readProblems(list: Json | undefined): Listed | undefined | null {
  if (list === undefined) return undefined;
  return Array.isArray(list) && list.every(isListed) ? list : null;
}

const PLACES: ReadonlySet<unknown> = new Set<Listed[number]['in']>([undefined, 'body', 'query', 'path', 'header']);
const SEVERITIES: ReadonlySet<unknown> = new Set<Listed[number]['severity']>([undefined, 'error', 'warning']);

function isListed(each: Json): each is JsonObject & Listed[number] {
  if (!isJsonObject(each)) return false;
  const texts = [each.pointer, each.code, each.message].every((text) => typeof text === 'string');
  return texts && isTextOrNone(each.node) && isTextOrNone(each.edge) && isTextOrNone(each.fix) && PLACES.has(each.in) && SEVERITIES.has(each.severity);
}

function isTextOrNone(value: Json | undefined): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

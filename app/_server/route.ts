import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { HOOKS_PATH, pointerToken } from '@/engine/index.ts';
import { BODY_LIMITS, matchPath, type Method, type Operation } from '@/engine/server.ts';
import { isConnectionLost } from './connection-lost.ts';
import { problemOfEngine } from './engine-problems.ts';
import { logger } from './logger.ts';
import { observeRequest } from './metrics.ts';
import { requireOwnHost } from './own-host.ts';
import { ownAddress } from './own-address.ts';
import { ProblemError } from './problem-error.ts';
import { problemResponse } from './problem-response.ts';
import { readJsonBody } from './read-body.ts';
import { resolveRunAddress } from './run-address.ts';
import { invalidRequest, parsePart } from './zod-problems.ts';

const NO_QUERY = z.strictObject({});

/** A body that is written as JSON already. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** What a route says: a status with a JSON body, or a response of its own (streams, pages). */
export type Answer = { status: number; body?: unknown; headers?: Record<string, string> } | Response;
export type Parsed<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = { params: z.output<P>; query: z.output<Q>; body: z.output<B>; request: Request };
export type RouteHandler = ((request: Request) => Promise<Response>) & { operation: Operation };

/**
 * Makes a handler of one operation: checks where the request comes from, parses all of it by the operation's schemas,
 * calls `handle` with what was parsed, and writes its answer or its error. One log line for each request.
 */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(operation: Operation<P, Q, B>, handle: (parsed: Parsed<P, Q, B>) => Promise<Answer> | Answer): RouteHandler {
  const serve = async (request: Request): Promise<Response> =>
    observed(operation.id, request, operation.hiddenPath === true ? operation.path : null, async (url) => {
      requireOwnHost(request, ownAddress());
      // An operation without a schema for a part was made by `operation`, which types that part as undefined.
      const params = (operation.params === undefined ? undefined : parsePart('path', operation.params, await resolveRunAddress(operation, readParams(operation.path, url.pathname)))) as z.output<P>;
      const query = parsePart('query', operation.query ?? NO_QUERY, readQuery(url)) as z.output<Q>;
      const body = (operation.body === undefined || operation.rawBody === true ? undefined : parsePart('body', operation.body, await readBody(operation, request))) as z.output<B>;
      return toResponse(operation, await handle({ params, query, body, request }));
    });
  return Object.assign(serve, { operation: operation as unknown as Operation }); // its schemas are read, never written
}

export type Methods = Record<Method | 'HEAD' | 'PATCH', (request: Request) => Promise<Response>>;

/** Every method of one address: those that were given, and a 405 that says which there are for the rest. */
export function methods(given: Partial<Record<Method, RouteHandler>>): Methods {
  const allowed = [...Object.keys(given), ...(given.GET === undefined ? [] : ['HEAD'])].join(', ');
  const refuse = async (request: Request): Promise<Response> => {
    const response = await observed('method-not-allowed', request, null, () => {
      throw new ProblemError('method_not_allowed', `${request.method} does not go with this address. It takes ${allowed}.`);
    });
    response.headers.set('allow', allowed);
    return response;
  };
  const get = given.GET;
  return { GET: get ?? refuse, HEAD: get === undefined ? refuse : (request) => headOf(get, request), POST: given.POST ?? refuse, PUT: given.PUT ?? refuse, DELETE: given.DELETE ?? refuse, PATCH: refuse };
}

/** Answers an address that no route has. */
export async function nothingHere(request: Request): Promise<Response> {
  return observed('route-not-found', request, null, (url) => {
    throw nothingAt(shownPath(url.pathname));
  });
}

/** The answer for an address that leads nowhere, whichever route found it out. */
export function nothingAt(pathname: string): ProblemError {
  return new ProblemError('route_not_found', `There is nothing at ${pathname.slice(0, 200)}. The calls of this API are listed at /api/v1/docs.`);
}

/** An address as a log and an answer may tell it: who reads what stands behind this path can start runs. */
function shownPath(pathname: string): string {
  return pathname.startsWith(HOOKS_PATH) ? `${HOOKS_PATH}{token}` : pathname;
}

async function headOf(get: RouteHandler, request: Request): Promise<Response> {
  const response = await get(request);
  await response.body?.cancel();
  return new Response(null, { status: response.status, headers: response.headers });
}

/** @param shown the address as it is told, where it is not to be told as it is */
async function observed(operationId: string, request: Request, shown: string | null, serve: (url: URL) => Promise<Response> | Response): Promise<Response> {
  const started = performance.now();
  const id = randomUUID();
  const url = new URL(request.url);
  const pathname = shown ?? shownPath(url.pathname);
  let response: Response;
  try {
    response = await serve(url);
  } catch (error) {
    response = problemResponse(toProblem(error, id), { id, pathname });
  }
  const ms = performance.now() - started;
  response.headers.set('x-request-id', id);
  observeRequest(operationId, response.status, ms);
  logger()[response.status >= 500 ? 'error' : 'info']({ requestId: id, operation: operationId, method: request.method, path: pathname, status: response.status, ms: Math.round(ms * 10) / 10 }, 'request');
  return response;
}

function toProblem(error: unknown, requestId: string): ProblemError {
  const known = error instanceof ProblemError ? error : problemOfEngine(error);
  if (known !== null) {
    if (known.code === 'unavailable') logger().warn({ requestId, err: known.cause ?? known }, 'the store could not be reached');
    return known;
  }
  if (isConnectionLost(error)) {
    logger().warn({ requestId, err: error }, 'the store could not be reached');
    return new ProblemError('unavailable', 'The store cannot be reached at the moment. Try again in a second.', { cause: error });
  }
  logger().error({ requestId, err: error }, 'a request failed in a way nobody expected');
  return new ProblemError('internal', `This should not have happened. The log says more under ${requestId}.`, { cause: error });
}

async function readBody(operation: Pick<Operation, 'limitBytes' | 'bodyOptional'>, request: Request): Promise<unknown> {
  const value = await readJsonBody(request, operation.limitBytes ?? BODY_LIMITS.usual);
  return value === undefined && operation.bodyOptional === true ? {} : value;
}

/** A parameter that comes twice is as wrong as one that is not known. */
function readQuery(url: URL): Record<string, string | string[]> {
  const query = [...new Set(url.searchParams.keys())].map((key): [string, string | string[]] => {
    const values = url.searchParams.getAll(key);
    return [key, values.length === 1 ? values[0]! : values];
  });
  requireStorable('query', query);
  // Made of entries, so that "__proto__" is a name like any other.
  return Object.fromEntries(query);
}

function readParams(template: string, pathname: string): Record<string, string> {
  const params = matchPath(template, pathname);
  if (params === null) throw new ProblemError('route_not_found', `${shownPath(pathname).slice(0, 200)} is not an address of the form ${template}.`);
  requireStorable('path', Object.entries(params));
  return params;
}

/** Postgres takes no NUL, not even to look for one. @throws ProblemError invalid_request */
function requireStorable(part: 'path' | 'query', values: readonly (readonly [string, string | string[]])[]): void {
  const problems = values.filter(([, value]) => String(value).includes('\0')).map(([name]) => ({ in: part, pointer: `/${pointerToken(name)}`, code: 'unstorable_text', message: 'NUL characters cannot be stored, so there is nothing that has one. Take it out.' }));
  if (problems.length > 0) throw invalidRequest(problems);
}

function toResponse(operation: Pick<Operation, 'id' | 'answers'>, answer: Answer): Response {
  if (answer instanceof Response) return answer;
  const { status, body, headers } = answer;
  const text = body instanceof JsonText ? body.text : JSON.stringify(body);
  if (process.env['NODE_ENV'] === 'test') checkAnswer(operation, status, text);
  const all = { 'cache-control': 'no-store', ...headers };
  return body === undefined ? new Response(null, { status, headers: all }) : new Response(text, { status, headers: { 'content-type': 'application/json', ...all } });
}

/** In tests every answer is held against its schema: the document may not promise what the routes do not keep. */
function checkAnswer(operation: Pick<Operation, 'id' | 'answers'>, status: number, text: string | undefined): void {
  const answer = operation.answers[status];
  if (answer === undefined) throw new Error(`${operation.id} answered ${status}, which its description does not know.`);
  if (answer.schema === undefined) return;
  const result = answer.schema.safeParse(text === undefined ? undefined : JSON.parse(text));
  if (!result.success) throw new Error(`${operation.id} answered ${status} with a body of another shape: ${result.error.message}`);
}

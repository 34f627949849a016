import { ApiError, errorFromResponse } from './api-error.ts';

export const API_BASE = '/api/v1';

export type Query = Readonly<Record<string, string | number | boolean | null | undefined | readonly string[]>>;
export type RequestOptions = { query?: Query; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal; /** Statuses besides success whose JSON is the answer all the same; a problem is none. */ answers?: readonly number[] };

/** Writes a path with its query; parameters that are null, undefined or empty are left out, a list is said item by item. */
export function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const item of value) search.append(name, item);
    else if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

/**
 * One call to the API. The caller names the type of the answer; the server's own tests hold it to the contract.
 * @throws ApiError always, whatever went wrong; an abort passes through as it is
 */
export async function request<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, options: RequestOptions = {}): Promise<T> {
  const where = `${method} ${path}`;
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers };
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(API_BASE + withQuery(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, 'unreachable', 'The server does not answer.', where, null, { cause: error });
  }
  const answered = response.ok || (options.answers?.includes(response.status) === true && response.headers.get('content-type')?.startsWith('application/json') === true);
  if (!answered) throw await errorFromResponse(response, where);
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch (error) {
    throw new ApiError(response.status, 'unreadable', 'The answer of the server is not JSON.', where, null, { cause: error });
  }
}

/** A path whose parts may hold anything, slashes included: `path('runs', id, 'steps', 'book/hotel')`. */
export function path(...parts: string[]): string {
  return `/${parts.map(encodeURIComponent).join('/')}`;
}

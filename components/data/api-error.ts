import type { Json, Problem } from '@/engine/index.ts';
import { readProblem } from './read-problem.ts';

/**
 * Whatever went wrong between the page and the server: an answer that says no (RFC 9457), an answer nobody
 * understands, or none at all. `code` is stable and can be compared; `message` is a sentence for a person.
 */
export class ApiError extends Error {
  constructor(
    /** HTTP status; 0 when there was no answer. */
    readonly status: number,
    /** `unreachable` when there was no answer, `unreadable` when it was not ours. */
    readonly code: string,
    message: string,
    /** What was asked, for people who report it: `POST /workflows/x/runs`. */
    readonly where: string,
    readonly problem: Problem | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ApiError';
  }

  /** Trying the same again may help: nothing answered, or the server was not able to just now. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}

/** Reads an answer that is not a success. Never throws: an unreadable body becomes an error of its own code. */
export async function errorFromResponse(response: Response, where: string): Promise<ApiError> {
  const text = await response.text().catch(() => '');
  const problem = problemIn(text);
  if (problem) return new ApiError(response.status, problem.code, problem.detail || problem.title, where, problem);
  return new ApiError(response.status, 'unreadable', `The server answered ${response.status}${response.statusText ? ` ${response.statusText}` : ''}.`, where);
}

function problemIn(text: string): Problem | null {
  try {
    return readProblem(JSON.parse(text) as Json);
  } catch {
    return null;
  }
}

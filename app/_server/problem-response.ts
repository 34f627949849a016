import { type Problem, PROBLEMS } from '@/engine/index.ts';
import type { ProblemError } from './problem-error.ts';

/** Writes a problem as RFC 9457 says. Nothing but what the error was made to tell leaves the server. */
export function problemResponse(error: ProblemError, request: { id: string; pathname: string }): Response {
  const { status, title } = PROBLEMS[error.code];
  const body: Problem = {
    type: `/api/v1/docs#problem-${error.code}`,
    title,
    status,
    code: error.code,
    detail: error.message,
    instance: request.pathname,
    ...(error.problems === undefined ? {} : { problems: [...error.problems] }),
    ...(error.context === undefined ? {} : { context: error.context }),
    requestId: request.id,
  };
  const headers: Record<string, string> = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
  if (status === 503) headers['retry-after'] = '1';
  return new Response(JSON.stringify(body), { status, headers });
}

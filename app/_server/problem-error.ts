import type { Problem, ProblemCode } from '@/engine/index.ts';

export type ProblemItem = NonNullable<Problem['problems']>[number];
export type ProblemContext = NonNullable<Problem['context']>;

/** A no that a route means. Thrown anywhere below a route; the wrapper writes it as problem+json. */
export class ProblemError extends Error {
  readonly problems: readonly ProblemItem[] | undefined;
  readonly context: ProblemContext | undefined;
  constructor(
    readonly code: ProblemCode,
    /** A sentence a person can act on. */
    detail: string,
    more: { problems?: readonly ProblemItem[]; context?: ProblemContext; cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause });
    this.name = 'ProblemError';
    this.problems = more.problems;
    this.context = more.context;
  }
}

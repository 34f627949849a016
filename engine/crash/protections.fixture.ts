import type { Edit } from './programs.fixture.ts';

/** What keeps the promises, and the edits that take it out of a build, to show that its lack is noticed. */
export const PROTECTIONS = {
  fence: {
    name: 'the fence: an outcome is taken whatever its token',
    edits: [
      { file: 'engine/postgres/commit-sql.ts', find: ' AND t.token = g.token', replace: '' },
      // The parameter must be named somewhere to have a type.
      { file: 'engine/postgres/commit-one.ts', find: 'AND token = ${token!.value}', replace: 'AND (token = ${token!.value} OR true)' },
    ],
  },
  guard: {
    name: 'the guard by sequence number: a commit lands whatever came before',
    edits: [
      { file: 'engine/postgres/commit-sql.ts', find: ' AND r.seq = b.expected', replace: '' },
      { file: 'engine/postgres/commit-one.ts', find: ' AND r.seq = ${expected}', replace: '' },
    ],
  },
  reconciler: {
    name: 'the reconciler: nobody looks whether the transport still knows what is open',
    edits: [{ file: 'engine/runtime/reconciler.ts', find: 'if (!dispatcher.healthy()) return;', replace: 'return;' }],
  },
  recovery: {
    name: 'recovery: nobody takes over from a lost worker',
    edits: [{ file: 'engine/runtime/lease-keeper.ts', find: 'if (this.recovering) return;', replace: 'return;' }],
  },
  key: {
    name: 'the key to the outside: each delivery asks under another',
    edits: [{ file: 'engine/runtime/attempt.ts', find: 'idempotencyKey(this.runId, this.path, this.facts.round)', replace: 'this.task.token' }],
  },
} as const satisfies Record<string, { name: string; edits: readonly Edit[] }>;
export type Protection = keyof typeof PROTECTIONS;

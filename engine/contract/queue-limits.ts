/** Within what a task queue can be limited. */
export const QUEUE_LIMITS = { most: 10_000, leastPerMs: 100, mostPerMs: 86_400_000 } as const;

/** What every expression sees of its run. */
export const RUN_FIELDS: readonly string[] = ['id', 'startedAt', 'workflow', 'version', 'key', 'generation', 'outcome'];

/**
 * What a query sees of it. How a run stands is for those who ask from outside: a step that read it would decide by the
 * moment at which somebody pressed pause.
 */
export const QUERY_RUN_FIELDS: readonly string[] = [...RUN_FIELDS, 'status', 'paused', 'endedAt'];

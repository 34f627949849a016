/** The Node face of the engine: what the web application, the scripts and the benchmarks may use. */
export * from './runtime/engine.ts';
export { createEngine } from './create-engine.ts';
export { createWorker, type RunningWorker, type WorkerOptions } from './lazy-worker.ts';
export type { EngineOptions } from './compose.ts';

// What serves `/api/v1`.
export { BODY_LIMITS, matchPath, type Method, type Operation } from './contract/operation.ts';
export { OPERATIONS, operations } from './contract/operations.ts';
export { openApiDocument } from './contract/openapi.ts';
export { APPROVAL_CURSORS, type WorkflowBrief } from './ports/views.ts';
export { readCursor, writeCursor } from './postgres/cursor.ts';
export { createPrisma, type PrismaClient } from './postgres/prisma.ts';
export { createWorkflowStore, type VersionRow, type WorkflowRecord, type WorkflowRow, type WorkflowStore } from './postgres/workflows.ts';

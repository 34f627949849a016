import type { RunningWorker, WorkerOptions } from './create-worker.ts';

export type { RunningWorker, WorkerOptions };

/** As in `create-worker.ts`, loaded when it is called: a web process has no use for the runners. */
export async function createWorker(options: WorkerOptions, signal?: AbortSignal): Promise<RunningWorker> {
  const { createWorker: create } = await import('./create-worker.ts');
  return await create(options, signal);
}

import type { LogLevel } from '../../ports/node-runner.ts';

/** What the engine's process and a sandbox thread say to each other. Ids only grow; JSON travels as text. */
export type Job = {
  id: number;
  program: number;
  /** Sent with the first job of a program that the thread has not seen. */
  source: string | null;
  inputJson: string;
  /** Epoch ms: the only clock the code sees. */
  now: number;
  seed: string;
};

export type JobFailure = { kind: 'thrown' | 'syntax' | 'time' | 'memory' | 'not-json' | 'crash'; name: string; message: string; line: number | null };
/** Lines as they came; `cut` more were not kept. */
export type Logs = { lines: [level: LogLevel, message: string][]; cut: number };
export type JobResult = { id: number; outputJson: string | null; failure: JobFailure | null; logs: Logs | null };
/** With the time it took, ms. */
export type TimedResult = JobResult & { ms: number };

export type ToThread = { jobs: Job[] };
export type FromThread =
  | { type: 'ready' }
  /** `retire`: the thread has grown and should be replaced once it is idle. */
  | { type: 'results'; results: TimedResult[]; retire: boolean }
  /** One job takes long; these have not been started, another thread may have them. */
  | { type: 'returned'; ids: number[] };

export type ThreadData = {
  /** Slot 0: id of the job that runs now, 0 when none. Slots 1…64: ids of running jobs to break off, by id modulo 64. */
  shared: SharedArrayBuffer;
  timeLimitMs: number;
};

export const ABORT_SLOTS = 64;

export function abortSlot(id: number): number {
  return 1 + (id % ABORT_SLOTS);
}

/** Memory of all code in one thread, in pages of 64 KB: 16 MB of the interpreter's own and 64 MB to use. */
export const INITIAL_PAGES = 256;
export const MAXIMUM_PAGES = 1_280;

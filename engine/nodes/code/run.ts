import { type EphemeralFrame, StepFailure, type Json, type NodeRunner, type StopSignal } from '../../ports/node-runner.ts';
import { CodePool, type Call } from './pool.ts';
import type { JobFailure } from './protocol.ts';

const TIME_LIMIT_MS = 5_000;

let pool: CodePool | null = null;

/** The threads of this process, made when the first code step comes. `HEDDLE_CODE_THREADS` says how many at most. */
function sharedPool(): CodePool {
  if (pool !== null) return pool;
  const threads = Number(process.env.HEDDLE_CODE_THREADS);
  return (pool = new CodePool({ timeLimitMs: TIME_LIMIT_MS, threads: Number.isInteger(threads) && threads > 0 ? threads : undefined }));
}

/** Stops the sandbox threads of this process. A later call starts new ones. */
export async function closeCodeSandbox(): Promise<void> {
  const closing = pool;
  pool = null;
  await closing?.close();
}

/**
 * Runs JavaScript in the sandbox and returns what it returns.
 * @throws StepFailure `CodeError` (or the name the code gave its error), `SyntaxError`, `CodeTimeLimit`, `CodeMemoryLimit`,
 *   `NotJson`, none of them retried because the same code does the same again; `SandboxCrashed`, which is retried
 */
export async function runCode(call: Call, stop: StopSignal, emit: (frame: EphemeralFrame) => void, inPool: CodePool = sharedPool()): Promise<Json> {
  const result = await inPool.run(call, stop);
  if (result.logs !== null) {
    for (const [level, message] of result.logs.lines) emit({ type: 'log', level, message });
    if (result.logs.cut > 0) emit({ type: 'log.cut', lines: result.logs.cut });
  }
  if ('failure' in result) throw nameFailure(result.failure);
  return JSON.parse(result.outputJson) as Json;
}

function nameFailure(failure: JobFailure): StepFailure {
  const at = failure.line === null ? '' : ` (line ${failure.line})`;
  const details = failure.line === null ? undefined : { line: failure.line };
  switch (failure.kind) {
    case 'time':
      return new StepFailure('CodeTimeLimit', `The code did not end within ${TIME_LIMIT_MS / 1_000} s.`, { retryable: false });
    case 'memory':
      return new StepFailure('CodeMemoryLimit', 'The code wanted more than its 64 MB of memory.', { retryable: false });
    case 'not-json':
      return new StepFailure('NotJson', `What the code returned cannot be kept: ${failure.message}.`, { retryable: false });
    case 'syntax':
      return new StepFailure('SyntaxError', `The code cannot be read: ${failure.message}${at}.`, { retryable: false, details });
    case 'crash':
      return new StepFailure('SandboxCrashed', `The sandbox stopped: ${failure.message}.`, { retryable: true });
    case 'thrown': {
      const foreign = failure.name !== 'Error' && failure.name !== '';
      return new StepFailure(foreign ? failure.name : 'CodeError', `${failure.message}${at}`, { retryable: false, details, foreign });
    }
  }
}

export const codeRunner: NodeRunner = {
  type: 'code',
  run: (params, context) => {
    if (typeof params.source !== 'string') throw new StepFailure('ValidationError', 'The step holds no code.', { retryable: false });
    const call = { source: params.source, inputJson: JSON.stringify(params.input ?? null), now: context.now, seed: context.seed };
    return runCode(call, context.stop, context.emit);
  },
};

import type { LogLevel, StepError } from '../core/events.ts';
import type { Json, JsonObject } from '../definition/json.ts';
import type { Values } from './values.ts';

// Runners import ports alone; the shape of a value is part of what a port says.
export type { Json, JsonObject, LogLevel };

/** What a runner is given: the resolved parameters and its own means of speaking back. Nothing else of the engine. */
export type StepContext = {
  runId: string;
  path: string;
  attempt: number;
  /** Hash of run, path and round (`roundOf` of the core): equal over attempts and redeliveries. Send it as `Idempotency-Key`. */
  idempotencyKey: string;
  /** The step's instant (epoch ms, Postgres time): the only clock of a code step. */
  now: number;
  /** Seed for chance that must repeat. */
  seed: string;
  /** Aborted on cancel, on a timeout, when the lease is lost, and when the worker stops. Its reason is a StepAbort. */
  signal: AbortSignal;
  /** The same for whoever needs no more than to be told. It costs nothing until then. */
  stop: StopSignal;
  /** Details that the attempt before left with its last heartbeat; null for the first. */
  lastHeartbeat: Json;
  /** Reports progress. Call it when bytes, tokens or items have moved, never from a bare timer. Cheap: it is sent at most ten times a second. */
  heartbeat: (details: Json) => void;
  /**
   * An ephemeral frame to whoever watches: tokens, tool output. Of these only what is logged is kept, with the outcome of the
   * attempt: take secrets out of it before, as out of an error.
   */
  emit: (frame: EphemeralFrame) => void;
  /** Records of this step from attempts before, in order (agent calls). */
  records: readonly JsonObject[];
  /** Writes one record durably before it returns. @throws StepAbort when the task is no longer ours */
  record: (record: JsonObject) => Promise<void>;
  /** The key-value store of the workspace. */
  values: Values;
};

/** What of an AbortSignal it takes to be told to stop. Listeners are told once. */
export type StopSignal = {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { once: true }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
};

export type EphemeralFrame =
  | { type: 'model.partial'; text: string }
  | { type: 'model.output'; text: string }
  | { type: 'tool.invoked'; tool: string; input: Json }
  | { type: 'tool.observation'; tool: string; output: Json }
  | { type: 'progress'; details: Json }
  | { type: 'log'; level: LogLevel; message: string }
  /** So many lines were logged besides, and left out. */
  | { type: 'log.cut'; lines: number };

export type NodeRunner = {
  type: string;
  /** Runs one attempt. Returns the step's output. @throws StepFailure when it fails in a way it can name */
  run: (params: JsonObject, context: StepContext) => Promise<Json>;
};

/** A failure a runner can name. `retryable: false` fails the step at once, whatever its policy. */
export class StepFailure extends Error {
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly details: Json | undefined;
  readonly foreign: boolean;
  constructor(
    /** Compared with `nonRetryable`; for example `HttpError`, `ValidationError`, `Timeout`. */
    readonly type: string,
    message: string,
    /** `foreign`: the type is a name that code or a program outside has chosen. */
    options: { retryable?: boolean; retryAfterMs?: number; details?: Json; cause?: unknown; foreign?: boolean } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'StepFailure';
    this.retryable = options.retryable ?? true;
    this.retryAfterMs = options.retryAfterMs;
    this.details = options.details;
    this.foreign = options.foreign ?? false;
  }

  toStepError(): StepError {
    const error: StepError = { type: this.type, message: this.message };
    if (this.details !== undefined) error.details = this.details;
    if (this.foreign) error.foreign = true;
    if (this.cause instanceof StepFailure) error.cause = this.cause.toStepError();
    else if (this.cause instanceof Error) error.cause = { type: this.cause.name, message: this.cause.message };
    return error;
  }
}

/** Why an attempt was told to stop. */
export class StepAbort extends Error {
  constructor(readonly reason: 'cancel' | 'timeout' | 'lease-lost' | 'drain') {
    super(`The attempt was stopped: ${reason}.`);
    this.name = 'StepAbort';
  }
}

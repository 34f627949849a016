import type { EphemeralFrame, Json, JsonObject, StepContext } from '../ports/node-runner.ts';

/** A step's context for tests of runners: it keeps what the runner said. */
export type FakeContext = StepContext & { beats: Json[]; frames: EphemeralFrame[]; recorded: JsonObject[]; abort: (reason: Error) => void };

export function fakeContext(changes: Partial<StepContext> = {}): FakeContext {
  const controller = new AbortController();
  const beats: Json[] = [];
  const frames: EphemeralFrame[] = [];
  const recorded: JsonObject[] = [];
  return {
    runId: 'run-1',
    path: 'step',
    attempt: 1,
    idempotencyKey: 'key-1',
    now: Date.UTC(2026, 0, 2, 3, 4, 5),
    seed: 'seed-1',
    signal: controller.signal,
    stop: controller.signal,
    lastHeartbeat: null,
    heartbeat: (details) => void beats.push(details),
    emit: (frame) => void frames.push(frame),
    records: [],
    record: async (record) => void recorded.push(record),
    beats,
    frames,
    recorded,
    abort: (reason) => controller.abort(reason),
    ...changes,
  };
}

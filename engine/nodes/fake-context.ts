import { VersionConflict, type StoredValue, type Values } from '../ports/values.ts';
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
    values: fakeValues(),
    beats,
    frames,
    recorded,
    abort: (reason) => controller.abort(reason),
    ...changes,
  };
}

/** A key-value store in memory. */
function fakeValues(): Values {
  const records = new Map<string, StoredValue>();
  const of = (collection: string, key: string): string => `${collection}/${key}`;
  return {
    get: async (collection, key) => records.get(of(collection, key)) ?? null,
    async list(collection, { prefix, after, limit }) {
      const from = of(collection, prefix);
      const all = [...records].filter(([name, { key }]) => name.startsWith(from) && key > (after ?? '')).map(([, record]) => record).sort((a, b) => (a.key < b.key ? -1 : 1));
      return { items: all.slice(0, limit), nextAfter: all.length > limit ? all[limit - 1]!.key : null };
    },
    async put(collection, key, value, ifVersion) {
      const version = records.get(of(collection, key))?.version ?? 0;
      if (ifVersion !== null && ifVersion !== version) throw new VersionConflict(version);
      records.set(of(collection, key), { key, value, version: version + 1, updatedAt: Date.UTC(2026, 0, 2) });
      return { version: version + 1 };
    },
    delete: async (collection, key) => ({ deleted: records.delete(of(collection, key)) }),
  };
}

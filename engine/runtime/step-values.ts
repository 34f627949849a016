import { StepAbort } from '../ports/node-runner.ts';
import type { Store, ValueChange, Wanted } from '../ports/store.ts';
import { VersionConflict, type Values } from '../ports/values.ts';
import type { Stop } from './stop.ts';

/**
 * The key-value store as one attempt reaches it: what it writes is fenced by its token and counts once for its step.
 * A step writes one record; a second write of the same attempt would be taken for the first one again.
 * @param id equal over the attempts of the step
 */
export function valuesFor(store: Pick<Store, 'readValue' | 'rangeOfValues' | 'writeValue'>, task: Wanted & { path: string }, id: string, stop: Stop): Values {
  const write = async (change: ValueChange): Promise<number> => {
    if (stop.reason !== null) throw stop.reason;
    const written = await store.writeValue({ task: { runId: task.runId, seq: task.seq, token: task.token }, id, path: task.path, ...change });
    switch (written.result) {
      case 'written':
        return written.version;
      case 'conflict':
        throw new VersionConflict(written.version);
      case 'fenced':
        stop.abort(new StepAbort('lease-lost'));
        throw new StepAbort('lease-lost');
    }
  };
  return {
    async get(collection, key) {
      const row = await store.readValue(collection, key);
      return row === null ? null : { key: row.key, value: row.value, version: row.version, updatedAt: row.updatedAt };
    },
    list: (collection, range) => store.rangeOfValues(collection, range),
    put: async (collection, key, value, ifVersion) => ({ version: await write({ operation: 'put', collection, key, value, ifVersion }) }),
    delete: async (collection, key) => ({ deleted: (await write({ operation: 'delete', collection, key })) > 0 }),
  };
}

import type { Json } from '../definition/json.ts';

/** One record of the workspace's key-value store. */
export type StoredValue = {
  key: string;
  value: Json;
  /** 1 when it is made, one more with each write. A record that was deleted and is made again begins at 1. */
  version: number;
  /** Epoch ms, Postgres time. */
  updatedAt: number;
};

export type ValuePage = { items: StoredValue[]; /** The key after which the next page begins; null at the end. */ nextAfter: string | null };
export type ValueRange = { prefix: string; after: string | null; limit: number };

/**
 * The key-value store as a step reaches it. A write is fenced by the attempt's token, and counts once for the step
 * however often its attempts are delivered: one that comes again answers what the first one came to, and leaves what
 * others have written meanwhile.
 */
export type Values = {
  get(collection: string, key: string): Promise<StoredValue | null>;
  list(collection: string, range: ValueRange): Promise<ValuePage>;
  /**
   * @param ifVersion the version it must have: 0 = it must not be there, null = whatever
   * @throws StepAbort when the task is no longer ours; VersionConflict
   */
  put(collection: string, key: string, value: Json, ifVersion: number | null): Promise<{ version: number }>;
  /** @throws StepAbort when the task is no longer ours */
  delete(collection: string, key: string): Promise<{ deleted: boolean }>;
};

/** The record does not have the version that the write asked for. */
export class VersionConflict extends Error {
  constructor(
    /** 0 = it is not there. */
    readonly version: number,
  ) {
    super(`The record has version ${version}.`);
    this.name = 'VersionConflict';
  }
}

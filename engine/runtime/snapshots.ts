import { createHash } from 'node:crypto';
import { readSnapshot, SNAPSHOT_FORMAT, writeSnapshot } from '../core/snapshot.ts';
import type { RunState } from '../core/state.ts';
import { isRunOver } from '../core/status.ts';
import type { Log } from '../ports/log.ts';
import type { History, Store } from '../ports/store.ts';

/** Events after which a run is worth a snapshot. */
const EVERY = 1_000;
/** Larger ones are not kept, characters: they would take longer to write than to fold. */
const LARGEST = 16 * 1_048_576;
/** Snapshots that wait to be written; more are left out, and the runs come by again. */
const WAITING = 16;

/**
 * What folds have come to, kept beside the events so that a run that was put aside need not be folded from its first
 * one. Written after the commit and apart from it: a step never waits for one, and a lost one costs a longer fold.
 */
export class Snapshots {
  private readonly waiting = new Map<string, { seq: number; format: string; hash: string; text: string }>();
  private writing = false;
  readonly counts = { written: 0, read: 0, unfit: 0 };

  constructor(
    private readonly store: Pick<Store, 'putSnapshot' | 'dropSnapshot'>,
    private readonly log: Log,
  ) {}

  /**
   * Whether a run that was last kept at `seq` is to be kept now. A large state waits for more events, so that what its
   * snapshots cost stays in proportion to what has happened, and what is left to fold to the state itself.
   */
  isDue(state: RunState, seq: number): boolean {
    const since = state.seq - seq;
    return since >= EVERY && since >= 2 * (state.steps.size + state.scopes.size) && !isRunOver(state.status);
  }

  /** Takes the state as it is now, which must be that of a commit, and writes it when there is time. */
  keep(state: RunState): void {
    if (this.waiting.size >= WAITING && !this.waiting.has(state.runId)) return;
    const text = writeSnapshot(state);
    if (text.length > LARGEST) return;
    this.waiting.set(state.runId, { seq: state.seq, format: SNAPSHOT_FORMAT, hash: hashOf(text), text });
    if (!this.writing) void this.write();
  }

  /**
   * The state of a history's snapshot. It is trusted only when it is whole and its last event is the one that the
   * history holds there, with a new group behind it.
   * @returns null when it is of no use; it is forgotten then
   */
  restore(runId: string, history: History): RunState | null {
    const { snapshot, events } = history;
    if (snapshot === null) return null;
    const state = this.read(runId, history);
    const [last, next] = events;
    if (state !== null && last?.seq === state.seq && last.at === state.at && next?.derived !== true) {
      this.counts.read++;
      return state;
    }
    this.counts.unfit++;
    this.log.warn({ runId, seq: snapshot.seq }, 'A snapshot does not fit its history; the events are folded instead');
    void this.store.dropSnapshot(runId, snapshot.hash).catch(() => {});
    return null;
  }

  private read(runId: string, { snapshot, coreVersion }: History): RunState | null {
    if (snapshot === null || snapshot.format !== SNAPSHOT_FORMAT || hashOf(snapshot.text) !== snapshot.hash) return null;
    try {
      const state = readSnapshot(snapshot.text);
      return state.runId === runId && state.seq === snapshot.seq && state.coreVersion === coreVersion && !state.retain ? state : null;
    } catch {
      return null;
    }
  }

  private async write(): Promise<void> {
    this.writing = true;
    for (const [runId, snapshot] of this.waiting) {
      this.waiting.delete(runId);
      try {
        await this.store.putSnapshot(runId, snapshot);
        this.counts.written++;
      } catch (error) {
        this.log.debug({ err: error, runId }, 'A snapshot could not be written; the next one will do');
      }
    }
    this.writing = false;
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

import { PassingMap } from '../core/passing-map.ts';
import type { Json } from '../definition/json.ts';
import type { Log } from '../ports/log.ts';
import type { RunCommit } from '../ports/run-commit.ts';
import type { Beat, BeatAnswer, Store, TaskRef } from '../ports/store.ts';

export type Held = TaskRef & { token: string; since: number; stop: (reason: 'cancel' | 'lease-lost') => void };

/** Details are written at most ten times a second; whether a task is still ours is asked once a second. */
const WRITE_EVERY_MS = 100;
const ASK_EVERY_MS = 1_000;

const keyOf = (task: TaskRef): string => `${task.runId}.${task.seq}`;

/** The attempts this worker holds: their heartbeats go out together, and what comes back stops those that must stop. */
export class Heartbeats {
  private readonly held = new PassingMap<Held>();
  private readonly details = new Map<string, Json>();
  /** Gave a sign of life without details. */
  private readonly alive = new Set<string>();
  private writing = false;
  private timer: NodeJS.Timeout | null = null;
  private readonly asking: NodeJS.Timeout;

  constructor(
    private readonly store: Pick<Store, 'heartbeat'>,
    private readonly log: Log,
  ) {
    this.asking = setInterval(() => void this.send(true), ASK_EVERY_MS);
    this.asking.unref();
  }

  get size(): number {
    return this.held.size;
  }

  hold(task: Held): void {
    this.held.set(keyOf(task), task);
  }

  release(task: TaskRef): void {
    const key = keyOf(task);
    this.held.delete(key);
    this.details.delete(key);
    this.alive.delete(key);
  }

  beat(task: TaskRef, details: Json): void {
    const key = keyOf(task);
    if (!this.held.has(key)) return;
    this.details.set(key, details);
    this.soon();
  }

  /** A commit of this process. What an agent has recorded is progress, as a heartbeat is. */
  committed(commit: Pick<RunCommit, 'runId' | 'events'>): void {
    for (const event of commit.events) {
      if (event.type !== 'agent.recorded') continue;
      const key = keyOf({ runId: commit.runId, seq: event.data.task });
      if (!this.held.has(key)) continue;
      this.alive.add(key);
      this.soon();
    }
  }

  private soon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      void this.send(false);
    }, WRITE_EVERY_MS);
  }

  /** This process committed a request to stop: no need to wait for the next look. */
  stopNow(task: TaskRef): void {
    this.held.get(keyOf(task))?.stop('cancel');
  }

  stopAll(reason: 'lease-lost'): void {
    for (const task of this.held.values()) task.stop(reason);
  }

  /** Writes what an attempt said last before it ends, so that the next one gets it. */
  async flush(task: TaskRef): Promise<void> {
    while (this.details.has(keyOf(task)) || this.writing) {
      if (this.writing) await new Promise((resolve) => setTimeout(resolve, 2));
      else await this.send(false);
    }
  }

  close(): void {
    clearInterval(this.asking);
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private async send(ask: boolean): Promise<void> {
    if (this.writing) return;
    const now = performance.now();
    const beats: Beat[] = [];
    for (const [key, task] of this.held) {
      const details = this.details.get(key);
      const alive = this.alive.has(key);
      // Most attempts are over within the second: only those that last are asked about.
      if (details !== undefined || alive || (ask && now - task.since > ASK_EVERY_MS)) beats.push({ runId: task.runId, seq: task.seq, token: task.token, details, alive });
    }
    if (this.details.size > 0) this.details.clear();
    if (this.alive.size > 0) this.alive.clear();
    if (beats.length === 0) return;
    this.writing = true;
    try {
      this.answered(await this.store.heartbeat(beats));
    } catch (error) {
      this.log.debug({ err: error }, 'Heartbeats could not be written; the next ones will be');
    } finally {
      this.writing = false;
    }
  }

  private answered(answers: readonly BeatAnswer[]): void {
    for (const answer of answers) {
      if (answer.state === 'held') continue;
      this.held.get(keyOf(answer))?.stop(answer.state === 'abort' ? 'cancel' : 'lease-lost');
    }
  }
}

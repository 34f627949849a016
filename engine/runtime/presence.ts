import { CORE_VERSION } from '../core/advance.ts';
import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store.ts';
import { Beats } from './beats.ts';

const BEAT_MS = 1_000;
const CLOSE_MS = 1_000;

/**
 * Says once a second that a process without a lease lives and which core it has: it decides starts, controls and
 * signals, so new runs must be of a core that it knows.
 */
export class Presence {
  private readonly beats: Beats;
  private telling: Promise<void> = Promise.resolve();

  constructor(
    private readonly id: string,
    private readonly store: Pick<Store, 'tellPresence' | 'forgetPresence'>,
    private readonly log: Log,
  ) {
    this.beats = new Beats({ name: 'presence', everyMs: BEAT_MS, act: () => this.tell() }, log);
  }

  /** Resolves when it was said for the first time, or could not be. */
  async start(): Promise<void> {
    await this.tell().catch((error: unknown) => this.log.debug({ err: error }, 'That this process lives could not be said; trying again'));
    this.beats.start();
  }

  /** Resolves when others no longer count it, or after a second: then they forget it by themselves. */
  async close(): Promise<void> {
    this.beats.close();
    // One that is still under way would say it once more.
    const forgotten = this.telling.catch(() => {}).then(() => this.store.forgetPresence(this.id)).catch(() => {});
    await Promise.race([forgotten, new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())]);
  }

  private tell(): Promise<void> {
    return (this.telling = this.store.tellPresence({ id: this.id, coreVersion: CORE_VERSION }));
  }
}

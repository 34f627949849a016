import type { Definition } from '@/engine/index.ts';

/** What is known about the draft outside of this page. */
export type SaveState =
  | { kind: 'saved' }
  /** Changed, and kept in this browser; the server hears of it in a moment. */
  | { kind: 'pending' }
  | { kind: 'saving' }
  /** The server does not answer; the draft is kept in this browser and tried again. */
  | { kind: 'offline' }
  /** Somebody else saved first. Nothing is written until a person chooses. */
  | { kind: 'conflict'; theirs: Theirs }
  /** The server refused the draft as it is; it is tried again with the next change. */
  | { kind: 'refused'; error: unknown };

export type Theirs = { definition: Definition; revision: number; updatedAt: string };

/** What saving said. */
export type SaveAnswer = { kind: 'saved'; revision: number } | { kind: 'conflict'; theirs: Theirs } | { kind: 'unreachable' } | { kind: 'refused'; error: unknown };

export type Backup = {
  write: (value: { definition: Definition; revision: number; at: number }) => Promise<void>;
  clear: () => Promise<void>;
};

export type SaverOptions = {
  revision: number;
  saved: Definition;
  save: (definition: Definition, revision: number) => Promise<SaveAnswer>;
  backup: Backup;
  onState: (state: SaveState) => void;
  delayMs?: number;
  /** Waits between attempts while the server does not answer, in ms; the last is repeated. */
  retryMs?: readonly number[];
};

const RETRY_MS = [1_000, 2_000, 5_000, 15_000];

/**
 * Saves a draft a moment after each change, never two saves at once, each under the revision it was read at. A change
 * is in this browser before the server is asked, and stays there until the server has it.
 */
export class DraftSaver {
  private revision: number;
  private saved: Definition;
  private latest: Definition;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private inFlight: Promise<void> | null = null;
  private failures = 0;
  private kept: Promise<boolean> = Promise.resolve(true);
  private stopped = false;
  state: SaveState = { kind: 'saved' };

  constructor(private readonly options: SaverOptions) {
    this.revision = options.revision;
    this.saved = options.saved;
    this.latest = options.saved;
  }

  get hasUnsaved(): boolean {
    return this.latest !== this.saved;
  }

  get savedRevision(): number {
    return this.revision;
  }

  /** The document is now this. */
  change(definition: Definition): void {
    if (definition === this.latest) return;
    this.latest = definition;
    this.kept = this.options.backup.write({ definition, revision: this.revision, at: Date.now() }).then(() => true, () => false);
    if (this.state.kind === 'conflict') return;
    if (!this.hasUnsaved && this.inFlight === null) {
      this.cancelTimer();
      void this.options.backup.clear().catch(() => {});
      this.tell({ kind: 'saved' });
      return;
    }
    if (this.state.kind !== 'offline' && this.inFlight === null) this.tell({ kind: 'pending' });
    if (this.inFlight === null) this.schedule(this.options.delayMs ?? 600);
  }

  /** Saves now what is not saved. Resolves when the server has answered; the state tells what. */
  async flush(): Promise<void> {
    this.cancelTimer();
    while (this.inFlight) await this.inFlight;
    if (!this.hasUnsaved || this.state.kind === 'conflict' || this.stopped) return;
    this.inFlight = this.saveOnce();
    await this.inFlight;
  }

  /** A person chose: `mine` is written over theirs, `theirs` is what there is. */
  async resolve(choice: 'mine' | 'theirs'): Promise<void> {
    if (this.state.kind !== 'conflict') return;
    const { theirs } = this.state;
    this.revision = theirs.revision;
    this.saved = theirs.definition;
    if (choice === 'theirs') this.latest = theirs.definition;
    this.tell(choice === 'theirs' ? { kind: 'saved' } : { kind: 'pending' });
    if (choice === 'theirs') await this.options.backup.clear().catch(() => {});
    else await this.flush();
  }

  /** Resolves when this browser has written down the latest change. @returns whether it could */
  async isKept(): Promise<boolean> {
    return this.kept;
  }

  /** The page goes away; what is unsaved stays in this browser. */
  stop(): void {
    this.stopped = true;
    this.cancelTimer();
  }

  /** As `stop`, and resolves when nothing is under way any more. */
  async end(): Promise<void> {
    this.stop();
    while (this.inFlight) await this.inFlight;
  }

  private async saveOnce(): Promise<void> {
    const sent = this.latest;
    this.tell({ kind: 'saving' });
    const answer = await this.options.save(sent, this.revision).catch((error: unknown): SaveAnswer => ({ kind: 'refused', error }));
    this.inFlight = null;
    if (answer.kind === 'saved') {
      this.revision = answer.revision;
      this.saved = sent;
      this.failures = 0;
      if (this.hasUnsaved) {
        this.tell({ kind: 'pending' });
        this.schedule(this.options.delayMs ?? 600);
      } else {
        await this.options.backup.clear().catch(() => {});
        if (!this.hasUnsaved) this.tell({ kind: 'saved' });
      }
      return;
    }
    if (answer.kind === 'unreachable') {
      const waits = this.options.retryMs ?? RETRY_MS;
      this.tell({ kind: 'offline' });
      this.schedule(waits[Math.min(this.failures++, waits.length - 1)]!);
      return;
    }
    this.tell(answer);
  }

  private schedule(delayMs: number): void {
    this.cancelTimer();
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.flush(), delayMs);
  }

  private cancelTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private tell(state: SaveState): void {
    this.state = state;
    this.options.onState(state);
  }
}

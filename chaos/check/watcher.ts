import { catalogue } from '../../engine/index.ts';
import { findViolations } from '../../engine/testing/invariants.ts';
import { BOOKING } from '../load/kinds.ts';
import type { Known } from '../load/load.ts';
import type { Sql } from '../sql.ts';
import { ledgerFaults, type OutsideLedger } from './ledger.ts';

const LOOK_EVERY_MS = 1_000;
/** So many histories at a time: they are folded here, and the faults must not wait for that. */
const AT_ONCE = 60;

/** Checks while the faults go on: each run soon after it has ended, and all open ones again and again. */
export class Watcher {
  private next = 0;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private closed = false;
  checked = 0;

  constructor(
    private readonly sql: Sql,
    private readonly known: readonly Known[],
    private readonly ledger: OutsideLedger,
    private readonly violation: (sentence: string) => void,
  ) {
    this.again();
  }

  private again(): void {
    if (this.closed) return;
    this.timer = setTimeout(() => {
      this.looking = this.look().catch((error: unknown) => this.violation(`A check could not be made: ${error instanceof Error ? error.message : String(error)}`)).finally(() => this.again());
    }, LOOK_EVERY_MS);
  }

  private async look(): Promise<void> {
    await this.endedOnes(AT_ONCE);
    const open = this.known.slice(this.next).filter(({ standing }) => standing === null).slice(0, AT_ONCE);
    await this.check(open.map(({ id }) => id));
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  /** Checks the rest of those that have ended. */
  async finish(): Promise<void> {
    await this.close();
    while (await this.endedOnes(200)) continue;
  }

  private readonly done = new Set<string>();

  private async endedOnes(most: number): Promise<boolean> {
    const ended: Known[] = [];
    for (let at = this.next; at < this.known.length && ended.length < most; at++) {
      const run = this.known[at]!;
      if (run.standing !== null && !this.done.has(run.id)) ended.push(run);
    }
    if (ended.length === 0) return false;
    await this.ledger.read();
    await this.check(ended.map(({ id }) => id));
    for (const run of ended) {
      this.done.add(run.id);
      for (const fault of ledgerFaults(run, this.ledger.of(run.id), run.kind === BOOKING)) this.violation(`the ledger of the outside: ${run.id}: ${fault}`);
    }
    this.checked += ended.length;
    while (this.next < this.known.length && this.done.delete(this.known[this.next]!.id)) this.next++;
    return true;
  }

  private async check(runIds: readonly string[]): Promise<void> {
    if (runIds.length === 0) return;
    for (const { invariant, runId, detail } of await findViolations(this.sql.query, { catalogue, runIds })) this.violation(`${invariant}: ${runId} ${detail}`);
  }
}

import { z } from 'zod';
import { anyFreePort } from '../../scripts/servers/ports.ts';
import { Process } from '../../engine/crash/processes.fixture.ts';
import { until } from '../../engine/testing/until.ts';
import type { Known } from '../load/load.ts';

const entrySchema = z.object({ seq: z.number(), service: z.string(), action: z.string(), reference: z.string(), idempotencyKey: z.string().nullable(), outcome: z.string(), ids: z.array(z.string()) });
type Entry = z.infer<typeof entrySchema>;
const pageSchema = z.object({ entries: z.array(entrySchema), lastSeq: z.number() });

const READ_EVERY_MS = 1_000;
const PAGE = 10_000;

/** The outside world as a process of its own, and all that it says was asked of it. It is outside: nothing is done to it. */
export class OutsideLedger {
  private readonly byRun = new Map<string, Entry[]>();
  private readSeq = 0;
  private reading: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  private constructor(
    readonly url: string,
    private readonly process: Process,
  ) {
    this.timer = setInterval(() => void this.read().catch(() => undefined), READ_EVERY_MS);
  }

  static async start(program: string): Promise<OutsideLedger> {
    const port = await anyFreePort();
    const url = `http://127.0.0.1:${port}`;
    const process = new Process(program, { HOST: '127.0.0.1', HEDDLE_OUTSIDE_PORT: String(port) });
    await until('the outside world answers', () => fetch(`${url}/healthz`).then((answer) => answer.ok, () => false));
    return new OutsideLedger(url, process);
  }

  /** Takes in what is new; it forgets what is old by itself. */
  read(): Promise<void> {
    return (this.reading = this.reading.catch(() => undefined).then(() => this.readOn()));
  }

  private async readOn(): Promise<void> {
    for (;;) {
      const { entries } = pageSchema.parse(await (await fetch(`${this.url}/ledger?after=${this.readSeq}&limit=${PAGE}`)).json());
      for (const entry of entries) {
        // What belongs to a run in the plural is named `run/which`.
        const run = entry.reference.split('/')[0]!;
        const mine = this.byRun.get(run);
        if (mine === undefined) this.byRun.set(run, [entry]);
        else mine.push(entry);
      }
      this.readSeq = entries.at(-1)?.seq ?? this.readSeq;
      if (entries.length < PAGE) return;
    }
  }

  get asked(): number {
    return this.readSeq;
  }

  of(runId: string): readonly Entry[] {
    return this.byRun.get(runId) ?? [];
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.process.kill();
  }
}

/**
 * What a run did outside, against what it says of itself: every effect once, under one key; what was undone in reverse
 * order of what was done, each once; and what stands is what the run's end allows.
 */
export function ledgerFaults(known: Known, entries: readonly Entry[], isSaga: boolean): string[] {
  const faults: string[] = [];
  const done = entries.filter(({ outcome }) => outcome === 'done');
  const times = new Map<string, number>();
  for (const { service, reference, idempotencyKey } of done) {
    // What is asked without a key may be done as often as it is asked.
    if (idempotencyKey === null) continue;
    const effect = `${service} of ${reference} under ${idempotencyKey}`;
    times.set(effect, (times.get(effect) ?? 0) + 1);
  }
  for (const [effect, count] of times) if (count > 1) faults.push(`${effect} was done ${count} times`);
  if (!isSaga) return faults;
  const booked = done.filter(({ action }) => action === 'book').flatMap(({ service, ids }) => ids.map((id) => ({ service, id })));
  const undone = done.filter(({ action }) => action === 'cancel').flatMap(({ ids }) => ids);
  // A saga that was retried has undone what was left, and started over.
  const once = (known.standing?.generation ?? 1) === 1;
  if (once && new Set(booked.map(({ service }) => service)).size < booked.length) faults.push(`booked twice: ${booked.map(({ service }) => service).join(', ')}`);
  if (new Set(undone).size < undone.length) faults.push(`cancelled twice: ${undone.join(', ')}`);
  const backwards = booked.map(({ id }) => id).filter((id) => undone.includes(id)).reverse();
  if (once && backwards.join() !== undone.join()) faults.push(`booked ${booked.map(({ id }) => id).join(', ')}, but cancelled in the order ${undone.join(', ')}`);
  const { standing } = known;
  const answer = (standing?.output as { status?: string } | null)?.status;
  const stands = booked.length - undone.length;
  if (answer === 'booked' && stands !== 3) faults.push(`it is booked, and ${stands} bookings stand`);
  if (answer === 'cancelled' && stands !== 0) faults.push(`it is cancelled, and ${stands} bookings stand`);
  if (standing?.status === 'failed' && stands > standing.openCompensations.length) faults.push(`${standing.openCompensations.length} steps are said not to be undone, and ${stands} bookings stand`);
  return faults;
}

/** Whoever starts a run may die, and whoever takes over may die as well: each is waited for 30 s before its cancel is made up, ms. */
const CANCELLING_MS = 100_000;

/** A schedule by interval; one that cancels makes nothing up, the others all that they missed. Instants are epoch ms. */
export type Clock = {
  slug: string;
  workflowId: string;
  trigger: string;
  overlap: 'allow' | 'skip' | 'cancel';
  everyMs: number;
  /** When it began. */
  since: number;
  /** Everything up to here is dealt with; null when it is not known. */
  upTo: number | null;
  /** Runs that were still open when it had come to rest. */
  open: readonly string[];
};

/** A run of its workflow, and the instant it says it is for. */
export type Beat = { run: string; status: string; output: unknown; /** Its type. */ error: string | null; at: number; trigger: string; startedAt: number; endedAt: number | null };

/** What became of runs that their schedules should have cancelled, by the sentences in which the schedules told so. */
export type Uncancelled = readonly string[];

/**
 * What a schedule did, against what it is for: each instant from its beginning has one run, which knows it; none is early;
 * and of one that lets none begin beside another no two were open at a time, and some instants may have none. Nor has each
 * instant a run where the latest is enough; there no two are open for longer than the cancelling takes, unless it told so.
 */
export function instantFaults(clock: Clock, beats: readonly Beat[], uncancelled: Uncancelled = []): string[] {
  const { slug, overlap, everyMs, since, upTo } = clock;
  const faults: string[] = [];
  const byInstant = new Map<number, number>();
  for (const { run, status, output, error, at, trigger, startedAt } of beats) {
    byInstant.set(at, (byInstant.get(at) ?? 0) + 1);
    const name = new Date(at).toISOString();
    if (trigger !== 'schedule') faults.push(`${slug}: the run ${run} was started by "${trigger}"`);
    if (at % everyMs !== 0 || at <= since - everyMs || (upTo !== null && at > upTo)) faults.push(`${slug}: the run ${run} is for ${name}, which is none of its instants`);
    if (startedAt < at) faults.push(`${slug}: the run ${run} for ${name} began ${at - startedAt} ms early`);
    // A step that has cost three workers fails, and nobody retries it here.
    const costly = status === 'failed' && error === 'worker_lost';
    if (overlap === 'cancel') {
      if (status !== 'cancelled') faults.push(`${slug}: the run ${run} for ${name} waits until it is cancelled, and ended ${status}`);
    } else if (!costly && (status !== 'completed' || output !== name)) faults.push(`${slug}: the run ${run} for ${name} ended ${status} with ${JSON.stringify(output)}`);
  }
  for (const [at, runs] of byInstant) if (runs > 1) faults.push(`${slug}: ${new Date(at).toISOString()} has had ${runs} runs`);
  if (beats.length === 0) faults.push(`${slug} has not started a single run`);
  const inOrder = [...beats].sort((a, b) => a.startedAt - b.startedAt);
  const pairs = inOrder.slice(1).map((beat, index) => ({ before: inOrder[index]!, beat }));
  if (overlap === 'skip') {
    for (const { before, beat } of pairs) if ((before.endedAt ?? Infinity) > beat.startedAt) faults.push(`${slug}: the run ${beat.run} began while ${before.run} was open`);
  } else if (overlap === 'cancel') {
    for (const { before, beat } of pairs) {
      if (uncancelled.some((sentence) => sentence.includes(before.run))) continue;
      const wasLeft = clock.open.includes(before.run) || (before.endedAt ?? Infinity) > beat.startedAt + CANCELLING_MS;
      if (wasLeft) faults.push(`${slug}: the run ${before.run} was left open when ${beat.run} had begun, and nobody was told`);
    }
  } else {
    for (let at = (Math.floor(since / everyMs) + 1) * everyMs; upTo !== null && at <= upTo; at += everyMs) if (!byInstant.has(at)) faults.push(`${slug}: ${new Date(at).toISOString()} has had no run`);
  }
  return faults;
}

/** A schedule by interval that makes up for what it missed. Instants are epoch ms. */
export type Clock = {
  slug: string;
  workflowId: string;
  trigger: string;
  overlap: 'allow' | 'skip';
  everyMs: number;
  /** When it began. */
  since: number;
  /** Everything up to here is dealt with; null when it is not known. */
  upTo: number | null;
};

/** A run of its workflow, and the instant it says it is for. */
export type Beat = { run: string; status: string; output: unknown; /** Its type. */ error: string | null; at: number; trigger: string; startedAt: number; endedAt: number | null };

/**
 * What a schedule did, against what it is for: each instant from its beginning has one run, which knows it; none is early;
 * and of one that lets none begin beside another no two were open at a time, and some instants may have none.
 */
export function instantFaults({ slug, overlap, everyMs, since, upTo }: Clock, beats: readonly Beat[]): string[] {
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
    if (!costly && (status !== 'completed' || output !== name)) faults.push(`${slug}: the run ${run} for ${name} ended ${status} with ${JSON.stringify(output)}`);
  }
  for (const [at, runs] of byInstant) if (runs > 1) faults.push(`${slug}: ${new Date(at).toISOString()} has had ${runs} runs`);
  if (beats.length === 0) faults.push(`${slug} has not started a single run`);
  if (overlap === 'skip') {
    const inOrder = [...beats].sort((a, b) => a.startedAt - b.startedAt);
    inOrder.slice(1).forEach((beat, index) => {
      const before = inOrder[index]!;
      if (before.endedAt === null || before.endedAt > beat.startedAt) faults.push(`${slug}: the run ${beat.run} began while ${before.run} was open`);
    });
  } else {
    for (let at = (Math.floor(since / everyMs) + 1) * everyMs; upTo !== null && at <= upTo; at += everyMs) if (!byInstant.has(at)) faults.push(`${slug}: ${new Date(at).toISOString()} has had no run`);
  }
  return faults;
}

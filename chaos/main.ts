import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOptions } from './options.ts';
import { reportOf, writeReport } from './report.ts';
import { playRound } from './round.ts';

/** Plays a round, prints and writes its table. @returns whether everything held */
export async function chaos(args: string[], signal: AbortSignal): Promise<boolean> {
  const options = readOptions(args);
  const say = (message: string): void => void process.stderr.write(`${message}\n`);
  const dataDir = mkdtempSync(join(tmpdir(), 'heddle-chaos-'));
  let keep = false;
  try {
    const round = await playRound(options, dataDir, say, signal);
    keep = round.tally.violations.length > 0;
    process.stdout.write(`\n${reportOf(round)}\n`);
    const file = options.report ?? join('chaos', 'results', round.at.replaceAll(/[:.]/g, '-'));
    writeReport(file, round);
    say(`Written to ${file}.md and ${file}.json`);
    if (keep) say(`The state is kept. To look at it: HEDDLE_DATA=${dataDir} npm start`);
    return !keep;
  } finally {
    if (!keep) rmSync(dataDir, { recursive: true, force: true });
  }
}

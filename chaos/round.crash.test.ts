import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { build } from '../scripts/build/build.ts';
import { DEFAULTS } from './options.ts';
import { losses, reportOf, type Round } from './report.ts';
import { playRound } from './round.ts';

/** The short form of `npm run chaos`: each fault once by itself, then some mixed. */
const OPTIONS = { ...DEFAULTS, minutes: 1, seed: 20, workers: 3, webs: 1, players: 40, settleSeconds: 120 };

let dataDir: string;
let round: Round;
beforeAll(async () => {
  await build(() => undefined);
  dataDir = mkdtempSync(join(tmpdir(), 'heddle-chaos-'));
  round = await playRound(OPTIONS, dataDir, () => undefined, new AbortController().signal);
}, 600_000);
afterAll(() => {
  // What was violated is worth a look.
  if (round?.tally.violations.length === 0) rmSync(dataDir, { recursive: true, force: true });
});

it('a minute of faults of every kind violates nothing', () => {
  expect(round.tally.violations, `${reportOf(round)}\nThe state is kept in ${dataDir}.`).toEqual([]);
});

it('really was a minute of faults: processes died, servers were lost, answers and jobs too, and runs went on', () => {
  const { processes, servers } = losses(round.tally);
  const count = (what: string): number => round.tally.faults.get(what) ?? 0;
  // Whoever is to die at a point that it does not pass within seconds lives on: how many do depends on the machine.
  expect(processes).toBeGreaterThanOrEqual(5);
  expect(servers).toBeGreaterThanOrEqual(4);
  for (const what of ['worker killed', 'web killed', 'worker stopped past its lease', 'event loop blocked', 'write landed, answer lost', 'job lost between commit and queue', 'job delivered twice', 'older worker beside the others', 'newer worker beside the others', 'poorer worker beside the others']) expect(count(what), what).toBeGreaterThan(0);
  expect(round.known).toBeGreaterThan(20);
  expect(round.checked).toBe(round.known);
  expect(round.scheduled).toBeGreaterThan(5);
});

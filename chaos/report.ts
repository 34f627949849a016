import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ChaosOptions } from './options.ts';
import type { Tally } from './tally.ts';

export type Round = {
  at: string;
  options: ChaosOptions;
  machine: string;
  servers: string;
  /** From the first fault until everything had ended, s. */
  tookSeconds: number;
  known: number;
  /** Runs that schedules have started. */
  scheduled: number;
  checked: number;
  asked: number;
  tally: Tally;
};

const LOSSES = /^(Postgres restarted|Redis (emptied|killed)|connections ended$)/;

/** How many processes were killed, and how often a server was lost. */
export function losses(tally: Tally): { processes: number; servers: number } {
  const sum = (matches: (what: string) => boolean): number => [...tally.faults].filter(([what]) => matches(what)).reduce((total, [, times]) => total + times, 0);
  return { processes: sum((what) => what === 'worker killed' || what === 'web killed'), servers: sum((what) => LOSSES.test(what)) };
}

/** The round as a person reads it, in Markdown. */
export function reportOf(round: Round): string {
  const { tally, options } = round;
  const { processes, servers } = losses(tally);
  const lines = [
    `# A round of faults`, '',
    `${round.at}; ${options.minutes} min from seed ${options.seed}; ${round.machine}; ${round.servers}; ${options.workers} workers, ${options.webs} web processes, ${options.players} runs at a time${options.without.length === 0 ? '' : `; built without ${options.without.join(', ')}`}.`, '',
    '| what | how often |', '| --- | ---: |',
    ...rows([['runs started', round.known], ['runs started by schedules', round.scheduled], ['runs checked', round.checked], ['requests seen outside', round.asked], ['processes killed', processes], ['servers lost', servers], ['violations', tally.violations.length], ['seconds until all was at rest', Math.round(round.tookSeconds)]]), '',
    '| fault | how often |', '| --- | ---: |', ...rows([...tally.faults].sort(([a], [b]) => (a < b ? -1 : 1))), '',
    '| end of a run | how often |', '| --- | ---: |', ...rows([...tally.outcomes].sort(([a], [b]) => (a < b ? -1 : 1))), '',
    ...(tally.violations.length === 0 ? ['Nothing was violated.'] : ['Violated:', '', ...tally.shown.map((sentence) => `- ${sentence}`)]), '',
  ];
  return lines.join('\n');
}

const rows = (of: readonly (readonly [string, number])[]): string[] => of.map(([what, times]) => `| ${what} | ${times} |`);

export function writeReport(file: string, round: Round): void {
  mkdirSync(dirname(file), { recursive: true });
  const { tally, ...rest } = round;
  const { processes, servers } = losses(tally);
  const json = { ...rest, processesKilled: processes, serversLost: servers, faults: Object.fromEntries(tally.faults), outcomes: Object.fromEntries(tally.outcomes), violations: tally.violations };
  writeFileSync(`${file}.json`, `${JSON.stringify(json, null, 2)}\n`);
  writeFileSync(`${file}.md`, reportOf(round));
}

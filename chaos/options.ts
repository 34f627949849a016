import { parseArgs } from 'node:util';
import { type Protection, PROTECTIONS } from '../engine/crash/protections.fixture.ts';

export type ChaosOptions = {
  minutes: number;
  seed: number;
  /** Worker processes, besides those of another version that come and go. */
  workers: number;
  webs: number;
  /** Runs that are open at a time. */
  players: number;
  /** Protections that the workers are built without. */
  without: Protection[];
  /** How long everything may take to end when nobody disturbs any more, s. */
  settleSeconds: number;
  /** Where the report goes, without its ending. */
  report: string | null;
};

export const DEFAULTS: ChaosOptions = { minutes: 5, seed: 1, workers: 4, webs: 2, players: 100, without: [], settleSeconds: 120, report: null };

export const USAGE = `npm run chaos -- [--minutes N] [--seed N]
  --minutes N       how long faults go on (${DEFAULTS.minutes})
  --seed N          what the faults and the load are drawn from; chosen and printed when it is not said
  --workers N       worker processes (${DEFAULTS.workers})
  --webs N          web processes (${DEFAULTS.webs})
  --players N       runs that are open at a time (${DEFAULTS.players})
  --settle SECONDS  how long everything may take to end afterwards (${DEFAULTS.settleSeconds})
  --without NAME    build the workers without a protection: ${Object.keys(PROTECTIONS).join(', ')}; may be said several times
  --report FILE     write FILE.json and FILE.md (chaos/results/<instant>)`;

/** @throws Error with the usage when an argument is not known */
export function readOptions(args: string[]): ChaosOptions {
  try {
    const { values } = parseArgs({
      args,
      options: { minutes: { type: 'string' }, seed: { type: 'string' }, workers: { type: 'string' }, webs: { type: 'string' }, players: { type: 'string' }, settle: { type: 'string' }, without: { type: 'string', multiple: true }, report: { type: 'string' } },
    });
    return {
      minutes: number('minutes', values.minutes, DEFAULTS.minutes, 0.1, 1_440),
      seed: number('seed', values.seed, 1 + Math.floor(Math.random() * 1_000_000), 0, 2 ** 31, true),
      workers: number('workers', values.workers, DEFAULTS.workers, 1, 32, true),
      webs: number('webs', values.webs, DEFAULTS.webs, 1, 8, true),
      players: number('players', values.players, DEFAULTS.players, 1, 1_000, true),
      settleSeconds: number('settle', values.settle, DEFAULTS.settleSeconds, 1, 3_600),
      without: (values.without ?? []).map((name) => (Object.keys(PROTECTIONS) as Protection[]).find((known) => known === name) ?? refuse(`--without is one of ${Object.keys(PROTECTIONS).join(', ')}, not "${name}".`)),
      report: values.report ?? null,
    };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`, { cause: error });
  }
}

function number(name: string, text: string | undefined, otherwise: number, least: number, most: number, whole = false): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most) || (whole && !Number.isInteger(value))) refuse(`--${name} is a ${whole ? 'whole ' : ''}number from ${least} to ${most}, not "${text}".`);
  return value;
}

function refuse(sentence: string): never {
  throw new Error(sentence);
}

import { parseArgs } from 'node:util';
import { SCENARIOS, type ScenarioName } from './scenarios.ts';

export type BenchOptions = {
  scenarios: ScenarioName[];
  /** Measurements of each throughput scenario; the median is printed. */
  repeats: number;
  /** Workers killed in the recovery scenario. */
  kills: number;
  /** Runs that wait in the waiting scenario. */
  waiting: number;
  /** Smaller numbers throughout, to see whether everything measures; no verdict is worth much then. */
  quick: boolean;
  /** Where the figures go as JSON. */
  json: string | null;
  /** Where the servers keep what they keep; a folder of its own, taken away afterwards, when it is not said. */
  data: string | null;
  redis: 'native' | 'embedded' | null;
};

export const USAGE = `npm run bench -- [${Object.keys(SCENARIOS).join(' ')}]
  --repeats N       measurements of chain, fan-out, dispatch, live and the raw limits (5)
  --kills N         workers killed in recovery (20)
  --waiting N       runs that wait in waiting (100000)
  --quick           a smaller measurement of everything, in a few minutes
  --redis KIND      native or embedded (native if there is one on PATH)
  --json FILE       write the figures there (bench/results/<instant>.json)
  --data FOLDER     keep the servers' data there`;

const FULL = { repeats: '5', kills: '20', waiting: '100000' };
const QUICK = { repeats: '3', kills: '3', waiting: '3000' };

/** @throws Error with the usage when an argument is not known */
export function readOptions(args: string[]): BenchOptions {
  try {
    const { values, positionals } = parseArgs({
      args, allowPositionals: true,
      options: { repeats: { type: 'string' }, kills: { type: 'string' }, waiting: { type: 'string' }, quick: { type: 'boolean', default: false }, json: { type: 'string' }, data: { type: 'string' }, redis: { type: 'string' } },
    });
    const names = Object.keys(SCENARIOS) as ScenarioName[];
    const wanted = positionals.map((name) => names.find((known) => known === name) ?? refuse(`There is no scenario "${name}".`));
    const { redis, quick } = values;
    const usual = quick ? QUICK : FULL;
    if (redis !== undefined && redis !== 'native' && redis !== 'embedded') refuse(`--redis is native or embedded, not "${redis}".`);
    return {
      scenarios: wanted.length === 0 ? names : names.filter((name) => wanted.includes(name)),
      repeats: count('repeats', values.repeats ?? usual.repeats, 1_000), kills: count('kills', values.kills ?? usual.kills, 1_000), waiting: count('waiting', values.waiting ?? usual.waiting, 1_000_000), quick, json: values.json ?? null, data: values.data ?? null, redis: redis ?? null,
    };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`, { cause: error });
  }
}

function count(name: string, text: string, most: number): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 && value <= most ? value : refuse(`--${name} is a whole number from 1 to ${most}, not "${text}".`);
}

function refuse(sentence: string): never {
  throw new Error(sentence);
}

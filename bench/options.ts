import { parseArgs } from 'node:util';
import { SCENARIOS, type ScenarioName } from './scenarios.ts';

export type BenchOptions = {
  scenarios: ScenarioName[];
  /** Measurements of each throughput scenario; the median is printed. */
  repeats: number;
  /** Workers killed in the recovery scenario. */
  kills: number;
  /** Where the figures go as JSON. */
  json: string | null;
  /** Where the servers keep what they keep; a folder of its own, taken away afterwards, when it is not said. */
  data: string | null;
  redis: 'native' | 'embedded' | null;
};

export const USAGE = `npm run bench -- [${Object.keys(SCENARIOS).join(' ')}]
  --repeats N       measurements of chain, fan-out and the raw limits (5)
  --kills N         workers killed in recovery (20)
  --redis KIND      native or embedded (native if there is one on PATH)
  --json FILE       write the figures there (bench/results/<instant>.json)
  --data FOLDER     keep the servers' data there`;

/** @throws Error with the usage when an argument is not known */
export function readOptions(args: string[]): BenchOptions {
  try {
    const { values, positionals } = parseArgs({
      args, allowPositionals: true,
      options: { repeats: { type: 'string', default: '5' }, kills: { type: 'string', default: '20' }, json: { type: 'string' }, data: { type: 'string' }, redis: { type: 'string' } },
    });
    const names = Object.keys(SCENARIOS) as ScenarioName[];
    const wanted = positionals.map((name) => names.find((known) => known === name) ?? refuse(`There is no scenario "${name}".`));
    const { redis } = values;
    if (redis !== undefined && redis !== 'native' && redis !== 'embedded') refuse(`--redis is native or embedded, not "${redis}".`);
    return {
      scenarios: wanted.length === 0 ? names : names.filter((name) => wanted.includes(name)),
      repeats: count('repeats', values.repeats), kills: count('kills', values.kills), json: values.json ?? null, data: values.data ?? null, redis: redis ?? null,
    };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`, { cause: error });
  }
}

function count(name: string, text: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 && value <= 1_000 ? value : refuse(`--${name} is a whole number from 1 to 1000, not "${text}".`);
}

function refuse(sentence: string): never {
  throw new Error(sentence);
}

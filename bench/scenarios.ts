import type { Bench, Figure } from './bench-context.ts';
import { chain } from './scenarios/chain.ts';
import { dispatch } from './scenarios/dispatch.ts';
import { fanOut } from './scenarios/fan-out.ts';
import { latency } from './scenarios/latency.ts';
import { live } from './scenarios/live.ts';
import { rawLimits } from './scenarios/raw-limits.ts';
import { recovery } from './scenarios/recovery.ts';
import { start } from './scenarios/start.ts';

/** Every scenario, in the order in which they are measured: the quiet ones before those that leave much behind. */
export const SCENARIOS = {
  'raw-limits': rawLimits,
  latency,
  start,
  chain,
  'fan-out': fanOut,
  dispatch,
  live,
  recovery,
} satisfies Record<string, (bench: Bench) => Promise<Figure[]>>;

export type ScenarioName = keyof typeof SCENARIOS;

import type { Bench, Figure } from './bench-context.ts';
import { canvas } from './scenarios/canvas.ts';
import { chain } from './scenarios/chain.ts';
import { checkpoint } from './scenarios/checkpoint.ts';
import { dispatch } from './scenarios/dispatch.ts';
import { fanOut } from './scenarios/fan-out.ts';
import { flatness } from './scenarios/flatness.ts';
import { history } from './scenarios/history.ts';
import { latency } from './scenarios/latency.ts';
import { live } from './scenarios/live.ts';
import { pages } from './scenarios/pages.ts';
import { rawLimits } from './scenarios/raw-limits.ts';
import { reading } from './scenarios/reading.ts';
import { recovery } from './scenarios/recovery.ts';
import { start } from './scenarios/start.ts';
import { timers } from './scenarios/timers.ts';
import { waiting } from './scenarios/waiting.ts';
import { wide } from './scenarios/wide.ts';
import { workerMemory } from './scenarios/worker-memory.ts';

/** Every scenario, in the order in which they are measured: the quiet ones before those that leave much behind. */
export const SCENARIOS = {
  'raw-limits': rawLimits,
  latency,
  start,
  checkpoint,
  chain,
  'fan-out': fanOut,
  dispatch,
  live,
  timers,
  'worker-memory': workerMemory,
  flatness,
  wide,
  history,
  canvas,
  reading,
  pages,
  recovery,
  waiting,
} satisfies Record<string, (bench: Bench) => Promise<Figure[]>>;

export type ScenarioName = keyof typeof SCENARIOS;

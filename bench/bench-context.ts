import type pg from 'pg';
import type { Engine } from '../engine/server.ts';
import type { Heddle } from '../scripts/supervisor/heddle.ts';
import type { BenchOptions } from './options.ts';
import type { Probe } from './measure/probe.ts';

/** One line of the table. */
export type Figure = {
  /** For example `chain` or `latency p50`. */
  name: string;
  value: number;
  unit: string;
  conditions: string;
  bar: Bar | null;
};

export type Bar = { atLeast: number } | { below: number };

/** What a scenario measures with: a whole Heddle as `npm start` runs it, and a starter that is none of its workers. */
export type Bench = {
  heddle: Heddle;
  engine: Engine;
  sql: pg.Client;
  probe: Probe;
  options: BenchOptions;
  signal: AbortSignal;
  /** `2 workers × 50`. */
  workers: string;
  say: (message: string) => void;
  /** Steps per second of a chain in this run, measured once; half of it is half load. */
  chainRate: () => Promise<number>;
};

export function isMet(figure: Figure): boolean | null {
  if (figure.bar === null) return null;
  return 'atLeast' in figure.bar ? figure.value >= figure.bar.atLeast : figure.value < figure.bar.below;
}

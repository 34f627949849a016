import type { Figure } from '../bench-context.ts';
import type { Smoothness } from './stage.ts';

/** What was watched, as two figures. @param name of the first @param what was drawn and how */
export function smooth(name: string, { p95, wallP95, dropped, frames }: Smoothness, what: string, bars: { p95: number; dropped: number | null } | null): Figure[] {
  const conditions = `${what}; ${frames} frames drawn without a graphics card`;
  return [
    // Per frame: it is not made shorter by a faster disk, which is what figures in ms are scaled by.
    { name, value: p95, unit: 'ms/frame', conditions: `work of the main thread by its own processor time, 95th percentile (${wallP95.toPrecision(3)} by the wall clock); ${conditions}`, bar: bars === null ? null : { below: bars.p95 } },
    { name: `${name}, dropped`, value: dropped * 100, unit: '%', conditions, bar: bars === null || bars.dropped === null ? null : { below: bars.dropped } },
  ];
}

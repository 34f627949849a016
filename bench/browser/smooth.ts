import { median } from '../measure/statistics.ts';
import type { Figure } from '../bench-context.ts';
import type { Smoothness } from './stage.ts';

/** What was watched, as two figures: the median of the gestures. @param name of the first @param what was drawn and how */
export function smooth(name: string, gestures: readonly Smoothness[], what: string, bars: { p95: number; dropped: number | null } | null): Figure[] {
  const of = (figure: keyof Smoothness): number[] => gestures.map((gesture) => gesture[figure]);
  const told = (figure: keyof Smoothness, times: number): string => of(figure).map((value) => (value * times).toFixed(1)).join(', ');
  const conditions = `${what}; ${gestures.length} gestures, ${median(of('frames'))} frames each drawn without a graphics card`;
  return [
    // Per frame: it is not made shorter by a faster disk, which is what figures in ms are scaled by.
    { name, value: median(of('p95')), unit: 'ms/frame', conditions: `work of the main thread by its own processor time, 95th percentile (${median(of('wallP95')).toPrecision(3)} by the wall clock), median of ${told('p95', 1)}; ${conditions}`, bar: bars === null ? null : { below: bars.p95 } },
    { name: `${name}, dropped`, value: median(of('dropped')) * 100, unit: '%', conditions: `median of ${told('dropped', 100)}; ${conditions}`, bar: bars === null || bars.dropped === null ? null : { below: bars.dropped } },
  ];
}

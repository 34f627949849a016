import { describe, expect, it } from 'vitest';
import { scaled, speedOfReference, tableOf, yardstickLine, type Measured } from './report.ts';

const figure = (changes: Partial<Measured>): Measured => ({ name: 'chain', value: 3_000, unit: 'steps/s', conditions: 'c', bar: { atLeast: 6_000 }, others: null, ...changes });
const raw = figure({ name: 'raw: commits, 1 connection', value: 1_966.666_666_7, unit: 'commits/s', bar: null });

describe('the table of figures', () => {
  it('scales rates up and times down by what the machine of the bars is faster', () => {
    const faster = speedOfReference([raw])!;
    expect(faster).toBeCloseTo(3, 6);
    expect(scaled(figure({}), faster).value).toBeCloseTo(9_000, 1);
    expect(scaled(figure({ value: 30, unit: 'ms' }), faster).value).toBeCloseTo(10, 4);
  });

  it('gives both verdicts, each for its own figure', () => {
    const table = tableOf([raw, figure({}), figure({ name: 'latency', value: 42, unit: 'ms', bar: { below: 10 } })]);
    expect(table).toMatch(/\| chain +\| +3,000 \| steps\/s +\| ≥ 6,000 \| MISSED \| +9,000 \| met +\| c \|/);
    expect(table).toMatch(/\| latency +\| +42\.0 \| ms +\| < 10 +\| MISSED \| +14\.0 \| MISSED \| c \|/);
    expect(yardstickLine([raw])).toBe('Scaled: by the commits of one connection, 1,967/s here and 5,900/s on the machine of the bars.');
  });

  it('scales nothing without the yardstick, and no seconds of patience', () => {
    expect(tableOf([figure({})])).toMatch(/\| MISSED \| +\| +\| c \|/);
    expect(tableOf([raw, figure({ name: 'recovery', value: 4, unit: 's', bar: { below: 5 } })])).toMatch(/\| recovery .*\| met \| +\| +\| c \|/);
    expect(yardstickLine([figure({})])).toMatch(/not measured/);
  });
});

import { describe, expect, it } from 'vitest';
import { scaled, tableOf, type Measured } from './report.ts';

const figure = (changes: Partial<Measured>): Measured => ({ name: 'chain', value: 3_000, unit: 'steps/s', conditions: 'c', bar: { atLeast: 6_000 }, others: null, commitsPerSecond: 5_900 / 3, ...changes });

describe('the table of figures', () => {
  it('scales rates up and times down by what the machine of the bars is faster', () => {
    expect(scaled(figure({})).value).toBeCloseTo(9_000, 6);
    expect(scaled(figure({ value: 30, unit: 'ms' })).value).toBeCloseTo(10, 6);
    expect(scaled(figure({ commitsPerSecond: 11_800 })).value).toBeCloseTo(1_500, 6);
  });

  it('gives both verdicts, each for its own figure', () => {
    const table = tableOf([figure({}), figure({ name: 'latency', value: 42, unit: 'ms', bar: { below: 10 } })]);
    expect(table).toMatch(/\| chain +\| +3,000 \| steps\/s +\| ≥ 6,000 \| MISSED \| +1,967 \| +9,000 \| met +\| c \|/);
    expect(table).toMatch(/\| latency +\| +42\.0 \| ms +\| < 10 +\| MISSED \| +1,967 \| +14\.0 \| MISSED \| c \|/);
  });

  it('scales no figure without a bar, no seconds of patience, no memory, no shares and no ratios', () => {
    expect(tableOf([figure({ bar: null })])).toMatch(/\| chain .*steps\/s \| +\| +\| +\| +\| +\| c \|/);
    expect(tableOf([figure({ name: 'recovery', value: 4, unit: 's', bar: { below: 5 } })])).toMatch(/\| recovery .*\| met \| +\| +\| +\| c \|/);
    for (const unit of ['MB', '%', 'ratio']) expect(tableOf([figure({ unit, value: 4, bar: { below: 5 } })])).toMatch(/\| met \| +\| +\| +\| c \|/);
  });
});

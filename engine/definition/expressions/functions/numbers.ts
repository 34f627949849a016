import { Fault } from '../fault.ts';
import { list, number, whole, type FunctionSpec } from '../function-spec.ts';
import type { Meter } from '../meter.ts';
import { compare } from '../operators.ts';
import { isList, type Value } from '../value.ts';

/** Rounds half away from zero in decimal digits: 1.005 with 2 digits is 1.01, as people expect of money. */
function round(args: readonly Value[]): number {
  const value = number(args[0], 'round()');
  const digits = args[1] === undefined ? 0 : whole(args[1], 'round()');
  if (digits < -15 || digits > 15) throw new Fault('round() takes between -15 and 15 digits.');
  const sign = value < 0 ? -1 : 1;
  const scaled = Math.round(shift(Math.abs(value), digits));
  return sign * shift(scaled, -digits);
}

/** Moves the decimal point by text, because multiplying by a power of ten rounds in binary. */
function shift(value: number, digits: number): number {
  const [mantissa, exponent = '0'] = String(value).split('e');
  return Number(`${mantissa}e${Number(exponent) + digits}`);
}

/** The values of `min(a, b, c)` or of `min([a, b, c])`. */
function candidates(args: readonly Value[], name: string): readonly Value[] {
  const items = args.length === 1 && isList(args[0]!) ? args[0] : args;
  if (items.length === 0) throw new Fault(`${name}() of an empty list has no value; say default(first(list), …) or test size(list) before.`);
  return items;
}

function extreme(name: 'min' | 'max', sign: 1 | -1): FunctionSpec['call'] {
  return (args, meter: Meter) => {
    const items = candidates(args, name);
    return items.reduce((best, item) => {
      meter.spend(1);
      return compare(item, best, meter) * sign < 0 ? item : best;
    });
  };
}

function total(value: Value | undefined, name: string, meter: Meter): number {
  const items = list(value, name);
  meter.spend(items.length);
  let sum = 0;
  for (const item of items) sum += number(item, `Each item of ${name}`);
  return sum;
}

function simple(name: string, doc: string, example: FunctionSpec['example'], compute: (value: number) => number): FunctionSpec {
  return { name, group: 'numbers', signature: `${name}(number): double`, minimum: 1, maximum: 1, result: 'number', doc, example, call: ([value]) => compute(number(value, `${name}()`)) };
}

export const NUMBER_FUNCTIONS: readonly FunctionSpec[] = [
  {
    name: 'round', group: 'numbers', signature: 'round(number, digits?): double', minimum: 1, maximum: 2, result: 'number',
    doc: 'Rounded to so many decimal digits (none when not said), halves away from zero.',
    example: { source: 'round(1.005, 2)', gives: '1.01' },
    call: round,
  },
  simple('floor', 'The next whole number below.', { source: 'floor(-1.5)', gives: '-2' }, Math.floor),
  simple('ceil', 'The next whole number above.', { source: 'ceil(1.2)', gives: '2' }, Math.ceil),
  simple('abs', 'The number without its sign.', { source: 'abs(-3)', gives: '3' }, Math.abs),
  {
    name: 'min', group: 'numbers', signature: 'min(list) or min(a, b, …): value', minimum: 1, maximum: 32,
    doc: 'The smallest of a list or of the arguments; numbers, or texts by code point.',
    example: { source: 'min([3, 1.5, 2])', gives: '1.5' },
    call: extreme('min', 1),
  },
  {
    name: 'max', group: 'numbers', signature: 'max(list) or max(a, b, …): value', minimum: 1, maximum: 32,
    doc: 'The largest of a list or of the arguments; numbers, or texts by code point.',
    example: { source: 'max(3, 7)', gives: '7' },
    call: extreme('max', -1),
  },
  {
    name: 'sum', group: 'numbers', signature: 'sum(list): double', minimum: 1, maximum: 1, result: 'number',
    doc: 'The sum of a list of numbers; 0 for an empty list.',
    example: { source: 'sum([{"n": 1}, {"n": 2.5}].map(x, x.n))', gives: '3.5' },
    call: ([value], meter) => total(value, 'sum()', meter),
  },
  {
    name: 'avg', group: 'numbers', signature: 'avg(list): double', minimum: 1, maximum: 1, result: 'number',
    doc: 'The mean of a list of numbers; null for an empty list.',
    example: { source: 'avg([1, 2, 6])', gives: '3' },
    call: ([value], meter) => {
      const count = list(value, 'avg()').length;
      return count === 0 ? null : total(value, 'avg()', meter) / count;
    },
  },
];

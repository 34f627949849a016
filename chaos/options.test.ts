import { expect, it } from 'vitest';
import { readOptions } from './options.ts';

it('takes what is said', () => {
  expect(readOptions(['--minutes', '30', '--seed', '4', '--without', 'fence', '--without', 'guard'])).toMatchObject({ minutes: 30, seed: 4, without: ['fence', 'guard'], report: null });
});

it.each([
  [['--minutes', '0'], '--minutes is a number from 0.1 to 1440, not "0".'],
  [['--seed', '1.5'], '--seed is a whole number from 0 to 2147483648, not "1.5".'],
  [['--without', 'luck'], '--without is one of fence, guard, reconciler, recovery, key, not "luck".'],
  [['--forever'], "Unknown option '--forever'"],
])('%j is refused with the usage', (args, sentence) => {
  expect(() => readOptions(args)).toThrow(sentence);
  expect(() => readOptions(args)).toThrow('npm run chaos --');
});

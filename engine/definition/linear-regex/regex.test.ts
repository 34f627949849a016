import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestCalmMs } from '../expressions/pace.fixture.ts';
import { linearRegex, RegexError } from './regex.ts';

describe('a linear regular expression', () => {
  const pieces = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '\\s', '(a|b)', '(?:ab)', '^', '$', '\\b', '1', ' ');
  const counts = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,2}', '{0,}', '*?');
  const patterns = fc.array(fc.tuple(pieces, counts), { minLength: 1, maxLength: 6 }).map((parts) => parts.map(([piece, count]) => (/^[\^$]$|^\\b$/.test(piece) ? piece : piece + count)).join(''));
  const nested = fc.tuple(patterns, patterns, counts).map(([a, b, count]) => `(${a}|${b})${count}`);
  const texts = fc.array(fc.constantFrom('a', 'b', '1', ' ', '\n', 'é', '😀'), { maxLength: 12 }).map((chars) => chars.join(''));

  it('agrees with the platform on every pattern and text', () => {
    fc.assert(
      fc.property(fc.oneof(patterns, nested), texts, (pattern, text) => {
        expect(linearRegex(pattern).test(text)).toBe(new RegExp(pattern, 'u').test(text));
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['^[A-Z]{2}-\\d{3,}$', 'AB-1234', true], ['^[A-Z]{2}-\\d{3,}$', 'AB-12', false], ['^\\p{Letter}+$', 'Grüße', true], ['^[\\w.+-]+@[\\w-]+\\.[\\w.]+$', 'a.b+c@d-e.org', true], ['^$', '', true], ['a|b|', 'x', true], ['^(?<year>\\d{4})$', '2026', true], ['\\u{1F600}', 'x😀', true], ['\\x41\\u0042', 'AB', true], ['[\\]\\-a]', '-', true], ['[^\\n]', '\n', false], ['\\.\\*\\/', '.*/', true],
  ])('%s on %j is %s', (pattern, text, expected) => {
    expect(linearRegex(pattern).test(text)).toBe(expected);
    expect(new RegExp(pattern, 'u').test(text)).toBe(expected);
  });

  it.each(['(?=a)', '(?!a)', '(?<=a)', '(?<!a)', '(a)\\1', '(?<n>a)\\k<n>', '(', ')', '[a', 'a**', '*a', 'a{2', '[b-a]', '\\q', '\\', 'a{3,2}', '\\p{Nothing}', '\\u12', '^*', 'a{1001}', '(((a{100}){100}){100})', 'x'.repeat(2_000), '('.repeat(60)])('%s is refused', (pattern) => {
    expect(() => linearRegex(pattern)).toThrow(RegexError);
  });

  it.each(['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '(a*)*b', '(.*)*x', 'a*a*a*a*a*b'])('%s takes time in proportion to the text', (pattern) => {
    const regex = linearRegex(pattern);
    const text = `${'a'.repeat(50_000)}!`;
    expect(bestCalmMs(500, () => expect(regex.test(text)).toBe(false))).toBeLessThan(500);
  });
});

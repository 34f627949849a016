import { expect, it } from 'vitest';
import { bytesText, distanceText, durationText, exactDurationText } from './time-text.ts';

it.each([
  [0, '0 ms'], [412, '412 ms'], [1_000, '1 s'], [1_900, '1.9 s'], [9_999, '9.9 s'], [12_345, '12 s'], [252_000, '4 m 12 s'], [3_600_000, '1 h'],
  [3_605_000, '1 h'], [9_000_000, '2 h 30 m'], [2 * 86_400_000 + 3_600_000, '2 d 1 h'], [-5_000, '−5 s'],
])('%i ms is told as %s', (ms, text) => {
  expect(durationText(ms, 'en')).toBe(text);
});

it.each([
  [0, 1, '0 ms'], [412, 1, '412 ms'], [1_000, 200, '1 s'], [37_250, 50, '37.25 s'], [37_251, 1, '37.251 s'], [78_500, 500, '1 m 18.5 s'], [90_000, 30_000, '1 m 30 s'],
  [3_605_000, 5_000, '1 h 5 s'], [3_600_000, 3_600_000, '1 h'], [59_999.6, 200, '1 m'],
])('%i ms to %i ms are told as %s', (ms, toMs, text) => {
  expect(exactDurationText(ms, toMs, 'en')).toBe(text);
});

it('tells lengths in Chinese', () => {
  expect(durationText(252_000, 'zh')).toBe('4 分 12 秒');
});

it('tells distances in one unit, on both sides of now', () => {
  expect(distanceText(0, 4_999, 'en')).toBeNull();
  expect(distanceText(0, 65_000, 'en')).toEqual({ text: '1 m', past: true });
  expect(distanceText(2 * 86_400_000, 0, 'en')).toEqual({ text: '2 d', past: false });
});

it.each([[47 * 3_600_000, '2 d'], [25 * 3_600_000, '1 d'], [89_000, '1 m'], [59.7 * 60_000, '1 h'], [59_700, '1 m'], [6_400, '6 s']])('%i ms in one unit are %s', (ms, text) => {
  expect(durationText(ms, 'en', 1)).toBe(text);
});

it('tells a day instead of a distance after two months', () => {
  expect(distanceText(0, 90 * 86_400_000, 'en')?.text).toMatch(/1970|1969/);
});

it.each([[512, '512 B'], [1_536, '1.5 KB'], [104_857_600, '100 MB']])('%i bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

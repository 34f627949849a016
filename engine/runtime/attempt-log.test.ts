import { expect, it } from 'vitest';
import { toJson } from '../definition/json.ts';
import { AttemptLog, LOG_LIMITS } from './attempt-log.ts';

const line = (message: string) => ({ type: 'log', level: 'info', message }) as const;

it('keeps lines in order with their levels', () => {
  const log = new AttemptLog();
  log.take(line('a'));
  log.take({ type: 'log', level: 'error', message: 'b' });
  expect(log.told()).toEqual({ lines: [{ level: 'info', message: 'a' }, { level: 'error', message: 'b' }] });
});

it('keeps so many lines and no more, and counts what it and the runner left out', () => {
  const log = new AttemptLog();
  for (let i = 0; i < LOG_LIMITS.lines + 3; i++) log.take(line(String(i)));
  log.take({ type: 'log.cut', lines: 10 });
  const { lines, cut } = log.told();
  expect([lines.length, lines.at(-1)?.message, cut]).toEqual([LOG_LIMITS.lines, String(LOG_LIMITS.lines - 1), 13]);
});

it('keeps so many bytes of UTF-8 and no more, without a gap', () => {
  const log = new AttemptLog();
  // 999 characters of three bytes each.
  for (let i = 0; i < 10; i++) log.take(line('长'.repeat(999)));
  log.take(line('short'));
  const { lines, cut } = log.told();
  const bytes = lines.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
  expect(bytes).toBeLessThanOrEqual(LOG_LIMITS.bytes);
  expect([lines.length, cut]).toEqual([5, 6]);
});

it('shortens a line that is too long', () => {
  const log = new AttemptLog();
  log.take(line('x'.repeat(5_000)));
  const [only] = log.told().lines;
  expect([only?.message.length, only?.message.at(-1)]).toEqual([LOG_LIMITS.line, '…']);
});

it('replaces what no history can hold, and leaves whole pairs alone', () => {
  const log = new AttemptLog();
  log.take(line('a\0b'));
  log.take(line('half \ud83d'));
  log.take(line('whole 😀'));
  log.take(line(`${'y'.repeat(998)}😀z`));
  const told = log.told();
  expect(told.lines.slice(0, 3).map(({ message }) => message)).toEqual(['a\ufffdb', 'half \ufffd', 'whole 😀']);
  expect(toJson(told)).toEqual(told);
});

import { describe, expect, it } from 'vitest';
import { clip, factOf, lastWords, stepDuration } from './facts.ts';

describe('the fact of a value', () => {
  it.each([
    [null, ''], ['two\n  words', 'two words'], [7, '7'], [true, 'true'], [[1, 2], '[2]'], [[], '[]'], [{}, ''],
    [{ amount: 3, ref: 'H-20931' }, 'H-20931'], [{ amount: 3 }, '{"amount":3}'],
    [{ status: 200, headers: {}, body: { id: 'LH 454', price: 1 } }, 'LH 454'],
    [{ status: 204, headers: {}, body: '' }, '204'],
    [{ text: 'An answer', usage: {} }, 'An answer'],
  ] as const)('%j is %j', (value, fact) => {
    expect(factOf(value as Parameters<typeof factOf>[0])).toBe(fact);
  });
  it('is never long', () => {
    expect(factOf('x'.repeat(500))).toHaveLength(60);
  });
});

describe('words of a text that is being written', () => {
  it('are all of them while they fit', () => {
    expect(lastWords('Passport is valid')).toBe('Passport is valid');
  });
  it('are the last, from the start of a word on', () => {
    expect(lastWords('Passport is valid until April 2031, which is more than six months', 20)).toBe('…than six months');
  });
  it('are cut within a word that is longer than the line', () => {
    expect(lastWords(`a${'b'.repeat(50)}`, 10)).toBe(`…${'b'.repeat(10)}`);
  });
});

it('a long text is clipped with a sign', () => {
  expect(clip('abcdef', 4)).toBe('abc…');
});
it('a step lasts from its first event to its outcome', () => {
  expect(stepDuration({ openedAt: 5, closedAt: 12 })).toBe(7);
  expect(stepDuration({ openedAt: 5, closedAt: null })).toBeNull();
});

import { describe, expect, it } from 'vitest';
import { Bookings } from './ledger.ts';
import { notesOn } from './library.ts';
import { OPERATIONS } from './services.ts';

const textsOf = (...asked: Parameters<typeof notesOn>) => notesOn(...asked).notes.map(({ text }) => text);
const openIn = (query: string) => textsOf(query).flatMap((text) => /([^.]+\?)$/.exec(text)?.[1]!.trim() ?? []);

describe('the library', () => {
  it('answers the same to the same question, and says what the answer is about', () => {
    expect(notesOn('Cost of looms')).toEqual(notesOn('Cost of looms'));
    expect(textsOf('Cost of looms.')[0]).toMatch(/^Cost of looms: .+\.$/);
    expect(textsOf('Cost of looms')).not.toEqual(textsOf('Work of weavers'));
  });

  it.each(['for', 'against'])('has other notes %s it on each of three pages', (leaning) => {
    const notes = [1, 2, 3].flatMap((page) => textsOf('Looms', leaning, page));
    expect(new Set(notes.map((text) => text.replace(/\d+|\b(?:[A-Z][a-z]+ )?[A-Z][a-z]+\b/g, ''))).size).toBe(9);
  });

  it('answers to any side and any page', () => {
    const library = OPERATIONS.get('GET /library')!;
    for (const asked of [{ leaning: 'constructor' }, { leaning: 'for', page: '1e400' }, { page: '-1e308' }, { leaning: 'against', page: 'first' }]) {
      const { notes } = library.reply({ q: 'Looms', ...asked }, '', new Bookings()).body as ReturnType<typeof notesOn>;
      expect(notes.every(({ text }) => text.length > 20), JSON.stringify(asked)).toBe(true);
    }
  });

  it('says what it is about in Chinese too, and cuts no character in half', () => {
    expect(textsOf('是否更换一半的织机？')[0]).toMatch(/^是否更换一半的织机: .+\.$/);
    const { query, notes } = notesOn(`a${'😀'.repeat(900)}`);
    expect(JSON.stringify([query, notes])).not.toMatch(/\\ud[89a-f]/);
  });

  it('leaves a question open, and nothing when it is asked that', () => {
    const open = openIn('How the quality of the cloth changes');
    expect(open).toHaveLength(1);
    expect(open[0]).toMatch(/^How the quality of the cloth changes: /);
    expect(openIn(open[0]!)).toEqual([]);
    expect(textsOf(open[0]!)[0]).toMatch(/^How the quality of the cloth changes: /);
  });

  it('leaves some questions open for ever', () => {
    const asked = ['The future of weaving'];
    for (let round = 0; round < 3; round++) asked.push(...openIn(asked.at(-1)!));
    expect(new Set(asked).size).toBe(4);
  });
});

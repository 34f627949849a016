import { describe, expect, it } from 'vitest';
import { notesOn } from './library.ts';

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

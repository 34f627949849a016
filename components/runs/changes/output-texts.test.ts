import { describe, expect, it } from 'vitest';
import { beginningAt, changedOutputs, folded, NO_OUTPUTS, withOutput, withoutOutput, type OutputTexts } from './output-texts.ts';

const textOf = (path: string): string => (path === 'hold' ? 'null' : `"${path}"`);
const openAt = (first: string | null): OutputTexts => folded(beginningAt(NO_OUTPUTS, first, textOf), true, textOf);

describe('the output that a fork begins with', () => {
  it('stands in an open part, and is no change', () => {
    expect(openAt('hold').texts).toEqual({ hold: 'null' });
    expect(changedOutputs(openAt('hold'))).toEqual({});
    expect(folded(openAt('hold'), false, textOf).texts).toEqual({});
  });
  it('is a change once it was written in, or taken by name, also as what it was', () => {
    const written = withOutput(withOutput(openAt('hold'), 'hold', 'nul'), 'hold', 'null');
    expect(changedOutputs(written)).toEqual({ hold: 'null' });
    expect(changedOutputs(folded(written, false, textOf))).toEqual({ hold: 'null' });
    expect(changedOutputs(withOutput(withoutOutput(openAt('greet'), 'greet'), 'greet', '"greet"'))).toEqual({ greet: '"greet"' });
  });
  it('goes where the fork begins elsewhere, and comes back with it', () => {
    const nowhere = beginningAt(openAt('hold'), null, textOf);
    expect(nowhere.texts).toEqual({});
    expect(beginningAt(nowhere, 'hold', textOf).texts).toEqual({ hold: 'null' });
    expect(beginningAt(openAt('hold'), 'more', textOf).texts).toEqual({ more: '"more"' });
    expect(beginningAt(withOutput(openAt('hold'), 'hold', '1'), 'more', textOf).texts).toEqual({ hold: '1' });
  });
  it('stays away when it was taken out, and while the part is folded', () => {
    const out = withoutOutput(openAt('hold'), 'hold');
    expect(beginningAt(out, 'hold', textOf).texts).toEqual({});
    expect(beginningAt(NO_OUTPUTS, 'hold', textOf).texts).toEqual({});
  });
  it('gives way to another that is taken by name', () => {
    expect(withOutput(openAt('hold'), 'greet', '1').texts).toEqual({ greet: '1' });
  });
});

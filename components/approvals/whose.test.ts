import { describe, expect, it } from 'vitest';
import { whoseList } from './whose.ts';

describe('whose requests the inbox shows', () => {
  it('tells own name and groups apart where both are known', () => {
    expect(whoseList('me', ' Ada ', ['finance', 'ops'])).toMatchObject({ choices: ['me', 'groups', 'all'], taken: 'me', names: ['Ada'] });
    expect(whoseList('groups', 'Ada', ['finance', 'ops'])).toMatchObject({ taken: 'groups', names: ['finance', 'ops'] });
    expect(whoseList('all', 'Ada', ['finance'])).toMatchObject({ taken: 'all', names: null });
  });

  it('goes by whatever is known where only one is, also when groups were chosen before', () => {
    expect(whoseList('me', 'Ada', [])).toMatchObject({ choices: ['me', 'all'], taken: 'me', names: ['Ada'] });
    expect(whoseList('groups', 'Ada', [])).toMatchObject({ choices: ['me', 'all'], taken: 'me', names: ['Ada'] });
    expect(whoseList('groups', '', ['finance'])).toMatchObject({ choices: ['me', 'all'], taken: 'me', names: ['finance'] });
  });

  it('asks for what everybody is asked while nobody said who is looking', () => {
    expect(whoseList('me', '', [])).toEqual({ choices: ['me', 'all'], taken: 'me', names: [''], unknown: true });
  });

  it('asks for no more names than the API takes', () => {
    const groups = Array.from({ length: 80 }, (_, n) => `g${n}`);
    expect(whoseList('groups', 'Ada', groups).names).toHaveLength(50);
  });
});

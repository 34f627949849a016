import { expect, it } from 'vitest';
import { pickersFor } from './pickers-for.ts';

const containers = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((node) => ({ node }));
const names = (list: readonly { node: string }[]) => list.map(({ node }) => node).join('');

it('leaves no container without a picker', () => {
  const { shown, rest } = pickersFor(containers, {});
  expect([names(shown), names(rest)]).toEqual(['abcdef', 'gh']);
  expect(pickersFor(containers.slice(0, 6), {}).rest).toEqual([]);
});
it('keeps in sight what is looked into', () => {
  const { shown, rest } = pickersFor(containers, { h: 0, a: null } as Parameters<typeof pickersFor>[1]);
  expect([names(shown), names(rest)]).toEqual(['abcdeh', 'fg']);
});

import { expect, it } from 'vitest';
import { shapes } from '@/engine/index.ts';
import { hasIcon } from './icon.tsx';

it('every node type has the icon that its face names', () => {
  expect([...shapes.values()].map(({ face }) => face.icon).filter((name) => !hasIcon(name))).toEqual([]);
  expect(hasIcon('no-such-icon')).toBe(false);
});

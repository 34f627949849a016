import { expect, it } from 'vitest';
import { shapes } from '@/engine/index.ts';
import { hasIcon } from './icon.tsx';
import { nodeIcon } from './node-icon.ts';

it('a start shows what it is started by, any other step its type, and each has an icon', () => {
  const of = (type: string, params = {}) => nodeIcon({ params }, shapes.get(type));
  const icons = [of('start'), of('start', { on: 'schedule', every: '1h' }), of('start', { on: 'webhook' }), of('code', { on: 'webhook' }), of('nothing')];
  expect(icons).toEqual(['play', 'calendar-clock', 'webhook', 'code', 'circle-help']);
  expect(icons.filter((name) => !hasIcon(name))).toEqual([]);
});

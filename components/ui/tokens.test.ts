import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrastRatio } from './contrast.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const tokens = new Map([...css.matchAll(/--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(([, name, light, dark]) => [name!, { light: light!, dark: dark! }]));

const grounds = ['canvas', 'surface', 'sunken', 'hover'];
const statuses = ['run', 'ok', 'wait', 'bad', 'undo', 'warn'];
const text: [string, string][] = [
  ...['ink', 'ink-2', 'ink-3', 'accent', ...statuses].flatMap((ink) => grounds.map((ground): [string, string] => [ink, ground])),
  ...['ink', 'ink-2', 'ink-3', 'accent'].map((ink): [string, string] => [ink, 'accent-soft']),
  ...statuses.map((status): [string, string] => [status, `${status}-soft`]),
  ['accent-ink', 'accent'], ['accent-ink', 'accent-hover'], ['ok-ink', 'ok'], ['wait-ink', 'wait'], ['bad-ink', 'bad'],
];
const shapes: [string, string][] = [['field', 'surface'], ['idle', 'surface'], ['idle', 'canvas'], ...['control', 'work', 'agent', 'people', 'containers'].map((family): [string, string] => [`fam-${family}`, 'surface'])];

function ratio(front: string, back: string, theme: 'light' | 'dark'): number {
  const [a, b] = [tokens.get(front), tokens.get(back)];
  if (!a || !b) throw new Error(`No such token: ${a ? back : front}`);
  return contrastRatio(a[theme], b[theme]);
}

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each(text)('%s is readable as text on %s (4.5:1)', (front, back) => {
    expect(ratio(front, back, theme)).toBeGreaterThanOrEqual(4.5);
  });
  it.each(shapes)('%s is visible as a shape on %s (3:1)', (front, back) => {
    expect(ratio(front, back, theme)).toBeGreaterThanOrEqual(3);
  });
});

it('computes the ratio of black on white as 21', () => {
  expect(contrastRatio('#000000', '#ffffff')).toBeCloseTo(21);
});

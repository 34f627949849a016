import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Figure, isMet } from './bench-context.ts';

/** Of one run of the benchmark: where and on what. */
export type Conditions = { at: string; machine: string; postgres: string; redis: string; workers: string };
export type Measured = Figure & {
  /** Share of the machine that others took meanwhile, 0 to 1. */
  others: number | null;
  /** The yardstick: single-row commits per second on one connection, just before and just after the scenario. */
  commitsPerSecond: number;
};

/** The yardstick on the machine for which the bars were set. */
const REFERENCE_COMMITS_PER_S = 5_900;

/** What the speed of a machine changes: rates and milliseconds. Seconds are mostly patience; memory, shares and ratios are the same everywhere. */
function isScaled({ unit, bar }: Figure): boolean {
  return bar !== null && (unit.endsWith('/s') || unit === 'ms');
}

/** What a figure comes to on the machine of the bars: more per second and fewer milliseconds by as much as it commits faster. */
export function scaled(figure: Measured): Figure {
  const faster = REFERENCE_COMMITS_PER_S / figure.commitsPerSecond;
  return { ...figure, value: figure.unit.endsWith('/s') ? figure.value * faster : figure.value / faster };
}

/** Says what the column of scaled figures means. */
export const SCALED_LINE = `scaled: by single-row commits per second on one connection, measured before and after each scenario (yardstick), against ${REFERENCE_COMMITS_PER_S.toLocaleString('en')} on the machine of the bars`;

const RIGHT: ReadonlySet<number> = new Set([1, 5, 6]);
const LAST = 8;

/** The table, in Markdown, so that it can be kept as it is. */
export function tableOf(figures: readonly Measured[]): string {
  const lines = [
    ['scenario', 'figure', 'unit', 'bar', '', 'yardstick', 'scaled', '', 'conditions'],
    ...figures.map((figure) => [figure.name, number(figure.value), figure.unit, barOf(figure), verdict(figure), ...scaledCells(figure), conditionsOf(figure)]),
  ];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const rows = lines.map((line) => `| ${line.map((cell, column) => (RIGHT.has(column) ? cell.padStart(widths[column]!) : column === LAST ? cell : cell.padEnd(widths[column]!))).join(' | ')} |`);
  rows.splice(1, 0, `| ${widths.map((width, column) => (column === LAST ? '---' : RIGHT.has(column) ? `${'-'.repeat(Math.max(3, width - 1))}:` : '-'.repeat(Math.max(3, width)))).join(' | ')} |`);
  return rows.join('\n');
}

export function writeJson(file: string, conditions: Conditions, figures: readonly Measured[]): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...conditions, figures: figures.map((figure) => ({ ...figure, met: isMet(figure) })) }, null, 2)}\n`);
}

function number(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value >= 10 ? 1 : 2);
}

function barOf({ bar }: Figure): string {
  if (bar === null) return '';
  return 'atLeast' in bar ? `≥ ${bar.atLeast.toLocaleString('en')}` : `< ${bar.below.toLocaleString('en')}`;
}

function verdict(figure: Figure): string {
  const met = isMet(figure);
  return met === null ? '' : met ? 'met' : 'MISSED';
}

function scaledCells(figure: Measured): [string, string, string] {
  if (!isScaled(figure)) return ['', '', ''];
  const there = scaled(figure);
  return [number(figure.commitsPerSecond), number(there.value), verdict(there)];
}

function conditionsOf({ conditions, others }: Measured): string {
  return others === null || others < 0.05 ? conditions : `${conditions}; others took ${Math.round(others * 100)} % of the machine`;
}

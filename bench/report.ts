import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Figure, isMet } from './bench-context.ts';

/** Of one run of the benchmark: where and on what. */
export type Conditions = { at: string; machine: string; postgres: string; redis: string; workers: string };
export type Measured = Figure & { /** Share of the machine that others took meanwhile, 0 to 1. */ others: number | null };

/** The table, in Markdown, so that it can be kept as it is. */
export function tableOf(figures: readonly Measured[]): string {
  const lines = [['scenario', 'figure', 'unit', 'bar', '', 'conditions'], ...figures.map((figure) => [figure.name, number(figure.value), figure.unit, barOf(figure), verdict(figure), conditionsOf(figure)])];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const rows = lines.map((line) => `| ${line.map((cell, column) => (column === 1 ? cell.padStart(widths[column]!) : column === 5 ? cell : cell.padEnd(widths[column]!))).join(' | ')} |`);
  rows.splice(1, 0, `| ${widths.map((width, column) => (column === 5 ? '---' : column === 1 ? `${'-'.repeat(Math.max(3, width - 1))}:` : '-'.repeat(Math.max(3, width)))).join(' | ')} |`);
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

function conditionsOf({ conditions, others }: Measured): string {
  return others === null || others < 0.05 ? conditions : `${conditions}; others took ${Math.round(others * 100)} % of the machine`;
}

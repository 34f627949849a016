import type { Json } from '../definition/json.ts';

const LONGEST = 32;

/** A parameter as a few words for the line under a node's name; expressions lose their braces. */
export function brief(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const line = text.replace(/\{\{\s*([\s\S]*?)\s*\}\}/g, '$1').replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** The path of a URL, which is what tells two requests of one service apart. */
export function briefUrl(value: Json | undefined): string {
  if (typeof value !== 'string') return '';
  const path = value.replace(/^\{\{[\s\S]*?\}\}/, '').replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/[?#].*$/, '');
  return brief(path === '' ? value : path);
}

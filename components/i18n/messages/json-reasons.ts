import type { Sentence } from './sentence.ts';

/** What browsers say of a text that is not JSON, in Chinese. Each words it in its own way; a place is named alike. */
export const JSON_REASONS_ZH: readonly Sentence<null>[] = [
  [/line (\d+) column (\d+)/, ([line, column]) => `第 ${line} 行第 ${column} 列附近，请检查引号、逗号和括号。`],
  [/^/, () => '请检查引号、逗号和括号。'],
];

import type { Language } from './language.ts';

/** Why a text is not JSON. The browser says it in English: in another language the place is told, and what to look at. */
export function jsonReason(reason: string, language: Language): string {
  if (language === 'en') return reason;
  const place = /line (\d+) column (\d+)/.exec(reason);
  return `${place === null ? '' : `第 ${place[1]} 行第 ${place[2]} 列附近，`}请检查引号、逗号和括号。`;
}

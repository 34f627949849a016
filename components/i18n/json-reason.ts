import type { Language } from './language.ts';
import { JSON_REASONS_ZH } from './messages/json-reasons.ts';
import { said } from './messages/sentence.ts';

/** Why a text is not JSON. The browser says it in English: in another language the place is told, and what to look at. */
export function jsonReason(reason: string, language: Language): string {
  return language === 'zh' ? (said(JSON_REASONS_ZH, reason, null) ?? reason) : reason;
}

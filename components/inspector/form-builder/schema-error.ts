import { jsonReason } from '@/components/i18n/json-reason.ts';
import type { Language } from '@/components/i18n/language.ts';
import type { DesignTranslate } from '@/components/i18n/use-design-t.ts';
import { checkSchemaDocument, isJsonObject } from '@/engine/index.ts';
import { readJson } from '../model/value-text.ts';

/** What is wrong with a text that should be a JSON Schema; null when it is one, or when nothing is written. */
export function schemaError(text: string, t: DesignTranslate, language: Language): string | null {
  if (text.trim() === '') return null;
  const found = readJson(text);
  if (!found.ok) return t('forms.badJson', { reason: jsonReason(found.reason, language) });
  if (!isJsonObject(found.value)) return t('inspector.schemaIsObject');
  const problem = checkSchemaDocument(found.value)[0];
  return problem === undefined ? null : `${problem.pointer === '' ? '' : `${problem.pointer}: `}${problem.message}`;
}

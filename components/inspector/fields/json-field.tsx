'use client';
import { useDesignT, type DesignTranslate } from '@/components/i18n/use-design-t.ts';
import { jsonReason } from '@/components/i18n/json-reason.ts';
import type { Language } from '@/components/i18n/language.ts';
import { useLanguage } from '@/components/i18n/use-t.tsx';
import { Button } from '@/components/ui/button.tsx';
import type { Json } from '@/engine/index.ts';
import { bareExpression, jsonText, readJson } from '../model/value-text.ts';
import { EditText, useProblems } from './edit-text.tsx';
import { Row, type RowProps } from './row.tsx';
import { useLocal } from './use-local.ts';

type Props = Omit<RowProps, 'children' | 'preview' | 'error'> & {
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
  /** `value` takes expressions; `literal` is any JSON without. */
  content: 'value' | 'literal';
  /** An empty field takes the member away; else it is null. */
  optional?: boolean;
  placeholder?: string | undefined;
  lines?: number;
};

/** JSON in a field. What cannot be read stays in the field and out of the document, and says why. */
export function JsonField({ value, onChange, content, optional = true, placeholder, lines = 5, ...row }: Props) {
  const t = useDesignT();
  const read = (text: string): { value: Json | undefined } | null => {
    if (text.trim() === '') return { value: optional ? undefined : null };
    const found = readJson(text);
    return found.ok ? { value: found.value } : null;
  };
  const [text, setText] = useLocal(value, jsonText, read);
  const language = useLanguage();
  const bare = content === 'value' ? bareExpression(text) : null;
  const problems = useProblems(text, content === 'value' ? 'json' : 'plain');
  const error = jsonError(text, bare, t, language) ?? problems[0]?.message ?? null;
  const put = (next: string): void => {
    setText(next);
    const found = read(next);
    if (found) onChange(found.value);
  };
  return (
    <Row {...row} error={error} {...(content === 'value' ? { preview: { value, mode: 'template' as const } } : {})}>
      <EditText
        pointer={row.pointer}
        text={text}
        language={content === 'value' ? 'json' : 'json-literal'}
        lines={lines}
        placeholder={placeholder}
        invalid={error !== null}
        onText={put}
      />
      {bare !== null && <Button size="sm" className="mt-1.5" onClick={() => put(`{{ ${bare} }}`)}>{t('inspector.takeAsExpression')}</Button>}
    </Row>
  );
}

function jsonError(text: string, bare: string | null, t: DesignTranslate, language: Language): string | null {
  if (text.trim() === '') return null;
  const found = readJson(text);
  if (bare !== null) return t('inspector.bareExpression', { written: `{{ ${bare} }}` });
  return found.ok ? null : t('forms.badJson', { reason: jsonReason(found.reason, language) });
}

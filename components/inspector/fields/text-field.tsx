'use client';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { useLanguage } from '@/components/i18n/use-t.tsx';
import { durationText } from '@/components/ui/time-text.ts';
import { hasExpression, parseDuration, type Json, type ParamMode } from '@/engine/index.ts';
import type { Language } from '../code/marks.ts';
import { EditText, useProblems } from './edit-text.tsx';
import { Row, type RowProps } from './row.tsx';
import { useLocal } from './use-local.ts';

type Props = Omit<RowProps, 'children' | 'preview' | 'error'> & {
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
  mode: ParamMode;
  /** What a text without an expression must be. */
  reads?: 'text' | 'number' | 'duration';
  singleLine?: boolean;
  lines?: number;
  placeholder?: string | undefined;
  language?: Language;
  minimum?: number | null;
  maximum?: number | null;
  integer?: boolean;
};

/** Text, a number, a duration or an expression. An empty field takes the member away, where it may be left out. */
export function TextField({ value, onChange, mode, reads = 'text', singleLine = true, lines = 3, placeholder, language: asked, minimum = null, maximum = null, integer = false, ...row }: Props) {
  const t = useDesignT();
  const spoken = useLanguage();
  const language: Language = asked ?? (mode === 'expression' ? 'expression' : mode === 'literal' ? 'plain' : 'template');
  const read = (text: string): { value: Json | undefined } | null => {
    if (text === '' || (reads !== 'text' && text.trim() === '')) return { value: row.required && reads === 'text' ? '' : undefined };
    if (reads === 'number' && !hasExpression(text)) return /^\s*-?\d+(\.\d+)?\s*$/.test(text) ? { value: Number(text) } : mode === 'literal' ? null : { value: text };
    return { value: reads === 'text' ? text : text.trim() };
  };
  const [text, setText] = useLocal(value, (current) => (current === undefined || current === null ? '' : typeof current === 'string' ? current : JSON.stringify(current)), read);
  const problems = useProblems(text, language);
  const error = problems[0]?.message ?? literalError();
  const durationMs = reads === 'duration' ? parseDuration(text.trim()) : null;

  function literalError(): string | null {
    if (text.trim() === '' || (hasExpression(text) && mode !== 'literal')) return null;
    if (reads === 'duration') return parseDuration(text.trim()) === null ? t('inspector.notDuration') : null;
    if (reads !== 'number') return null;
    const number = Number(text);
    if (!Number.isFinite(number)) return t('inspector.notNumber');
    if (integer && !Number.isInteger(number)) return t('forms.notInteger');
    if (minimum !== null && number < minimum) return t('forms.tooSmall', { limit: minimum });
    return maximum !== null && number > maximum ? t('forms.tooLarge', { limit: maximum }) : null;
  }

  return (
    <Row {...row} {...(durationMs !== null && durationMs >= 60_000 && row.kind === undefined ? { kind: durationText(durationMs, spoken) } : {})} error={error} {...(mode === 'literal' ? {} : { preview: { value, mode } })}>
      <EditText
        pointer={row.pointer}
        text={text}
        language={language}
        singleLine={singleLine}
        lines={lines}
        placeholder={placeholder}
        invalid={error !== null}
        onText={(next) => {
          setText(next);
          const found = read(next);
          if (found) onChange(found.value);
        }}
      />
    </Row>
  );
}

'use client';
import { useDeferredValue, useMemo, useRef } from 'react';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { cx } from '@/components/ui/class-names.ts';
import type { Language } from '../code/marks.ts';
import { PlainField } from '../code/plain-field.tsx';
import { useCodeField } from '../code/use-code-field.ts';
import { problemsOf } from '../model/problems.ts';
import { fieldId, useFieldSetting } from './field-context.ts';

export type EditTextProps = {
  pointer: string;
  text: string;
  onText: (text: string) => void;
  language: Language;
  singleLine?: boolean;
  /** Lines that stand open when it is empty. */
  lines?: number;
  placeholder?: string | undefined;
  invalid?: boolean;
  /** Its accessible name, when it is not the field's own label. */
  label?: string;
  className?: string;
  onBlur?: () => void;
};

const LINE = 19;

/** A text of a form in an editor of its own: expressions are painted, completed and checked as they are written. */
export function EditText({ pointer, text, onText, language, singleLine = false, lines = 4, placeholder, invalid = false, label, className, onBlur }: EditTextProps) {
  const t = useDesignT();
  const setting = useFieldSetting();
  const { sight, valueOf } = setting;
  const id = fieldId(setting, pointer);
  const problems = useProblems(text, language);
  const knowledge = useMemo(() => ({ sight, valueOf, words: { lastRun: t('inspector.fromLastRun'), gives: '' } }), [sight, valueOf, t]);
  const bad = invalid || problems.length > 0;
  const area = useRef<HTMLTextAreaElement>(null);
  const code = useCodeField(area);
  const field = {
    id, language, singleLine, readOnly: setting.readOnly, problems, knowledge, invalid: bad,
    value: text, onChange: onText, describedBy: `${id}-notes`,
    ...(singleLine ? {} : { minimumHeight: lines * LINE + 12 }),
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(label === undefined ? { labelledBy: `${id}-label` } : { label }),
    ...(onBlur ? { onBlur } : {}),
  };
  return (
    <div className={cx('field min-w-0 overflow-hidden', setting.readOnly && 'bg-sunken', className)} aria-invalid={bad || undefined}>
      {code === null ? <PlainField {...field} area={area} /> : <code.Field {...field} takesOver={code.selected} />}
    </div>
  );
}

/** What is wrong with a text as it stands, for the line under its field. */
export function useProblems(text: string, language: Language) {
  const { sight } = useFieldSetting();
  const deferred = useDeferredValue(text);
  return useMemo(() => problemsOf(deferred, language, sight.schemaOf), [deferred, language, sight]);
}

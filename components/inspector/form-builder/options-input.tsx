'use client';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import type { Json } from '@/engine/index.ts';
import { Note } from '../fields/row.tsx';
import { useLocal } from '../fields/use-local.ts';
import { optionsIn } from './model/field-type.ts';
import type { FormField } from './model/form-fields.ts';

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const once = (options: readonly string[]): string[] => [...new Set(options)];

/** What one chooses from, a line each: so they are written, ordered and pasted like any text. */
export function OptionsInput({ id, field, readOnly, onOptions }: { id: string; field: FormField; readOnly: boolean; onOptions: (options: string[]) => void }) {
  const t = useDesignT();
  const [text, setText] = useLocal<string>(optionsIn(field.schema), (value) => (Array.isArray(value) ? value.join('\n') : ''), (local): { value: Json } => ({ value: once(linesOf(local)) }));
  const lines = linesOf(text);
  const twice = lines.find((line, at) => lines.indexOf(line) !== at);
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm text-ink-2">{t('builder.options')}</label>
      <textarea
        id={id}
        rows={Math.min(8, Math.max(2, text.split('\n').length))}
        className="field block w-full resize-y px-2 py-1 text-sm"
        value={text}
        readOnly={readOnly}
        spellCheck={false}
        aria-invalid={lines.length === 0 || undefined}
        aria-describedby={`${id}-notes`}
        onChange={(event) => {
          setText(event.target.value);
          onOptions(once(linesOf(event.target.value)));
        }}
      />
      <div id={`${id}-notes`}>
        {lines.length === 0 && <Note severity="error">{t('builder.noOptions')}</Note>}
        {twice !== undefined && <Note severity="warning">{t('builder.optionTwice', { option: twice })}</Note>}
      </div>
    </div>
  );
}

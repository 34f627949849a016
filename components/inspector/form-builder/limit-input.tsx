'use client';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { cx } from '@/components/ui/class-names.ts';
import type { Json } from '@/engine/index.ts';
import { Note } from '../fields/row.tsx';
import { useLocal } from '../fields/use-local.ts';
import type { FormField } from './model/form-fields.ts';
import { limitProblem, readLimit, type Limit } from './model/limits.ts';

type Props = { id: string; limit: Limit; field: FormField; readOnly: boolean; onLimit: (value: Json | undefined) => void };

/** One bound of a field. What is none stays here and out of the schema, and says why. */
export function LimitInput({ id, limit, field, readOnly, onLimit }: Props) {
  const t = useDesignT();
  const [text, setText] = useLocal(field.schema[limit.keyword], (value) => (value === undefined ? '' : String(value)), (local): { value: Json | undefined } | null => readLimit(limit, local));
  const problem = limitProblem(limit, text, field.schema);
  const long = limit.keyword === 'maxLength' && (field.type === 'text' || field.type === 'longText');
  return (
    <div className={cx('min-w-0', limit.reads === 'pattern' && 'col-span-2')}>
      <label htmlFor={id} className="mb-1 block truncate text-sm text-ink-2">{t(`builder.${limit.keyword}`)}</label>
      <input
        id={id}
        className={cx('field h-[26px] w-full px-2 text-sm', limit.reads === 'pattern' ? 'font-mono' : 'tabular')}
        inputMode={limit.reads === 'count' ? 'numeric' : limit.reads === 'number' ? 'decimal' : 'text'}
        placeholder={limit.reads === 'pattern' ? '^[A-Z]{2}\\d+$' : t('inspector.noLimit')}
        aria-invalid={problem !== null || undefined}
        aria-describedby={`${id}-notes`}
        value={text}
        readOnly={readOnly}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setText(event.target.value);
          const read = readLimit(limit, event.target.value);
          if (read !== null) onLimit(read.value);
        }}
      />
      <div id={`${id}-notes`}>
        {problem !== null && <Note severity="error">{t(`builder.limit-${problem}`)}</Note>}
        {long && problem === null && <p className="mt-1 text-xs text-ink-3">{t('builder.longFrom')}</p>}
      </div>
    </div>
  );
}

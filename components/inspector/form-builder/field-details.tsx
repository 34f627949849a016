'use client';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import type { Json } from '@/engine/index.ts';
import { DefaultInput } from './default-input.tsx';
import { LimitInput } from './limit-input.tsx';
import { keptKeywords } from './model/edit-fields.ts';
import type { FormField } from './model/form-fields.ts';
import { LIMITS } from './model/limits.ts';

type Props = { id: string; field: FormField; readOnly: boolean; onKeyword: (keyword: string, value: Json | undefined) => void };

/** What most fields need not say: a word of help, what it starts with, its bounds. And what is kept without being shown. */
export function FieldDetails({ id, field, readOnly, onKeyword }: Props) {
  const t = useDesignT();
  const limits = LIMITS[field.type];
  const kept = keptKeywords(field);
  const description = field.schema['description'];
  return (
    <div className="mt-2 space-y-2.5 border-t border-line pb-1 pl-6 pr-1 pt-2">
      <div>
        <label htmlFor={`${id}-help`} className="mb-1 block text-sm text-ink-2">{t('builder.help')}</label>
        <textarea id={`${id}-help`} rows={2} className="field block w-full resize-y px-2 py-1 text-sm" value={typeof description === 'string' ? description : ''} readOnly={readOnly} onChange={(event) => onKeyword('description', event.target.value === '' ? undefined : event.target.value)} />
      </div>
      {/* Another type has another kind of default: what was written for the one before is none of its. */}
      <DefaultInput key={field.type} field={field} readOnly={readOnly} onDefault={(value) => onKeyword('default', value)} />
      {limits.length > 0 && (
        <div className="grid grid-cols-2 gap-2">
          {limits.map((limit) => <LimitInput key={limit.keyword} id={`${id}-${limit.keyword}`} limit={limit} field={field} readOnly={readOnly} onLimit={(value) => onKeyword(limit.keyword, value)} />)}
        </div>
      )}
      {kept.length > 0 && <p className="text-sm text-ink-3">{t('builder.kept', { keywords: kept.join(', ') })}</p>}
    </div>
  );
}

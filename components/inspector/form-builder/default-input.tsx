'use client';
import { X } from 'lucide-react';
import { useState } from 'react';
import { jsonReason } from '@/components/i18n/json-reason.ts';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { useLanguage } from '@/components/i18n/use-t.tsx';
import { IconButton } from '@/components/ui/button.tsx';
import { SchemaField } from '@/components/ui/schema-form/fields.tsx';
import { setAt, validateValue, type FieldProblem } from '@/components/ui/schema-form/model.ts';
import type { SchemaFormState } from '@/components/ui/schema-form/use-schema-form.ts';
import { isJsonObject, type Json, type JsonObject } from '@/engine/index.ts';
import { useLocal } from '../fields/use-local.ts';
import { sameJson } from '../model/value-text.ts';
import type { FormField } from './model/form-fields.ts';

/** What the field starts with, filled in as people fill in the field. What does not fit stays here and out of the schema. */
export function DefaultInput({ field, readOnly, onDefault }: { field: FormField; readOnly: boolean; onDefault: (value: Json | undefined) => void }) {
  const t = useDesignT();
  const form = useDefault(field, t('builder.default'), onDefault);
  const value = isJsonObject(form.value) ? form.value['default'] : undefined;
  const properties = form.schema['properties'];
  return (
    <div className="relative">
      <div className="min-w-0 text-sm [&_label]:text-sm [&_label]:font-normal [&_label]:text-ink-2 [&_legend]:text-sm [&_legend]:font-normal [&_legend]:text-ink-2">
        <SchemaField form={form} schema={isJsonObject(properties) ? properties['default'] : undefined} value={value} pointer="/default" name="default" required={false} disabled={readOnly} />
      </div>
      {!readOnly && (value !== undefined || form.drafts.size > 0) && (
        <IconButton label={t('builder.noDefault')} size="sm" className="absolute -top-1 right-0" onClick={() => form.replace(undefined)}><X aria-hidden /></IconButton>
      )}
    </div>
  );
}

type Draft = { text: string; /** Why it is not JSON yet. */ reason: string | null };

/** Whether what is written is the value, or on the way to one. Undo changes the value and not the text. */
function stillSays({ text, reason }: Draft, value: Json | undefined): boolean {
  if (reason !== null) return true;
  return text.trim() === '' ? value === undefined : sameJson(JSON.parse(text) as Json, value);
}

/** The state of a form of one field, whose value stands in the document. */
function useDefault({ schema }: FormField, title: string, onDefault: (value: Json | undefined) => void): SchemaFormState {
  const language = useLanguage();
  const { default: fallback, title: _, description: __, ...rest } = schema;
  const bare: JsonObject = { ...rest, title };
  const fits = (value: Json | undefined): boolean => value === undefined || validateValue(bare, value).length === 0;
  const [value, setValue] = useLocal<Json | undefined>(fallback, (current) => current, (local) => (fits(local) ? { value: local } : null));
  const [draft, setDraft] = useState<Draft | null>(null);
  const put = (next: Json | undefined): void => {
    setValue(next);
    if (fits(next)) onDefault(next);
  };
  const problems: FieldProblem[] = draft !== null && draft.reason !== null
    ? [{ pointer: '/default', key: 'forms.badJson', values: { reason: jsonReason(draft.reason, language) } }]
    : value === undefined ? [] : validateValue(bare, value).map((problem) => ({ ...problem, pointer: `/default${problem.pointer}` }));
  const whole: JsonObject = value === undefined ? {} : { default: value };
  return {
    schema: { type: 'object', properties: { default: bare } },
    value: whole,
    problems,
    problemAt: (pointer) => problems.find((problem) => problem.pointer === pointer),
    drafts: new Map(draft === null || !stillSays(draft, value) ? [] : [['/default', draft.text]]),
    set(pointer, next) {
      const after = setAt(whole, pointer, next);
      put(isJsonObject(after) ? after['default'] : undefined);
    },
    setDraft: (_pointer, text, reason) => setDraft(text === null ? null : { text, reason: reason ?? null }),
    touch: () => undefined,
    replace(next) {
      setDraft(null);
      put(next);
    },
    submit: () => null,
  };
}

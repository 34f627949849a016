'use client';
import { useLayoutEffect, useRef, useState } from 'react';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { useLanguage } from '@/components/i18n/use-t.tsx';
import { Segmented } from '@/components/ui/segmented.tsx';
import { isJsonObject, type Json, type JsonObject } from '@/engine/index.ts';
import { EditText } from '../fields/edit-text.tsx';
import { useFieldSetting } from '../fields/field-context.ts';
import { Note, Row, type RowProps } from '../fields/row.tsx';
import { useLocal } from '../fields/use-local.ts';
import { jsonText, readJson } from '../model/value-text.ts';
import { FieldList } from './field-list.tsx';
import { FormPreview } from './form-preview.tsx';
import { withChanged } from './model/edit-fields.ts';
import { readFields, writeFields, type FormField } from './model/form-fields.ts';
import { isRenameSeen, type RenameTold } from './model/rename-told.ts';
import { refusalWords } from './refusal-words.ts';
import { schemaError } from './schema-error.ts';

type Props = Omit<RowProps, 'children' | 'preview' | 'error' | 'aside' | 'kind'> & {
  value: Json | undefined;
  /** @param merge what is being written, so that typing becomes one entry of the history; null after a click */
  onChange: (value: JsonObject | undefined, merge: string | null) => void;
  /** A field got another name: what speaks of it follows in the same entry of the history. @returns names of the steps that may still speak of the old one */
  onRename: (value: JsonObject, from: string, to: string) => readonly string[];
  /** Whether people fill it in, so that they see a form made of it. */
  asked?: boolean;
  /** Whether steps write what it describes, and do not read it. */
  written?: boolean;
  lines?: number;
};
type View = 'fields' | 'schema';

/** A JSON Schema as a list of fields, or as it is written. What no list can say opens as it is written, with the reason. */
export function SchemaField({ value, onChange, onRename, asked = false, written = false, lines = 5, ...row }: Props) {
  const t = useDesignT();
  const language = useLanguage();
  const { readOnly } = useFieldSetting();
  // The text is kept here, and not in the view that shows it: what is not JSON yet is not lost by a look at the fields.
  const [text, setText] = useLocal(value, jsonText, readSchema);
  const read = readFields(value);
  const [view, setView] = useState<View>(read.ok ? 'fields' : 'schema');
  const [left, setLeft] = useState<RenameTold | null>(null);
  const unread = readSchema(text) === null;
  const shown: View = view === 'fields' && read.ok && !unread ? 'fields' : 'schema';
  const error = shown === 'schema' ? schemaError(text, t, language) : null;

  const put = (fields: FormField[], merge: string | null): void => onChange(withoutNothing(writeFields(isJsonObject(value) ? value : {}, fields), value), merge);
  // A name is also taken when its field goes while it is written in: it is that of a field there is now, or of none.
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  const rename = (from: string, to: string): void => {
    const schema = latest.current;
    const now = readFields(schema);
    const at = now.ok ? now.fields.findIndex(({ name }) => name === from) : -1;
    if (!now.ok || at < 0 || !isJsonObject(schema)) return;
    setLeft({ from, to, steps: onRename(writeFields(schema, withChanged(now.fields, at, { name: to })), from, to) });
  };
  const reason = unread ? t('builder.notJsonYet') : read.ok ? null : refusalWords(read.refusal, t);
  const choice = (
    <Segmented
      label={`${row.label}: ${t('builder.view')}`}
      value={shown}
      onChange={setView}
      options={[{ value: 'fields', label: t('builder.fields'), ...(reason === null ? {} : { disabled: true, title: reason }) }, { value: 'schema', label: t('builder.json') }]}
    />
  );
  return (
    <Row {...row} error={error} aside={choice}>
      {shown === 'fields' && read.ok ? (
        <div className="space-y-2.5">
          <FieldList fields={read.fields} label={row.label} readOnly={readOnly} onFields={put} onRename={rename} />
          {left !== null && left.steps.length > 0 && isRenameSeen(left, read.fields) && <div role="status"><Note severity="warning">{t(written ? 'builder.leftWriting' : 'builder.left', { name: left.from, steps: left.steps.join(', ') })}</Note></div>}
          {asked && isJsonObject(value) && read.fields.length > 0 && <FormPreview schema={value} />}
        </div>
      ) : (
        <>
          {reason !== null && <div role="note"><Note severity="warning">{reason}</Note></div>}
          <EditText
            pointer={row.pointer}
            text={text}
            language="json-literal"
            lines={lines}
            placeholder={'{ "type": "object", "properties": {} }'}
            invalid={error !== null}
            className={reason === null ? '' : 'mt-1.5'}
            onText={(next) => {
              setText(next);
              setView('schema');
              const found = readSchema(next);
              if (found !== null) onChange(found.value, 'text');
            }}
          />
        </>
      )}
    </Row>
  );
}

/** A schema is an object; nothing written is none. */
function readSchema(text: string): { value: JsonObject | undefined } | null {
  if (text.trim() === '') return { value: undefined };
  const found = readJson(text);
  return found.ok && isJsonObject(found.value) ? { value: found.value } : null;
}

/** With its last field a form goes that says nothing else. */
function withoutNothing(schema: JsonObject, before: Json | undefined): JsonObject | undefined {
  const { type, properties, ...rest } = schema;
  const empty = (type === undefined || type === 'object') && isJsonObject(properties) && Object.keys(properties).length === 0 && Object.keys(rest).length === 0;
  return empty && isJsonObject(before) && isJsonObject(before['properties']) && Object.keys(before['properties']).length > 0 ? undefined : schema;
}

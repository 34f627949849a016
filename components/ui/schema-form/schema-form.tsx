'use client';
import { useState } from 'react';
import { useT } from '../../i18n/use-t.tsx';
import { Segmented } from '../segmented.tsx';
import { JsonArea, SchemaField } from './fields.tsx';
import { fieldKind, resolveSchema, type FieldProblem } from './model.ts';
import type { SchemaFormState } from './use-schema-form.ts';

export type SchemaFormProps = {
  /** From `useSchemaForm`. */
  form: SchemaFormState;
  disabled?: boolean;
  /** Lets a person write the whole value as JSON instead. */
  allowJson?: boolean;
};

/** A form made from a JSON Schema. Anything the form cannot draw is written as JSON, so there is no schema it cannot answer. */
export function SchemaForm({ form, disabled = false, allowJson = false }: SchemaFormProps) {
  const t = useT();
  const [mode, setMode] = useState<'form' | 'json'>('form');
  const schema = resolveSchema(form.schema, form.schema);
  const kind = fieldKind(schema);
  const empty = kind === 'object' && Object.keys(schema['properties'] ?? {}).length === 0;
  const asJson = mode === 'json' && allowJson;
  const whole = form.problemAt('');
  return (
    // What is out of sight in it (the inputs behind switches) stays in it, and does not make the page longer.
    <div className="relative space-y-3.5">
      {allowJson && kind !== 'json' && (
        <Segmented
          label={t('forms.asForm')}
          value={mode}
          onChange={(next) => {
            form.setDraft('', null);
            setMode(next);
          }}
          options={[
            { value: 'form', label: t('forms.asForm') },
            { value: 'json', label: t('forms.asJson') },
          ]}
        />
      )}
      {asJson ? (
        <>
          <JsonArea form={form} pointer="" value={form.value} rows={10} aria-label={t('forms.asJson')} disabled={disabled} />
          <ProblemList problems={form.problems.filter(({ pointer }) => form.problemAt(pointer))} />
        </>
      ) : empty ? (
        <p className="text-ink-3">{t('forms.noInput')}</p>
      ) : (
        <SchemaField form={form} schema={schema} value={form.value} pointer="" name={t('forms.asJson')} required={false} disabled={disabled} />
      )}
      {!asJson && kind === 'object' && whole && <ProblemList problems={[whole]} />}
    </div>
  );
}

function ProblemList({ problems }: { problems: readonly FieldProblem[] }) {
  const t = useT();
  if (problems.length === 0) return null;
  return (
    <ul role="alert" className="space-y-0.5 text-sm text-bad">
      {problems.map((problem) => (
        <li key={problem.pointer}>
          {problem.pointer && <code className="mr-1.5">{problem.pointer}</code>}
          {(t as (key: string, values?: object) => string)(problem.key, problem.values ?? {})}
        </li>
      ))}
    </ul>
  );
}

'use client';
import { Plus, Trash2 } from 'lucide-react';
import { useId } from 'react';
import { isJsonObject, pointerToken, type Json, type JsonObject } from '@/engine/index.ts';
import { useT } from '../../i18n/use-t.tsx';
import { Button, IconButton } from '../button.tsx';
import { describedBy, Field, Input, Textarea } from '../input.tsx';
import { Select } from '../select.tsx';
import { Checkbox, Switch } from '../toggle.tsx';
import { defaultsOf, fieldKind, humanise, resolveSchema, withTicked } from './model.ts';
import type { SchemaFormState } from './use-schema-form.ts';

export type FieldPart = { form: SchemaFormState; schema: JsonObject; value: Json | undefined; pointer: string; name: string; required: boolean; disabled: boolean; /** The label is drawn by whoever holds the field. */ bare?: boolean };

/** One part of a form, whatever it is. */
export function SchemaField(part: Omit<FieldPart, 'schema'> & { schema: Json | undefined }) {
  const schema = resolveSchema(part.schema, part.form.schema);
  const kind = fieldKind(schema);
  const props = { ...part, schema };
  if (kind === 'object') return <ObjectField {...props} />;
  if (kind === 'choices') return <ChoicesField {...props} />;
  if (kind === 'array') return <ArrayField {...props} />;
  if (kind === 'boolean') return <BooleanField {...props} />;
  return <LeafField {...props} kind={kind} />;
}

function labelOf({ schema, name }: FieldPart): string {
  return typeof schema['title'] === 'string' ? schema['title'] : humanise(name);
}
function hintOf({ schema }: FieldPart): string | undefined {
  return typeof schema['description'] === 'string' ? schema['description'] : undefined;
}
function useProblem({ form, pointer }: FieldPart): string | null {
  const t = useT();
  const problem = form.problemAt(pointer);
  return problem ? (t as (key: string, values?: object) => string)(problem.key, problem.values ?? {}) : null;
}

function LeafField(part: FieldPart & { kind: ReturnType<typeof fieldKind> }) {
  const { form, schema, value, pointer, kind, required, disabled, bare } = part;
  const t = useT();
  const id = useId();
  const error = useProblem(part);
  const hint = hintOf(part);
  const label = labelOf(part);
  const common = { id, disabled, 'aria-invalid': error !== null || undefined, 'aria-required': required || undefined, 'aria-describedby': describedBy(id, bare ? null : hint, error), 'aria-label': bare ? label : undefined, onBlur: () => form.touch(pointer) };
  const text = typeof value === 'string' ? value : value === undefined || value === null ? '' : typeof value === 'object' ? '' : String(value);
  const setText = (next: string) => form.set(pointer, next === '' ? undefined : next);

  function control() {
    switch (kind) {
      case 'multiline':
        return <Textarea {...common} rows={4} value={text} onChange={(event) => setText(event.target.value)} />;
      case 'number':
      case 'integer':
        return <Input {...common} inputMode={kind === 'integer' ? 'numeric' : 'decimal'} value={text} onChange={(event) => form.set(pointer, readNumber(event.target.value))} onBlur={() => {
              const number = Number(text);
              if (text !== '' && Number.isFinite(number)) form.set(pointer, number);
              form.touch(pointer);
            }} className="tabular" />;
      case 'date':
        return <Input {...common} type="date" value={text} onChange={(event) => setText(event.target.value)} />;
      case 'date-time':
        return <Input {...common} type="datetime-local" value={toLocal(text)} onChange={(event) => setText(fromLocal(event.target.value))} />;
      case 'enum': {
        const values = schema['enum'] as Json[];
        const at = values.findIndex((option) => option === value);
        return <Select id={id} className="w-full" disabled={disabled} invalid={error !== null} describedBy={common['aria-describedby']} label={label} placeholder={t('forms.choose')} value={at < 0 ? null : String(at)} onChange={(next) => form.set(pointer, values[Number(next)])} options={values.map((option, index) => ({ value: String(index), label: option === null ? t('common.none') : String(option) }))} />;
      }
      case 'const':
        return <Input {...common} readOnly value={typeof schema['const'] === 'string' ? schema['const'] : JSON.stringify(schema['const'])} />;
      case 'string':
        return <Input {...common} type={schema['format'] === 'email' ? 'email' : schema['format'] === 'uri' ? 'url' : 'text'} value={text} onChange={(event) => setText(event.target.value)} placeholder={examplesOf(schema)} />;
      default:
        return <JsonArea {...common} form={form} pointer={pointer} value={value} />;
    }
  }
  if (bare) {
    return (
      <div className="min-w-0 flex-1">
        {control()}
        {error && (
          <p id={`${id}-error`} role="alert" className="mt-1 text-sm text-bad">
            {error}
          </p>
        )}
      </div>
    );
  }
  return (
    <Field id={id} label={label} hint={hint} error={error} required={required} requiredLabel={t('common.required')}>
      {control()}
    </Field>
  );
}

function examplesOf(schema: JsonObject): string | undefined {
  const first = Array.isArray(schema['examples']) ? schema['examples'][0] : undefined;
  return typeof first === 'string' ? first : undefined;
}

/** Text that is no number yet stays text, so that nothing typed is lost; validation says what is wrong with it. */
function readNumber(text: string): Json | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  // "1." and "1.0" are on the way to a number and must not be rewritten under the cursor.
  const number = Number(trimmed);
  return Number.isFinite(number) && String(number) === trimmed ? number : trimmed.replace(',', '.');
}

function toLocal(iso: string): string {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return '';
  const date = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 16);
}
function fromLocal(local: string): string {
  const ms = local === '' ? Number.NaN : new Date(local).getTime();
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString();
}

export function JsonArea({ form, pointer, value, rows = 4, ...rest }: { form: SchemaFormState; pointer: string; value: Json | undefined; rows?: number } & Omit<React.ComponentProps<'textarea'>, 'form' | 'value'>) {
  const t = useT();
  const text = form.drafts.get(pointer) ?? (value === undefined ? '' : JSON.stringify(value, null, 2));
  return (
    <Textarea
      {...rest}
      rows={rows}
      spellCheck={false}
      placeholder={t('forms.anyJson')}
      className="font-mono text-sm"
      value={text}
      onChange={(event) => {
        const next = event.target.value;
        try {
          form.set(pointer, next.trim() === '' ? undefined : (JSON.parse(next) as Json));
          form.setDraft(pointer, next);
        } catch (error) {
          form.setDraft(pointer, next, error instanceof Error ? error.message : String(error));
        }
      }}
      onBlur={(event) => {
        form.touch(pointer);
        rest.onBlur?.(event);
      }}
    />
  );
}

function BooleanField(part: FieldPart) {
  const { form, value, pointer, disabled, bare } = part;
  const id = useId();
  const error = useProblem(part);
  const hint = hintOf(part);
  return (
    <div>
      <div className="flex items-center gap-2.5">
        <Switch id={id} checked={value === true} onChange={(next) => form.set(pointer, next)} disabled={disabled} label={bare ? labelOf(part) : undefined} describedBy={describedBy(id, hint, error)} />
        {!bare && (
          <label htmlFor={id} className="font-medium">
            {labelOf(part)}
          </label>
        )}
        {hint && (
          <span id={`${id}-hint`} className="text-ink-3">
            {hint}
          </span>
        )}
      </div>
      {error && (
        <p id={`${id}-error`} role="alert" className="mt-1.5 text-sm text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

function ObjectField(part: FieldPart) {
  const { form, schema, value, pointer, disabled } = part;
  const properties = Object.entries(schema['properties'] as JsonObject);
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  const members = isJsonObject(value) ? value : {};
  const fields = properties.map(([name, property]) => <SchemaField key={name} form={form} schema={property} value={members[name]} pointer={`${pointer}/${pointerToken(name)}`} name={name} required={required.has(name)} disabled={disabled} />);
  if (pointer === '') return <div className="space-y-3.5">{fields}</div>;
  return (
    <fieldset className="rounded-lg border border-line px-3.5 pb-3.5 pt-2">
      <legend className="px-1 font-medium">{labelOf(part)}</legend>
      {hintOf(part) && <p className="mb-2 text-ink-3">{hintOf(part)}</p>}
      <div className="space-y-3">{fields}</div>
    </fieldset>
  );
}

function ArrayField(part: FieldPart) {
  const { form, schema, value, pointer, required, disabled, bare } = part;
  const t = useT();
  const error = useProblem(part);
  const items = Array.isArray(value) ? value : [];
  const inner = resolveSchema(schema['items'], form.schema);
  const plain = !['object', 'array', 'choices'].includes(fieldKind(inner));
  const full = typeof schema['maxItems'] === 'number' && items.length >= schema['maxItems'];
  return (
    <fieldset>
      <Legend part={part} required={required && !bare} />
      <div className="space-y-2">
        {items.map((item, index) => (
          <div key={index} className="flex items-start gap-1.5">
            <div className="min-w-0 flex-1">
              <SchemaField form={form} schema={inner} value={item} pointer={`${pointer}/${index}`} name={t('forms.itemNumber', { index: index + 1 })} required disabled={disabled} bare={plain} />
            </div>
            <IconButton label={t('forms.removeItem', { index: index + 1 })} disabled={disabled} onClick={() => form.set(`${pointer}/${index}`, undefined)}>
              <Trash2 aria-hidden />
            </IconButton>
          </div>
        ))}
        <Button size="sm" icon={<Plus aria-hidden />} disabled={disabled || full} onClick={() => form.set(`${pointer}/${items.length}`, defaultsOf(inner, form.schema) ?? emptyItem(inner))}>
          {t('forms.addItem')}
        </Button>
      </div>
      {error && (
        <p role="alert" className="mt-1.5 text-sm text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}

function Legend({ part, required }: { part: FieldPart; required: boolean }) {
  const t = useT();
  const hint = hintOf(part);
  return (
    <legend className="relative mb-1.5 font-medium">
      {labelOf(part)}
      {/* A group cannot be said to be required in any other way than by its words. */}
      {required && <><span className="ml-1.5 text-bad" title={t('common.required')} aria-hidden>*</span><span className="sr-only"> {t('common.required')}</span></>}
      {hint && <span className="ml-1.5 font-normal text-ink-3">{hint}</span>}
    </legend>
  );
}

/** Several of some values, each ticked or not. They are sent in the order in which they are offered. */
function ChoicesField(part: FieldPart) {
  const { form, schema, value, pointer, required, disabled, bare } = part;
  const id = useId();
  const t = useT();
  const error = useProblem(part);
  const options = (resolveSchema(schema['items'], form.schema)['enum'] ?? []) as Json[];
  const taken = Array.isArray(value) ? value : [];
  const put = (option: Json, on: boolean): void => {
    form.set(pointer, withTicked(schema, required, options.filter((one) => (one === option ? on : taken.includes(one)))));
    form.touch(pointer);
  };
  return (
    <fieldset aria-describedby={describedBy(id, false, error)}>
      <Legend part={part} required={required && !bare} />
      <div className="flex flex-wrap gap-x-4 gap-y-1.5">
        {options.map((option, index) => (
          <label key={index} htmlFor={`${id}-${index}`} className="flex min-h-6 items-center gap-2">
            <Checkbox id={`${id}-${index}`} checked={taken.includes(option)} disabled={disabled} onChange={(on) => put(option, on)} />
            {option === null ? t('common.none') : String(option)}
          </label>
        ))}
      </div>
      {error && (
        <p id={`${id}-error`} role="alert" className="mt-1.5 text-sm text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** A new entry must be something, or it would not be in the list. */
function emptyItem(schema: JsonObject): Json {
  const kind = fieldKind(schema);
  return kind === 'object' ? {} : kind === 'array' || kind === 'choices' ? [] : kind === 'boolean' ? false : kind === 'json' ? null : '';
}

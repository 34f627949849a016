'use client';
import { useMemo, type ReactNode } from 'react';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { followPayloadName, type Definition, type Json, type JsonObject } from '@/engine/index.ts';
import { FieldContext, useFieldSetting } from '../fields/field-context.ts';
import { JsonField } from '../fields/json-field.tsx';
import { NamedRowsField } from '../fields/named-rows-field.tsx';
import { PairsField } from '../fields/pairs-field.tsx';
import { TextField } from '../fields/text-field.tsx';
import { SchemaField } from '../form-builder/schema-field.tsx';
import { sightOfQuery, sightOfUpdate } from '../model/sight.ts';
import { Section } from './section.tsx';

type Props<K extends 'queries' | 'updates'> = { value: Definition[K]; onChange: (value: Definition[K], merge: string | null) => void };

/** Only the update itself reads what it is sent. */
const NONE: readonly string[] = [];

/** What a run can be asked, each by a name: an expression. */
export function QueriesSection({ value, onChange }: Props<'queries'>) {
  const t = useDesignT();
  return (
    <Section title={t('inspector.queries')} help={t('inspector.queriesHelp')}>
      <NamedRowsField<string>
        pointer="/queries"
        label={t('inspector.queries')}
        nameLabel={(number) => t('inspector.queryName', { number })}
        addLabel={t('inspector.addQuery')}
        base="query"
        empty="null"
        value={value}
        onChange={onChange}
        row={(row) => <AsQuery><TextField pointer={row.pointer} label={t('inspector.queryAnswer', { name: row.name })} mode="expression" singleLine={false} lines={1} placeholder="vars.total" required value={row.value} onChange={(next) => row.onValue(typeof next === 'string' ? next : '')} /></AsQuery>}
      />
    </Section>
  );
}

/** A query also sees how the run stands. */
function AsQuery({ children }: { children: ReactNode }) {
  const outer = useFieldSetting();
  const setting = useMemo(() => ({ ...outer, sight: sightOfQuery(outer.sight) }), [outer]);
  return <FieldContext value={setting}>{children}</FieldContext>;
}

/** What a run can be told while it runs: what is taken, what it changes, what is answered. */
export function UpdatesSection({ value, onChange }: Props<'updates'>) {
  const t = useDesignT();
  return (
    <Section title={t('inspector.updates')} help={t('inspector.updatesHelp')}>
      <NamedRowsField<JsonObject>
        pointer="/updates"
        label={t('inspector.updates')}
        nameLabel={(number) => t('inspector.updateName', { number })}
        addLabel={t('inspector.addUpdate')}
        base="update"
        empty={{}}
        value={value as Record<string, JsonObject> | undefined}
        onChange={(next, merge) => onChange(next as Definition['updates'], merge)}
        row={(row) => <UpdateFields {...row} />}
      />
    </Section>
  );
}

function UpdateFields({ pointer, value, onValue }: { pointer: string; value: JsonObject; onValue: (value: JsonObject, merge?: string | null) => void }) {
  const t = useDesignT();
  const set = (key: 'set' | 'result') => (next: Json | undefined): void => {
    const { [key]: _, ...rest } = value;
    onValue(next === undefined ? rest : { ...rest, [key]: next });
  };
  return (
    <WithPayload schema={value['schema']}>
      <div className="space-y-3">
        <SchemaField pointer={`${pointer}/schema`} label={t('inspector.updateSchema')} lines={3} value={value['schema']} asked onChange={(schema, merge) => onValue(withSchema(value, schema), merge === null ? null : `schema:${merge}`)} onRename={(schema, from, to) => (onValue(withSchema(followPayloadName(value, from, to), schema), null), NONE)} />
        <PairsField pointer={`${pointer}/set`} label={t('inspector.updateSet')} help={t('inspector.updateSetHelp')} value={value['set']} onChange={(next) => set('set')(next !== undefined && Object.keys(next as JsonObject).length > 0 ? next : undefined)} />
        <JsonField pointer={`${pointer}/result`} label={t('inspector.updateResult')} help={t('inspector.updateResultHelp')} content="value" lines={1} placeholder={'{{ vars.total }}'} value={value['result']} onChange={set('result')} />
      </div>
    </WithPayload>
  );
}

function withSchema(update: JsonObject, schema: JsonObject | undefined): JsonObject {
  const { schema: _, ...rest } = update;
  return schema === undefined ? rest : { schema, ...rest };
}

/** The expressions of an update also see what was sent. The last run knows of none, so nothing is shown as it would come out. */
function WithPayload({ schema, children }: { schema: Json | undefined; children: ReactNode }) {
  const outer = useFieldSetting();
  const setting = useMemo(() => ({ ...outer, seen: null, sight: sightOfUpdate(outer.sight, schema) }), [outer, schema]);
  return <FieldContext value={setting}>{children}</FieldContext>;
}

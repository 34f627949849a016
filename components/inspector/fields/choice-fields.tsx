'use client';
import { useWorkflowChoices } from '@/components/data/hooks.ts';
import { useT } from '@/components/i18n/use-t.tsx';
import { Select, type Option } from '@/components/ui/select.tsx';
import { Switch } from '@/components/ui/toggle.tsx';
import type { Json } from '@/engine/index.ts';
import { ChoicesNote } from '@/components/workflows/choices-note.tsx';
import { fieldId, useFieldSetting } from './field-context.ts';
import { Row, type RowProps } from './row.tsx';

type Base = Omit<RowProps, 'children' | 'preview' | 'error'> & { value: Json | undefined; onChange: (value: Json | undefined) => void };

/** One of some values. Where nothing need be said, that is a choice too. */
export function SelectField({ value, onChange, options, unsaid, ...row }: Base & { options: readonly Option[]; unsaid?: string | undefined }) {
  const setting = useFieldSetting();
  const current = value === undefined || value === null ? (unsaid === undefined ? null : '') : String(value);
  const known = current === null || current === '' || options.some((option) => option.value === current) ? options : [...options, { value: current, label: current }];
  const all: Option[] = unsaid === undefined ? [...known] : [{ value: '', label: unsaid }, ...known];
  return (
    <Row {...row}>
      <Select id={fieldId(setting, row.pointer)} value={current} options={all} disabled={setting.readOnly} onChange={(next) => onChange(next === '' ? undefined : next)} className="w-full" label={row.label} describedBy={`${fieldId(setting, row.pointer)}-notes`} />
    </Row>
  );
}

export function SwitchField({ value, onChange, ...row }: Base) {
  const setting = useFieldSetting();
  const id = fieldId(setting, row.pointer);
  return (
    <Row {...row} inline>
      <Switch id={id} checked={value === true} disabled={setting.readOnly} onChange={onChange} describedBy={`${id}-notes`} />
    </Row>
  );
}

/** Another workflow, by its short name. */
export function WorkflowField(props: Base) {
  const t = useT();
  const choices = useWorkflowChoices();
  const options = choices.items.map((item) => ({ value: item.slug ?? item.id, label: item.name }));
  return (
    <>
      <SelectField {...props} options={options} {...(options.length === 0 ? { help: choices.isPending ? t('common.loading') : props.help } : {})} />
      <ChoicesNote choices={choices} />
    </>
  );
}

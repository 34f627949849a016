/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- the keys of what stands inside bubble up to here */
'use client';
import { ArrowDown, ArrowUp, ChevronRight, Copy, Ellipsis, GripVertical, Trash2 } from 'lucide-react';
import { useId, useState, type ComponentProps, type KeyboardEvent } from 'react';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { IconButton } from '@/components/ui/button.tsx';
import { cx } from '@/components/ui/class-names.ts';
import { Menu } from '@/components/ui/menu.tsx';
import { humanise } from '@/components/ui/schema-form/model.ts';
import { Select } from '@/components/ui/select.tsx';
import { Switch } from '@/components/ui/toggle.tsx';
import { FieldDetails } from './field-details.tsx';
import { FieldNameInput } from './field-name-input.tsx';
import { retyped, withKeyword, withSchema } from './model/edit-fields.ts';
import { FIELD_TYPES, withOptions, type ChosenType } from './model/field-type.ts';
import type { FormField } from './model/form-fields.ts';
import { OptionsInput } from './options-input.tsx';

export type FieldDeeds = {
  /** @param merge what is being written, so that typing becomes one entry of the history; null after a click */
  put: (field: FormField, merge: string | null) => void;
  rename: (name: string) => void;
  move: (by: 1 | -1) => void;
  duplicate: () => void;
  remove: () => void;
};
type Props = { field: FormField; at: number; others: readonly string[]; readOnly: boolean; fresh: boolean; onFocused: () => void; lifted: boolean; handle: ComponentProps<'button'>; deeds: FieldDeeds };

/** One field: what it is called and what it is in sight, everything else unfolded. Alt and the arrows move it from wherever the focus is in it. */
export function FieldCard({ field, at, others, readOnly, fresh, onFocused, lifted, handle, deeds }: Props) {
  const t = useDesignT();
  const id = useId();
  const [open, setOpen] = useState(false);
  const { name, type, schema } = field;
  const title = schema['title'];
  const write = (keyword: string, text: string): void => deeds.put(withKeyword(field, keyword, text === '' ? undefined : text), keyword);
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null;
    if (by === null || !event.altKey || event.shiftKey || event.ctrlKey || event.metaKey || readOnly) return;
    event.preventDefault();
    event.stopPropagation();
    deeds.move(by);
  };
  const types = [...FIELD_TYPES, ...(type === 'nested' ? (['nested'] as const) : [])].map((value) => ({ value, label: t(`builder.type-${value}`) }));
  return (
    <div role="group" aria-label={t('builder.field', { name })} onKeyDown={onKeyDown} className={cx('rounded-md border bg-sunken p-1.5', lifted ? 'border-accent opacity-60' : 'border-line')}>
      <div className="flex flex-wrap items-center gap-1">
        {!readOnly && (
          <button type="button" aria-label={t('builder.move', { name })} title={t('builder.move', { name })} className="grid h-[26px] w-5 shrink-0 cursor-grab touch-none place-items-center rounded-xs text-ink-3 hover:bg-hover hover:text-ink active:cursor-grabbing" {...handle}>
            <GripVertical className="size-4" aria-hidden />
          </button>
        )}
        <FieldNameInput id={`${id}-name`} name={name} others={others} label={t('builder.name', { number: at + 1 })} readOnly={readOnly} fresh={fresh} onFocused={onFocused} onName={deeds.rename} />
        <Select size="sm" className="w-[134px]" label={t('builder.type', { name })} value={type} disabled={readOnly} options={types} onChange={(next) => next !== 'nested' && deeds.put(retyped(field, next satisfies ChosenType, [1, 2].map((number) => t('builder.option', { number }))), null)} />
        {!readOnly && (
          <Menu items={[
            { id: 'up', label: t('inspector.moveUp'), icon: <ArrowUp aria-hidden />, shortcut: 'Alt+ArrowUp', disabled: at === 0, onSelect: () => deeds.move(-1) },
            { id: 'down', label: t('inspector.moveDown'), icon: <ArrowDown aria-hidden />, shortcut: 'Alt+ArrowDown', disabled: at === others.length, onSelect: () => deeds.move(1) },
            { id: 'duplicate', label: t('builder.duplicate'), icon: <Copy aria-hidden />, onSelect: deeds.duplicate },
            null,
            { id: 'remove', label: t('common.remove'), icon: <Trash2 aria-hidden />, danger: true, onSelect: deeds.remove },
          ]}>
            <IconButton size="sm" label={t('builder.actions', { name })}><Ellipsis aria-hidden /></IconButton>
          </Menu>
        )}
      </div>
      <div className="mt-1.5 flex items-center gap-1">
        <button type="button" aria-expanded={open} aria-label={t('builder.more', { name })} title={t('builder.more', { name })} onClick={() => setOpen(!open)} className="grid h-[26px] w-5 shrink-0 place-items-center rounded-xs text-ink-3 hover:bg-hover hover:text-ink">
          <ChevronRight className={cx('size-3.5 transition-transform duration-(--fast)', open && 'rotate-90')} aria-hidden />
        </button>
        <input className="field h-[26px] min-w-0 flex-1 px-2 text-sm" aria-label={t('builder.label', { name })} placeholder={humanise(name)} value={typeof title === 'string' ? title : ''} readOnly={readOnly} autoComplete="off" onChange={(event) => write('title', event.target.value)} />
        <label htmlFor={`${id}-required`} className="flex h-[26px] shrink-0 items-center gap-1.5 pl-1 text-sm text-ink-2">
          {t('builder.required')}
          <Switch id={`${id}-required`} label={t('builder.requiredOf', { name })} checked={field.required} disabled={readOnly} onChange={(required) => deeds.put({ ...field, required }, null)} />
        </label>
      </div>
      {(type === 'choice' || type === 'choices') && (
        <div className="mt-1.5 pl-6">
          <OptionsInput id={`${id}-options`} field={field} readOnly={readOnly} onOptions={(options) => deeds.put(withSchema(field, withOptions(schema, options)), 'options')} />
        </div>
      )}
      {type === 'nested' && <p className="mt-1 pl-6 text-sm text-ink-3">{t('builder.nestedHelp')}</p>}
      {open && <FieldDetails id={id} field={field} readOnly={readOnly} onKeyword={(keyword, value) => deeds.put(withKeyword(field, keyword, value), keyword)} />}
    </div>
  );
}

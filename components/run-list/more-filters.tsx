'use client';
import { ChevronDown, X } from 'lucide-react';
import { useId, useState } from 'react';
import { useT } from '../i18n/use-t.tsx';
import { Button } from '../ui/button.tsx';
import { Field, Input } from '../ui/input.tsx';
import { Popover } from '../ui/popover.tsx';
import { instantOf, localMinute, MOST_ATTRIBUTES, readAttributes, type RunFilter } from './run-filter.ts';

type Props = { filter: RunFilter; onChange: (changes: Partial<RunFilter>) => void };

/** What runs are found by less often. */
export function MoreFilters({ filter, onChange }: Props) {
  const t = useT();
  const id = useId();
  return (
    <Popover
      label={t('list.more')}
      className="w-[min(320px,calc(100vw-24px))] space-y-3 p-3"
      trigger={
        <button type="button" className="field inline-flex h-8 items-center gap-2 px-2.5">
          {t('list.more')}
          <ChevronDown className="size-3.5 text-ink-3" aria-hidden />
        </button>
      }
    >
      <Field id={`${id}-key`} label={t('list.key')} hint={t('list.keyHint')}>
        <Input id={`${id}-key`} aria-describedby={`${id}-key-hint`} value={filter.key} maxLength={200} spellCheck={false} onChange={(event) => onChange({ key: event.target.value })} />
      </Field>
      <Field id={`${id}-version`} label={t('list.versionOf')}>
        <Input id={`${id}-version`} type="number" min={1} step={1} inputMode="numeric" value={filter.version} onChange={(event) => onChange({ version: event.target.value })} />
      </Field>
      <Attributes filter={filter} onChange={onChange} />
      <Field id={`${id}-after`} label={t('list.startedAfter')}>
        <Input id={`${id}-after`} type="datetime-local" value={localMinute(filter.after)} onChange={(event) => onChange({ after: instantOf(event.target.value), since: '' })} />
      </Field>
      <Field id={`${id}-before`} label={t('list.startedBefore')}>
        <Input id={`${id}-before`} type="datetime-local" value={localMinute(filter.before)} onChange={(event) => onChange({ before: instantOf(event.target.value) })} />
      </Field>
    </Popover>
  );
}

function Attributes({ filter, onChange }: Props) {
  const t = useT();
  const id = useId();
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const known = readAttributes(filter.attribute);
  const full = known.length >= MOST_ATTRIBUTES;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '' || full) return;
        onChange({ attribute: [...known, `${name.trim()}:${value}`].join('\n') });
        setName('');
        setValue('');
      }}
    >
      <fieldset aria-describedby={`${id}-help`}>
        <legend className="mb-1.5 font-medium">{t('list.attribute')}</legend>
        <div className="flex gap-1.5">
          <Input aria-label={t('list.attributeName')} placeholder="orderId" maxLength={64} spellCheck={false} value={name} onChange={(event) => setName(event.target.value.replaceAll(':', ''))} />
          <Input aria-label={t('list.attributeValue')} placeholder="A-17" maxLength={400} spellCheck={false} value={value} onChange={(event) => setValue(event.target.value)} />
          <Button type="submit" disabled={name.trim() === '' || full}>{t('list.addAttribute')}</Button>
        </div>
        <p id={`${id}-help`} className="mt-1 text-sm text-ink-3">{t(full ? 'list.attributesFull' : 'list.attributeHelp')}</p>
      </fieldset>
    </form>
  );
}

/** The conditions that stand in no field of the bar, each to be taken away by itself. */
export function ActiveFilters({ filter, onChange }: Props) {
  const t = useT();
  const attributes = readAttributes(filter.attribute);
  const conditions: { text: string; without: Partial<RunFilter> }[] = [
    ...(filter.parent ? [{ text: t('list.childOf', { id: filter.parent.slice(-8) }), without: { parent: '' } }] : []),
    ...(filter.key.trim() ? [{ text: t('list.keyIs', { key: filter.key.trim() }), without: { key: '' } }] : []),
    ...(filter.version ? [{ text: t('list.versionIs', { version: filter.version }), without: { version: '' } }] : []),
    ...attributes.map((attribute) => ({ text: attribute.replace(':', ': '), without: { attribute: attributes.filter((other) => other !== attribute).join('\n') } })),
    ...(localMinute(filter.after) ? [{ text: t('list.afterIs', { at: localMinute(filter.after).replace('T', ' ') }), without: { after: '' } }] : []),
    ...(localMinute(filter.before) ? [{ text: t('list.beforeIs', { at: localMinute(filter.before).replace('T', ' ') }), without: { before: '' } }] : []),
  ];
  return conditions.map(({ text, without }) => (
    <button key={text} type="button" title={text} aria-label={t('list.removeCondition', { condition: text })} onClick={() => onChange(without)} className="inline-flex h-6 max-w-56 items-center gap-1 rounded-sm border border-accent bg-accent-soft px-1.5 text-sm text-accent hover:border-line-strong">
      <span className="truncate">{text}</span>
      <X className="size-3 shrink-0" aria-hidden />
    </button>
  ));
}

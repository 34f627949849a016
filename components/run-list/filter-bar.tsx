'use client';
import { Bookmark, ChevronDown, X } from 'lucide-react';
import { useId, useState } from 'react';
import { useWorkflowChoices } from '../data/hooks.ts';
import { useT } from '../i18n/use-t.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Input, SearchInput } from '../ui/input.tsx';
import { Popover } from '../ui/popover.tsx';
import { Select } from '../ui/select.tsx';
import { StatusIcon } from '../ui/status.tsx';
import { Checkbox } from '../ui/toggle.tsx';
import { useStored } from '../ui/use-stored.ts';
import { ChoicesNote } from '../workflows/choices-note.tsx';
import { ActiveFilters, MoreFilters } from './more-filters.tsx';
import { isSavedFilters, LISTED_STATUSES, NO_FILTER, OPEN_STATUSES, PROBLEM_STATUSES, readStatuses, sameFilter, type RunFilter, type SavedFilter } from './run-filter.ts';

type Props = { filter: RunFilter; onChange: (changes: Partial<RunFilter>) => void };

export function FilterBar({ filter, onChange }: Props) {
  const t = useT();
  const choices = useWorkflowChoices();
  const workflows = choices.items;
  const filtered = !sameFilter(filter, NO_FILTER);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchInput value={filter.q} onChange={(q) => onChange({ q })} label={t('list.search')} clearLabel={t('common.clear')} className="w-full sm:w-64" />
      <StatusFilter filter={filter} onChange={onChange} />
      <Select
        label={t('list.workflow')}
        className="max-w-52"
        value={filter.workflow}
        onChange={(workflow) => onChange({ workflow })}
        options={[{ value: '', label: t('list.anyWorkflow') }, ...workflows.map((workflow) => ({ value: workflow.slug, label: workflow.name })), ...(filter.workflow && !workflows.some(({ slug }) => slug === filter.workflow) ? [{ value: filter.workflow, label: filter.workflow }] : [])]}
      />
      <Select
        label={t('list.started')}
        value={filter.since}
        onChange={(since) => onChange({ since, after: '' })}
        options={[
          { value: '', label: t('list.anyTime') },
          { value: '1h', label: t('list.lastHour') },
          { value: '24h', label: t('list.lastDay') },
          { value: '7d', label: t('list.lastWeek') },
          { value: '30d', label: t('list.lastMonth') },
        ]}
      />
      <MoreFilters filter={filter} onChange={onChange} />
      <ActiveFilters filter={filter} onChange={onChange} />
      {filtered && (
        <Button variant="ghost" onClick={() => onChange(NO_FILTER)}>
          {t('list.clearFilters')}
        </Button>
      )}
      <div className="flex-1" />
      <SavedFilters filter={filter} onChange={onChange} />
      <ChoicesNote choices={choices} className="basis-full" />
    </div>
  );
}

function StatusFilter({ filter, onChange }: Props) {
  const t = useT();
  const chosen = readStatuses(filter.status);
  const label = chosen.length === 0 ? t('list.anyStatus') : chosen.length === 1 ? t(`status.${chosen[0]!}`) : t('list.statuses', { count: chosen.length });
  const set = (statuses: readonly string[]) => onChange({ status: LISTED_STATUSES.filter((status) => statuses.includes(status)).join(',') });
  return (
    <Popover
      label={t('list.status')}
      className="w-52 p-2"
      trigger={
        <button type="button" className="field inline-flex h-8 items-center gap-2 px-2.5">
          {label}
          <ChevronDown className="size-3.5 text-ink-3" aria-hidden />
        </button>
      }
    >
      <div className="mb-1.5 flex gap-1.5 border-b border-line pb-2">
        <Button size="sm" onClick={() => set(OPEN_STATUSES)}>
          {t('list.open')}
        </Button>
        <Button size="sm" onClick={() => set(PROBLEM_STATUSES)}>
          {t('list.problems')}
        </Button>
      </div>
      {LISTED_STATUSES.map((status) => (
        <label key={status} className="flex h-8 cursor-pointer items-center gap-2.5 rounded-sm px-1.5 hover:bg-hover">
          <Checkbox checked={chosen.includes(status)} onChange={(on) => set(on ? [...chosen, status] : chosen.filter((other) => other !== status))} />
          <StatusIcon status={status} size="sm" decorative />
          {t(`status.${status}`)}
        </label>
      ))}
    </Popover>
  );
}

function SavedFilters({ filter, onChange }: Props) {
  const t = useT();
  const id = useId();
  const [saved, store] = useStored<SavedFilter[]>('run-filters', [], isSavedFilters);
  const [name, setName] = useState('');
  const savable = !sameFilter(filter, NO_FILTER);
  return (
    <Popover
      label={t('list.saved')}
      align="end"
      className="w-72"
      trigger={
        <Button icon={<Bookmark aria-hidden />} variant="ghost">
          {t('list.saved')}
        </Button>
      }
    >
      {saved.length === 0 ? (
        <p className="text-ink-3">{t('list.noSaved')}</p>
      ) : (
        <ul>
          {saved.map((item) => (
            <li key={item.name} className="flex items-center">
              <button type="button" className="h-8 min-w-0 flex-1 truncate rounded-sm px-2 text-left hover:bg-hover aria-pressed:font-semibold" aria-pressed={sameFilter(item.filter, filter)} onClick={() => onChange({ ...NO_FILTER, ...item.filter })}>
                {item.name}
              </button>
              <IconButton size="sm" label={t('list.removeFilter', { name: item.name })} onClick={() => store(saved.filter((other) => other !== item))}>
                <X aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {savable && (
        <form
          className="mt-2 flex gap-1.5 border-t border-line pt-2.5"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() === '') return;
            store([...saved.filter((other) => other.name !== name.trim()), { name: name.trim(), filter: { ...filter } }]);
            setName('');
          }}
        >
          <Input id={id} aria-label={t('list.filterName')} placeholder={t('list.filterName')} maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
          <Button type="submit" disabled={name.trim() === ''}>
            {t('common.save')}
          </Button>
        </form>
      )}
    </Popover>
  );
}

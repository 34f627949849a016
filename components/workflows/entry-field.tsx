'use client';
import { useId } from 'react';
import type { NodeDefinition } from '@/engine/index.ts';
import { useT } from '../i18n/use-t.tsx';
import { Field } from '../ui/input.tsx';
import { Select } from '../ui/select.tsx';

/** By which start a run enters, where there are several. */
export function EntryField({ entries, value, onChange }: { entries: readonly NodeDefinition[]; value: string; onChange: (entry: string) => void }) {
  const t = useT();
  const id = useId();
  if (entries.length < 2) return null;
  return (
    <Field id={id} label={t('workflows.entry')}>
      <Select id={id} className="w-full" value={value} onChange={onChange} label={t('workflows.entry')} options={entries.map((node) => ({ value: node.id, label: node.name || node.id }))} />
    </Field>
  );
}
